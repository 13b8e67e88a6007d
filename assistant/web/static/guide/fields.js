// @ts-check
/** A field of a question: native controls, and what they hold as an answer of the API. */
/** @import {Control, Field, Say} from "./types.js" */
import { el, entry, message, unseen } from "./dom.js";

/**
 * What heads a field that is the whole question.
 * @typedef {{ title: HTMLElement, words: string, lead: HTMLElement[] }} Head
 * A field to be asked for under a name.
 * @typedef {{ field: Field, name: string, say: Say, head?: Head, hush?: boolean, listed?: boolean }} Asked
 * The controls of a kind of field.
 * @typedef {{
 *   nodes: HTMLElement[], inputs: (HTMLInputElement | HTMLTextAreaElement)[], read: () => unknown, note?: string,
 * }} Kind
 */

const ALONE = ["none", "unknown"];
const PARTS = ["day", "month", "year"];
const CPR = /\b\d{6}[- ]?\d{4}\b/;

/**
 * Return the controls of a field; `hush` where it goes without saying that it may be skipped,
 * `listed` where rows of a list must be told apart.
 * @param {Asked} asked @returns {Control}
 */
export function control(asked) {
  const { field, name, say, head, hush, listed } = asked;
  const { fact, label, type, optional, help } = field;
  const kind = { choice: picks, multi: picks, yesno: picks, date: day }[/** @type {string} */ (type)] ?? line;
  const { nodes, inputs, read, note } = kind(asked);
  const alone = kind === line;
  const title = head?.title ?? el("span.label");
  title.append(
    el(
      alone ? "label" : "span",
      { for: alone && name },
      head?.words ?? label,
      listed && el("span.unseen nr"),
      optional && !hush && el("span.may", ` ${say("optional")}`)
    )
  );
  const wrong = el("p.error", { id: `${name}-error` });
  const node = el(
    alone ? "div.field" : "fieldset.field",
    alone ? title : el("legend", title),
    el("div.hint", { id: `${name}-hint` }, ...(head?.lead ?? []), ...message(help), note && el("p", note)),
    wrong,
    ...nodes
  );
  (alone ? inputs[0] : node).setAttribute("aria-describedby", `${head ? "ahead " : ""}${name}-hint ${name}-error`);
  /** @param {string} text */
  const complain = (text) => {
    wrong.replaceChildren(...(text ? [unseen(say("error")), text] : []));
    node.classList.toggle("wrong", !!text);
    if (kind !== picks) for (const one of inputs) one.ariaInvalid = String(!!text);
  };
  return { fact, label, node, read, complain };
}

/**
 * Return radio buttons or checkboxes, under their headings; "none of these" stands apart and alone. The first nine
 * have a key each while one of them has the focus; of radio buttons that key goes on to the next field.
 * @param {Asked} asked
 * @returns {Kind}
 */
function picks({ field: { type, value, options, none, unknown }, name, say }) {
  const many = type === "multi";
  const held = [value].flat();
  let n = 0;
  const alone = (/** @type {HTMLInputElement} */ one) => ALONE.includes(one.value);
  const change = (/** @type {{ target: HTMLInputElement }} */ { target: one }) => {
    for (const other of inputs)
      if (one.checked && other !== one && (alone(one) || alone(other))) other.checked = false;
  };
  const keydown = (/** @type {KeyboardEvent} */ event) => figure(event, inputs);
  /** @param {string} id @param {string} label @param {string | null} [hint] */
  const pick = (id, label, hint) => {
    const box = { id: `${name}-${id}`, name, value: id, checked: held.includes(id), change, keydown };
    return tick({ ...box, type: many ? "checkbox" : "radio", "aria-keyshortcuts": ++n < 10 && n }, label, hint);
  };
  /** @type {HTMLElement[]} */
  const nodes = type === "yesno" && !options.length ? [pick("yes", say("yes")), pick("no", say("no"))] : [];
  let under;
  for (const { id, label, hint, group } of options) {
    if (group && group !== under) nodes.push(el("div", { role: "group", "aria-label": group }, el("p.label", group)));
    under = group;
    const node = pick(id, label, hint);
    if (group) nodes.at(-1)?.append(node);
    else nodes.push(node);
  }
  if (many && (none || unknown)) nodes.push(el("p.or", { "aria-hidden": true }, say("or")));
  if (none) nodes.push(pick("none", none));
  if (unknown) nodes.push(pick("unknown", say("unknown")));
  const inputs = nodes.flatMap((node) => [...node.querySelectorAll("input")]);
  const read = () => {
    const values = inputs.filter(({ checked }) => checked).map((one) => one.value);
    return many && !ALONE.includes(values[0]) && values[0] ? values : (values[0] ?? null);
  };
  return { nodes, inputs, read, note: many ? say("tick") : "" };
}

/**
 * Choose what a figure stands for, and go on from one of several.
 * @param {KeyboardEvent} event @param {HTMLInputElement[]} inputs
 */
function figure(event, inputs) {
  const one = inputs[Number(event.key) - 1];
  if (!one || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  event.preventDefault();
  one.focus();
  one.click();
  if (one.type === "radio") entry(one.closest(".field")?.nextElementSibling)?.focus();
}

/**
 * Return a box to tick, with its label.
 * @param {{ id: string } & Record<string, unknown>} box
 * @param {string} label
 * @param {string | null} [hint]
 */
function tick(box, label, hint) {
  const id = hint && `${box.id}-hint`;
  return el(
    "div.pick",
    el("input", { ...box, "aria-describedby": id }),
    el("label", { for: box.id, "data-key": box["aria-keyshortcuts"] }, label),
    hint && el("p.hint", { id }, hint)
  );
}

/**
 * Return controls with a box that says that one does not know, and unticks itself when one writes after all.
 * @param {Asked} asked
 * @param {Kind} kind
 * @returns {Kind}
 */
function orUnknown({ field: { unknown, value }, name, say }, kind) {
  if (!unknown) return kind;
  const node = tick({ type: "checkbox", id: `${name}-unknown`, checked: value === "unknown" }, say("unknown"));
  const box = /** @type {HTMLInputElement} */ (node.firstChild);
  for (const one of kind.inputs) one.addEventListener("input", () => (box.checked = false));
  return { ...kind, nodes: [...kind.nodes, node], read: () => (box.checked ? "unknown" : kind.read()) };
}

/** Return the three fields of a day; what parts a date goes on to the next of them. @param {Asked} asked @returns {Kind} */
function day(asked) {
  const { field, name, say } = asked;
  const held = String(field.value ?? "").split("-");
  const inputs = PARTS.map((part, n) =>
    el("input.int", {
      id: `${name}-${part}`,
      inputmode: "numeric",
      autocomplete: "off",
      value: held[2] && Number(held[2 - n]),
      input: () => onward(n),
    })
  );
  /** @param {number} n */
  const onward = (n) => {
    const written = inputs[n].value.split(/[ .,/-]+/);
    const last = inputs[n + written.length - 1];
    if (!written[0] || !last || last === inputs[n]) return;
    written.forEach((part, at) => part && (inputs[n + at].value = part));
    last.focus();
  };
  const parts = PARTS.map((part, n) => el("div", el("label", { for: inputs[n].id }, say(part)), inputs[n]));
  const read = () => {
    const written = inputs.map(({ value }) => value.trim().replaceAll("-", " ")).reverse();
    return written.join("") ? written.map((part) => part && part.padStart(2, "0")).join("-") : null;
  };
  return orUnknown(asked, { nodes: [el("div.line", ...parts)], inputs, read, note: say("date_hint") });
}

/** Return a line or a box to write in, with how much there is room for. @param {Asked} asked @returns {Kind} */
function line(asked) {
  const {
    field: { type, max, unit, value },
    name,
    say,
    head,
  } = asked;
  const text = type === "text";
  const long = type === "address" || (text && Number(max) > 250);
  const held = String(value === "unknown" ? "" : (value ?? ""));
  const common = { id: name, autocomplete: "off", spellcheck: "false", input: () => tell() };
  const keydown = (/** @type {KeyboardEvent} */ { key, ctrlKey, metaKey }) =>
    key === "Enter" && (ctrlKey || metaKey) && input.form?.requestSubmit();
  /** @type {HTMLInputElement | HTMLTextAreaElement} */
  const input = long
    ? el("textarea", { ...common, rows: head ? 6 : 3, keydown, "aria-keyshortcuts": "Control+Enter" }, held)
    : el(`input.${type}`, {
        ...common,
        value: held,
        inputmode: { int: "numeric", cpr: "numeric", phone: "tel", email: "email" }[/** @type {string} */ (type)],
      });
  const count = el("p.hint");
  const tell = () => {
    const left = Number(max) - input.value.trim().length;
    count.textContent =
      text && CPR.test(input.value)
        ? say("cpr_warning")
        : long && text
          ? say(left < 0 ? "over" : "left", { n: Math.abs(left) })
          : "";
  };
  tell();
  const read = () => {
    const words = input.value.trim();
    return type === "int" && /^-?\d{1,9}$/.test(words) ? Number(words) : words || null;
  };
  return orUnknown(asked, { nodes: [el("div.line", input, unit && el("span", unit)), count], inputs: [input], read });
}
