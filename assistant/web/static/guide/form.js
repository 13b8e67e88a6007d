// @ts-check
/** The one form below the transcript: a question, asked or asked again. */
/** @import {Control, Field, Inside, Question, Refused, Say} from "./types.js" */
import { TOUCH, button, el, entry, heading, message } from "./dom.js";
import { control } from "./fields.js";

export class Form {
  /** The controls, of a list those of each row. @type {{ node: HTMLElement, controls: Control[] }[]} */
  rows = [];
  place = el("div");
  /** The number of the row that was added last. */
  last = -1;

  /**
   * @param {Question} question
   * @param {Say} say
   * @param {{ go: () => void, back: (() => void) | false, cancel: (() => void) | null }} acts
   */
  constructor(question, say, { go, back, cancel }) {
    const { fields } = question;
    this.question = question;
    this.say = say;
    this.more = button(say("add"), () => entry(this.#add())?.focus());
    this.list = question.kind === "repeat" ? fields[0] : null;
    this.summary = el("div.summary", { tabindex: -1, role: "group", "aria-label": say("wrong") });
    this.send = el("button.main", say(cancel ? "save" : "go"));
    this.node = el(
      "form.ask",
      { novalidate: true, autocomplete: "off", submit: (/** @type {Event} */ event) => (event.preventDefault(), go()) },
      this.summary,
      ...this.#asked(question.heading, cancel && el("p.changing", say("changing"))),
      el("div.buttons", this.send, cancel ? button(say("cancel"), cancel) : back && button(say("back"), back))
    );
  }

  /**
   * What stands ahead of the fields is told with the first of them, as that is where one comes.
   * @param {Question["heading"]} heading @param {Inside} changing
   */
  #asked({ words, before, under }, changing) {
    const {
      question: { fields, help },
      list,
      say,
    } = this;
    const lead = [...message(under), ...message(help)];
    const ahead = el("div.lead", { id: "ahead" }, changing, ...message(before));
    const skippable = list ? list.optional : fields.every(({ optional }) => optional);
    if (!list && fields.length === 1)
      return [ahead, this.#row(fields, "f", { head: { title: heading(), words, lead } }).node];
    const keys = !TOUCH && (list?.each ?? fields).some(({ type }) => /choice|yesno/.test(type));
    const node = el(
      "div.ask",
      { role: "group", "aria-labelledby": "asked", "aria-describedby": "ahead lead" },
      ahead,
      heading({ id: "asked" }, words),
      el(
        "div.lead",
        { id: "lead" },
        ...lead,
        skippable && el("p.hint", say("skip")),
        keys && el("p.hint", say("keys"))
      )
    );
    if (!list) node.append(this.#row(fields, "f", { hush: skippable }).node);
    else {
      node.append(this.place, this.more);
      const held = /** @type {Record<string, unknown>[]} */ (list.value ?? []);
      for (let n = 0; n < Math.max(held.length, Number(list.min), 1); n++) this.#add(held[n]);
    }
    return [node];
  }

  /** @param {Field[]} fields @param {string} name @param {object} [look] */
  #row(fields, name, look) {
    const controls = fields.map((field) => control({ field, name: `${name}-${field.fact}`, say: this.say, ...look }));
    /** @type {Form["rows"][0]} */
    const row = { node: el("div", ...controls.map(({ node }) => node)), controls };
    this.rows.push(row);
    return row;
  }

  /** Add a row to the list. @param {Record<string, unknown>} [held] */
  #add(held = {}) {
    const row = this.#row(
      (this.list?.each ?? []).map((field) => ({ ...field, value: held[field.fact] })),
      `f-${++this.last}`,
      { listed: true }
    );
    row.node = el(
      "fieldset.row",
      el("legend.nr"),
      row.node,
      button("", () => this.#drop(row), "link")
    );
    this.place.append(row.node);
    this.#number();
    return row.node;
  }

  /** @param {Form["rows"][0]} row */
  #drop(row) {
    const at = this.rows.indexOf(row);
    (entry(this.rows[at + 1]?.node) ?? this.more).focus();
    this.rows.splice(at, 1);
    row.node.remove();
    this.#number();
  }

  #number() {
    this.rows.forEach(({ node }, at) => {
      for (const one of node.querySelectorAll(".nr"))
        one.textContent = ` ${this.say("row", { n: at + 1 })}`;
      node.lastElementChild?.replaceChildren(this.say("drop", { n: at + 1 }));
    });
    this.more.hidden = this.rows.length >= Number(this.list?.max);
  }

  /** Return the rows that something was written in, as answers. */
  #written() {
    const rows = this.rows.map(({ controls }) => ({
      controls,
      answer: Object.fromEntries(controls.map(({ fact, read }) => [fact, read()])),
    }));
    return this.list ? rows.filter(({ answer }) => Object.values(answer).some((value) => value != null)) : rows;
  }

  /** Return the answer as a turn of the API; of a question with one field it is that field's. @param {boolean} changing */
  turn(changing) {
    const { step, fields } = this.question;
    const rows = this.#written().map(({ answer }) => answer);
    const one = fields.length === 1 && fields[0].fact;
    const answer = this.list ? rows : one ? rows[0][one] : rows[0];
    return { ...(changing ? { change: one || step } : { step }), answer };
  }

  /** Say what is wrong, at the top and at each field, and go there. @param {Refused[]} errors */
  complain(errors) {
    for (const { controls } of this.rows) controls.forEach(({ complain }) => complain(""));
    const rows = this.#written();
    const items = errors.map(({ fact, text }) => {
      const path = fact.split(".");
      const among = rows[this.list ? Number(path[1]) : 0]?.controls ?? [];
      const about = among.find((one) => one.fact === path.at(-1));
      about?.complain(text);
      const words = about && among.length > 1 ? `${about.label.replace(/[^.?!:]$/, "$&:")} ${text}` : text;
      return el("li", about ? button(words, () => entry(about.node)?.focus(), "link") : words);
    });
    this.summary.replaceChildren(el("h2", this.say("wrong")), el("ul", ...items));
    this.summary.focus();
  }

  /** Take over what was typed and ticked when this question was shown before. @param {Form} other */
  take(other) {
    while (this.last < other.last) this.#add();
    for (const { id, value, checked } of other.#inputs()) {
      const one = /** @type {HTMLInputElement | null} */ (this.node.elements.namedItem(id));
      Object.assign(one ?? {}, { value, checked });
      one?.dispatchEvent(new Event("input"));
    }
  }

  /** Return the texts that were written, to be shown where the question is gone. */
  said() {
    return this.#inputs()
      .map(({ value }) => value)
      .filter((words) => words.includes(" "));
  }

  /** @returns {HTMLInputElement[]} */
  #inputs() {
    return [...this.node.querySelectorAll(/** @type {"input"} */ ("input, textarea"))];
  }
}
