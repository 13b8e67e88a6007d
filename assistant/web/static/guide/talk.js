// @ts-check
/** What has been said and what comes of it: the transcript, why, the record, the next steps. */
/** @import {Entry, Explanation, Inside, Message, Planned, Say} from "./types.js" */
import { button, el, message, unseen } from "./dom.js";

const MANY = 4;

/**
 * What is needed to talk.
 * @typedef {{
 *   say: Say, language: string, why: (about: string) => Promise<Explanation | null>, change: (step: string) => void,
 *   panel: { tell: (key: string) => void },
 * }} Talking
 */

/**
 * Return a question and its answer, or something told, as items of the transcript.
 * @param {Entry} entry
 * @param {Talking} talking
 */
export function earlier(entry, talking) {
  const { say } = talking;
  const { answer, text, step, can_change } = entry;
  if (!answer) return [told(entry, say)];
  const items = answer.filter(({ li }) => li).length;
  const words = el("div", ...message(answer));
  const asked = el("div.asked", ...message(text));
  return [
    el("li.guide", unseen(say("guide")), asked),
    el(
      "li.you",
      unseen(say("you")),
      el("div.given", items > MANY ? el("details", el("summary", say("picked", { n: items })), words) : words),
      can_change && again(step, asked.lastChild?.textContent ?? "", talking)
    ),
  ];
}

/**
 * Return the button that asks a step again.
 * @param {string} step
 * @param {string} what
 * @param {Talking} talking
 */
export function again(step, what, { say, change }) {
  return button(say("change"), () => change(step), "link", { "aria-label": `${say("change")}: ${what}` });
}

/**
 * Return something told.
 * @param {{ text: Message, level?: string | null }} one
 * @param {Say} say
 * @param {...Inside} more
 */
export function told({ text, level }, say, ...more) {
  return el(
    "li.guide",
    { tabindex: -1 },
    unseen(say("guide")),
    el(`div.said ${level ?? ""}`, ...message(text), ...more)
  );
}

/**
 * Return what says why something came about, once somebody wants to know.
 * @param {string} about
 * @param {Talking} talking
 * @param {string} [words]
 */
export function because(about, { say, why }, words = say("why")) {
  const node = el("details.why", { toggle }, el("summary", words));
  async function toggle() {
    if (!node.open || node.children[1]) return;
    const found = await why(about);
    if (found) node.append(el("div", ...message(found.text)));
    else node.remove();
  }
  return node;
}

/**
 * Return rows under a heading.
 * @param {string} heading @param {{ label: string, value: Message, act?: Inside }[]} rows
 */
export function block(heading, rows) {
  const lines = rows.map(({ label, value, act }) =>
    el("div", el("dt", label), el("dd", ...message(value)), act && el("dd.act", act))
  );
  return el("section.block", el("h2", heading), el("dl", ...lines));
}

/**
 * Return the next steps; `over` where nobody can be asked why any more.
 * @param {Planned[] | null} plan
 * @param {Talking} talking
 * @param {boolean} [over]
 */
export function planned(plan, talking, over) {
  const items = (plan ?? []).map(({ id, text, when }) =>
    el("li", ...message(text), el("p.hint", when), !over && because(id, talking))
  );
  return items.length && el("section", el("h2", talking.say("plan")), el("ol", ...items));
}

/** Return an instant as it is read in Denmark, or its `day` alone. @param {string} iso @param {string} language @param {boolean} [day] */
export function moment(iso, language, day) {
  return new Date(iso).toLocaleString(language, {
    dateStyle: "full",
    timeStyle: day ? undefined : "short",
    timeZone: "Europe/Copenhagen",
  });
}
