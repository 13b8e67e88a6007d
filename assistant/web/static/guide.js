// @ts-check
/** The guide: a conversation as a transcript, with one native form below it. */
/** @import {Brought, Question, Receipt, Reply, Say, Tongue, View} from "./guide/types.js" */
import { button, el, heading, message } from "./guide/dom.js";
import { Door } from "./guide/door.js";
import { ending, offer, parked, receipt } from "./guide/ends.js";
import { Form } from "./guide/form.js";
import { Panel } from "./guide/panel.js";
import { because, earlier, told } from "./guide/talk.js";

const SLOW_REPLY_MS = 5000;
const WARNING_MS = 5 * 60_000;
const styled = fetch(new URL("./static/embed.css", import.meta.url)).then((got) => got.text());

class ConcernGuide extends HTMLElement {
  /** What was seen last. @type {View | null | undefined} */
  view;
  /** @type {Form | null | undefined} */
  form;
  /** The step that is asked again. */
  changing = "";
  /** The form that was left for that, until its question comes again. @type {Form | null | undefined} */
  draft;
  /** Whether nothing has been begun here. */
  fresh = false;
  busy = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  flow = "";
  language = "";
  /** @type {Record<string, Tongue>} */
  tongues = {};
  /** @type {string[]} */
  hosts = [];
  /** @type {string[]} */
  endings = [];
  /** @type {Panel} */
  panel = new Panel(this);
  door = new Door(this.panel.tell);

  async connectedCallback() {
    if (this.flow) return;
    this.flow = this.getAttribute("flow") ?? "";
    const here = document.getElementById("guide-words")?.textContent;
    /** @type {Brought} */
    const brought = here ? JSON.parse(here) : await (await fetch(`/embed/${this.flow}/words.json`)).json();
    Object.assign(this, brought, { language: this.getAttribute("lang") ?? Object.keys(brought.tongues)[0] });
    this.arriving = this.door.read();
    this.panel.open(await styled);
    this.panel.meet();
    addEventListener("beforeunload", (event) => this.busy && event.preventDefault());
    const current = await this.arriving;
    if (current?.flow !== this.flow) this.start("start");
    else if (current.receipt) this.start("was_sent");
    else this.draw(current, false);
  }

  /** @type {Say} */
  say = (key, values = {}) =>
    (this.tongues[this.language].words[key] ?? key).replace(/\{(\w+)\}/g, (all, name) => String(values[name] ?? all));

  /**
   * Say what the guide is, or what became of the conversation, and what was written in it.
   * @param {string} how
   * @param {string[]} [written]
   */
  start(how, written = []) {
    const { say, panel } = this;
    const { about, danger } = this.tongues[this.language];
    clearTimeout(this.timer);
    this.view = this.form = this.draft = null;
    this.fresh = how === "start";
    panel.draw("");
    panel.pin([], []);
    panel.show(
      [told({ text: danger, level: "danger" }, say)],
      [
        heading(say(how)),
        ...(this.fresh ? message(about) : [say(`${how}_means`)]),
        ...written.map((words) => el("p.pre", words)),
        el("div.buttons", button(say(this.fresh ? "begin" : "begin_new"), this.begin, "main")),
      ],
      null,
      !this.fresh
    );
  }

  /** Somebody opened the frame: begin at once, or go to where it stands. */
  opened = async () => {
    await this.arriving;
    if (this.fresh) this.begin();
    else this.panel.focus();
  };

  begin = () => {
    this.fresh = false;
    this.act(() => this.door.send("POST", "/v1/conversations", { flow: this.flow, lang: this.language }));
  };

  /** @param {Record<string, unknown>} turn @param {boolean} [keep] what is typed */
  turn(turn, keep) {
    return this.act(() => this.door.post("/turns", { rev: this.view?.rev, ...turn }), keep);
  }

  /** Send what is on the form. */
  go = () => this.form && this.turn(this.form.turn(!!this.changing));

  /** Go back to the question before; what is typed here is kept for when it is asked again. */
  back = () => {
    this.draft = this.form ?? this.draft;
    this.turn({ back: true });
  };

  /** Send the record. */
  send = () => this.act(() => this.door.post("/submission", { rev: this.view?.rev }));

  /** Go on in another language, with what is typed. @param {string} lang */
  speak = (lang) => {
    if (this.busy) return;
    this.language = lang;
    if (this.view) this.turn({ lang }, true);
    else this.start("start");
  };

  /** @param {string} about */
  why = (about) => this.door.read(`/why/${about}`);

  /** Ask an earlier question again, filled in. @param {string} step */
  change = async (step) => {
    /** @type {Question | null} */
    const question = this.busy ? null : await this.door.read(`/questions/${step}`);
    if (!question || !this.view) return;
    if (!this.changing) this.draft = this.form ?? this.draft;
    this.changing = step;
    this.ask(question, this.view);
    this.panel.show(this.said(this.view), [this.form?.node], null, true);
  };

  cancel = () => this.view && this.draw(this.view, true);

  /** Go on in a page of its own. */
  full = async () => {
    const { body } = await this.door.post("/full-page", {});
    const code = el("input", { type: "hidden", name: "code", value: body?.code });
    const form = el("form", { method: "post", action: `/${this.flow}/resume`, target: "_blank", hidden: true }, code);
    this.append(form);
    form.submit();
    form.remove();
  };

  /** Erase everything, and put the guide away. */
  erase = async (how = "erased") => {
    await this.door.erase();
    this.start(how);
    this.panel.host("erased");
    this.panel.host("hide");
  };

  /**
   * Have something done once, and show what it led to.
   * @param {() => Promise<Reply>} doing @param {boolean} [keep] what is typed
   */
  async act(doing, keep) {
    if (this.busy) return;
    const since = performance.now();
    this.#wait(true);
    const { status, body } = await doing();
    this.#wait(false);
    const move = performance.now() - since < SLOW_REPLY_MS && (!this.view || !!this.shadowRoot?.activeElement);
    if (body?.reference) return this.sent(body);
    if (status < 300) return this.answered(body.view ?? body, move, keep);
    const code = { 401: "gone", 409: "stale", 410: "was_sent", 413: "too_large" }[status] ?? "problem";
    if (status === 409) this.panel.notice(code, await this.redraw(body, true));
    else if (status === 401 || status === 410) this.start(code, this.form?.said());
    else this.panel.notice(code);
    this.panel.host("error", { code });
  }

  /** @param {boolean} busy */
  #wait(busy) {
    this.busy = busy;
    if (this.form) this.form.send.ariaDisabled = String(busy);
  }

  /** @param {View} view @param {boolean} move @param {boolean} [keep] */
  async answered(view, move, keep) {
    if (view.errors.length && view.rev === this.view?.rev) return this.form?.complain(view.errors);
    const begun = !this.view;
    await (keep ? this.redraw(view, move) : this.draw(view, move));
    this.panel.tell(move ? (begun ? "" : "saved") : "ready");
    const { step, kind } = view.question ?? { step: "end", kind: "end" };
    this.panel.host("turn", { step, kind });
  }

  /**
   * Show a view with what is typed; return it where its question is gone, until that is asked again.
   * @param {View} view
   * @param {boolean} move
   */
  async redraw(view, move) {
    const { form, changing } = this;
    this.draw(view, move);
    if (changing) await this.change(changing);
    if (this.keep(form)) return [];
    this.draft ??= form;
    return form?.said() ?? [];
  }

  /** Keep what was typed into a form, if its question is the one that is asked. @param {Form | null | undefined} typed */
  keep(typed) {
    const same = typed && this.form?.question.step === typed.question.step;
    if (same) this.form?.take(typed);
    return same;
  }

  /** Show a view. @param {View} view @param {boolean} move */
  draw(view, move) {
    const { panel, say, view: before } = this;
    const { index, of, section } = view.progress;
    Object.assign(this, { view, language: view.lang, changing: "", form: null });
    panel.draw(say("step", { index, of }) + (section ? `: ${section}` : ""));
    const pinned = panel.pin(
      view.pinned,
      (before ?? view).pinned.map(({ step }) => step)
    );
    if (view.question) this.ask(view.question, view);
    if (this.keep(this.draft)) this.draft = null;
    const dropped = before && parked(view, this, before);
    const news = [
      ...(dropped ? [el("li.guide", { tabindex: -1 }, dropped)] : []),
      ...view.messages
        .filter(({ step }) => !view.pinned.some((one) => one.step === step))
        .map((one) => told(one, say, because(one.step, this))),
    ];
    const below = this.form
      ? [this.form.node, because(this.form.question.step, this, say("why_asked"))]
      : ending(view, this, this, news[0]);
    panel.show([...this.said(view), ...news], below, pinned ?? news[0], move);
    this.expire(WARNING_MS);
  }

  /** @param {View} view */
  said({ transcript }) {
    return transcript.flatMap((entry) => earlier(entry, this));
  }

  /** @param {Question} question @param {View} view */
  ask(question, view) {
    const back = view.transcript.some(({ can_change }) => can_change) && this.back;
    this.form = new Form(question, this.say, { go: this.go, back, cancel: this.changing ? this.cancel : null });
  }

  /** Say when time is nearly up, and when it is. @param {number} early how much ahead */
  expire(early) {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        if (!early) return this.start("gone", this.form?.said());
        this.panel.notice("expires");
        this.expire(0);
      },
      Date.parse(this.view?.expires_at ?? "") - Date.now() - early
    );
  }

  /** Show the receipt; once the copies are here, the conversation goes from this computer. @param {Receipt} given */
  async sent(given) {
    const { panel, view } = this;
    if (!view) return;
    clearTimeout(this.timer);
    const { nodes, copies } = receipt(given, view, this, () => this.erase("closed"));
    this.view = this.form = null;
    panel.draw("");
    panel.show([], nodes, null, true);
    panel.host("submitted");
    if (await offer(copies, this, given.reference)) await this.door.erase();
  }
}

customElements.define("concern-guide", ConcernGuide);
