// @ts-check
/** What stands around the conversation: header, danger, transcript, the one form, a status line, the page outside. */
/** @import {Inside, Told, Tongue} from "./types.js" */
import { TOUCH, button, el, entry, message } from "./dom.js";
import { because } from "./talk.js";

/**
 * What the panel asks of the guide.
 * @typedef {import("./talk.js").Talking & {
 *   tongues: Record<string, Tongue>, hosts: string[], view?: object | null,
 *   opened: () => void, speak: (language: string) => void, full: () => void, erase: () => void,
 * }} Around
 */

export class Panel {
  head = el("header");
  pins = el("div.pins", { role: "region" });
  log = el("ol");
  now = el("div");
  status = el("p", { role: "status" });
  again = el("span");
  progress = "";
  /** Where the question begins. @type {HTMLElement | null | undefined} */
  asked;
  /** Where reading goes on. @type {HTMLElement | null | undefined} */
  target;
  /**
   * The page around the frame, if it has a launcher: it hears step ids, and nothing else.
   * @type {MessagePort | undefined}
   */
  port;

  /** @param {HTMLElement & Around} around */
  constructor(around) {
    this.around = around;
  }

  /** Take the place of what the page showed until now. @param {string} css */
  open(css) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const root = this.around.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const scroller = el("div.scroll", this.log, this.now);
    const keydown = (/** @type {KeyboardEvent} */ { key }) => key === "Escape" && this.host("hide");
    root.append(
      el(
        "section.panel",
        { "aria-labelledby": "title", keydown },
        this.head,
        this.pins,
        scroller,
        el("div.foot", this.status, this.again)
      )
    );
    this.draw();
  }

  /** Say to whoever is allowed to frame us that we are here, and no more. */
  meet() {
    addEventListener("message", ({ source, origin, data, ports }) => {
      if (source !== parent || data?.guide !== "port" || ![...this.around.hosts, location.origin].includes(origin))
        return;
      this.port = ports[0];
      this.port.onmessage = ({ data: { type } }) => (type === "erase" ? this.askErase() : this.around.opened());
      this.draw();
      this.host("ready");
    });
    parent.postMessage({ guide: "hello" }, "*");
  }

  /** Tell the page outside. @param {string} type @param {Record<string, string>} [detail] */
  host(type, detail) {
    this.port?.postMessage({ type, ...detail });
  }

  /** Draw what stands around, in the language of now. */
  draw(progress = this.progress) {
    this.progress = progress;
    const { say, tongues, language, speak, view, full } = this.around;
    const { title, dir, acute } = tongues[language];
    const urgent = el("div.acute", { hidden: true }, ...message(acute));
    const others = Object.keys(tongues).filter((other) => other !== language);
    const more = el(
      "div.more",
      { hidden: true },
      ...others.map((lang) => button(tongues[lang].name, () => speak(lang), "tool", { lang })),
      view && button(say("full"), full, "tool"),
      view && button(say("erase"), () => this.askErase(), "tool"),
      ...["privacy", "accessibility"].map((page) =>
        el("a.tool", { href: `/${page}?lang=${language}`, target: "_blank" }, say(page))
      )
    );
    const old = [...this.head.childNodes];
    this.head.append(
      el(
        "div.bar",
        el("div.name", el("p", { id: "title" }, title), el("p.hint", progress)),
        opener(say("acute"), urgent, "tool grave"),
        this.port && button(say("hide"), () => this.host("hide"), "tool"),
        opener(say("more"), more, "tool")
      ),
      urgent,
      more
    );
    old.forEach((one) => one.remove());
    this.log.ariaLabel = say("talk");
    this.pins.ariaLabel = say("pinned");
    Object.assign(this.around, { lang: language, dir });
  }

  /**
   * Pin what is urgent above the scroller; return the first that is new.
   * @param {Told[]} pinned
   * @param {string[]} known
   */
  pin(pinned, known) {
    const nodes = pinned.map(({ step, text: [first, ...rest] }) => {
      const open = !known.includes(step);
      const why = because(step, this.around);
      return el(
        "div.pin",
        { tabindex: -1 },
        ...message([first]),
        open && button(this.around.say("on"), () => this.asked?.focus(), "link"),
        rest.length ? el("details", { open }, el("summary", this.around.say("read_more")), ...message(rest), why) : why
      );
    });
    this.pins.replaceChildren(...nodes);
    this.pins.scrollTop = 0;
    return nodes.find((node) => node.querySelector("button"));
  }

  /**
   * Show what has been said and what is asked; what had the focus goes only after it has moved.
   * @param {HTMLElement[]} said @param {Inside[]} now @param {HTMLElement | null | undefined} target @param {boolean} move
   */
  show(said, now, target, move) {
    const old = [this.now, ...this.log.children];
    this.now = el("div.now", ...now);
    old[0].before(this.now);
    this.log.append(...said);
    this.asked = (TOUCH ? null : entry(this.now)) ?? this.now.querySelector("h2");
    this.target = target ?? this.asked;
    if (move) this.target?.focus({ preventScroll: true });
    old.forEach((one) => one.remove());
    if (move || this.around.view) this.see();
  }

  /** Go to where reading goes on. */
  focus() {
    this.target?.focus({ preventScroll: true });
    this.see();
  }

  /** Bring that into sight. */
  see() {
    (this.target && this.log.contains(this.target) ? this.target : this.now).scrollIntoView();
    this.target?.scrollIntoView({ block: "nearest" });
  }

  /**
   * Say something in the status line; `again` is what tries again.
   * @param {string} key
   * @param {() => void} [again]
   */
  tell = (key, again) => {
    this.status.textContent = key && this.around.say(key);
    this.again.replaceChildren(again ? button(this.around.say("try_again"), again, "link") : "");
  };

  /**
   * Show above the form what happened or is asked, and what was written where its question is gone; what is typed
   * stays underneath.
   * @param {string} key @param {string[]} said @param {[string, () => void, string?][]} acts
   */
  notice(key, said = [], acts = []) {
    const { say } = this.around;
    const close = () => {
      node.remove();
      this.focus();
    };
    const node = el(
      "div.summary",
      { role: "group", tabindex: -1, "aria-label": say(key) },
      el("h2", say(key)),
      el("p", say(`${key}_means`)),
      ...said.map((words) => el("p.pre", words)),
      el(
        "div.buttons",
        ...acts.map(([words, act, look]) => button(say(words), act, look)),
        button(say(acts.length ? "stay" : "go_on"), close)
      )
    );
    this.now.prepend(node);
    node.focus();
  }

  /** Ask before everything is erased. */
  askErase() {
    if (this.around.view) this.notice("erase_asked", [], [["erase", () => this.around.erase(), "grave"]]);
  }
}

/**
 * Return a button that opens and closes what it is about.
 * @param {string} words
 * @param {HTMLElement} about
 * @param {string} look
 */
function opener(words, about, look) {
  const node = button(words, () => (node.ariaExpanded = String(!(about.hidden = !about.hidden))), look, {
    "aria-expanded": "false",
  });
  return node;
}
