// @ts-check
/** The screens after the last question: the review, the end, the receipt. */
/** @import {Inside, Receipt, View} from "./types.js" */
import { button, el, heading } from "./dom.js";
import { again, block, moment, planned } from "./talk.js";

/**
 * Return the record as it would be sent, word for word, or what to do where nothing is sent; `told` is what is read
 * before it, and has the way past it.
 * @param {View} view
 * @param {import("./talk.js").Talking} talking
 * @param {{ send: () => void, back: () => void, erase: () => void }} acts
 * @param {HTMLElement | undefined} told
 * @returns {Inside[]}
 */
export function ending(view, talking, { send, back, erase }, told) {
  const { say } = talking;
  const { review } = view;
  const plan = planned(view.plan, talking);
  const backward = button(say("back"), back);
  if (!review)
    return [
      heading(say("next_steps")),
      plan,
      el("p.hint", say("nothing_sent")),
      el("div.buttons", button(say("erase"), erase), backward),
    ];
  const { name, phone } = review.receiver;
  const main = button(say("send", { team: name }), send, "main");
  const past = button(say("to_send"), () => main.focus(), "link");
  const why = told?.querySelector("details");
  why?.before(past);
  return [
    heading(say("review")),
    !why && past,
    el("p.info", `${say("receiver")} `, el("strong", name), phone && `, ${phone}`),
    ...review.sections.map(({ heading: words, rows }) =>
      block(
        words,
        rows.map((row) => ({ ...row, act: row.step && again(row.step, row.label, talking) }))
      )
    ),
    parked(view, talking),
    el(
      "div.buttons",
      main,
      backward,
      el("a", { href: "/v1/conversations/current/record.pdf", download: true }, say("draft"))
    ),
    plan,
  ];
}

/**
 * Return what no longer counts, but what was said before.
 * @param {View} view @param {import("./talk.js").Talking} talking @param {View | null} [before]
 */
export function parked(view, { say }, before) {
  const known = before?.parked.map(({ fact }) => fact) ?? [];
  const rows = view.parked
    .filter(({ fact }) => !known.includes(fact))
    .map(({ label, answer }) => ({ label, value: answer }));
  return rows.length && block(say("parked"), rows);
}

/**
 * Return the receipt, and the place where the copies come.
 * @param {Receipt} given
 * @param {View} view
 * @param {import("./talk.js").Talking} talking
 * @param {() => void} close
 */
export function receipt({ reference, receiver, ...at }, view, talking, close) {
  const { say, language, panel } = talking;
  const row = (/** @type {string} */ key, /** @type {string} */ t) => ({ label: say(key), value: [{ p: [{ t }] }] });
  const times = /** @type {const} */ (["submitted_at", "assess_by", "receipt_by"]);
  const rows = times.map((key) => row(key, moment(at[key], language, key === "receipt_by")));
  const copies = el("ul.files", el("li", say("fetching")));
  const shown = el("strong.reference", reference);
  const field = el("input.reference", { readonly: true, value: reference, "aria-label": say("reference") });
  const nodes = [
    el(
      "div.done",
      heading(say("sent")),
      el("p", say("reference"), " ", shown),
      button(say("copy"), () => copy(field, shown).then(panel.tell), "link")
    ),
    block(say("what_now"), [row("to", [receiver.name, receiver.phone].filter(Boolean).join(", ")), ...rows]),
    el("ol", ...["now_1", "now_2"].map((key) => el("li", say(key)))),
    planned(view.plan, talking, true),
    el("h2", say("your_copy")),
    copies,
    el("p.hint", say("keep_copy")),
    el(
      "div.buttons",
      button(say("print"), () => print()),
      button(say("close"), close)
    ),
  ];
  return { nodes, copies };
}

/**
 * Copy what a field holds; return what came of it. Where we may not, as in some frames, it takes the place of what
 * is shown, marked: for an older way, or for somebody's own keys.
 * @param {HTMLInputElement} field @param {HTMLElement} shown
 */
async function copy(field, shown) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    shown.replaceWith(field);
    field.focus();
    field.select();
    if (!document.execCommand("copy")) return "not_copied";
  }
  return "copied";
}

/**
 * Offer the record's copies; return whether they are all here, so that the conversation is not needed any more.
 * @param {HTMLElement} list
 * @param {{ flow: string, endings: string[], say: import("./types.js").Say }} guide
 * @param {string} reference
 */
export async function offer(list, { flow, endings, say }, reference) {
  let here = true;
  const copies = endings.map(async (ending) => {
    let href = `/${flow}/record.${ending}`;
    try {
      const file = await fetch(href);
      if (!file.ok) throw file;
      href = URL.createObjectURL(await file.blob());
    } catch {
      here = false;
    }
    return el("li", el("a", { href, download: `underretning-${reference}.${ending}` }, say(`copy_${ending}`)));
  });
  list.replaceChildren(...(await Promise.all(copies)));
  return here;
}
