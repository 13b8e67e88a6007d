// @ts-check
/** Elements without markup: no string of ours or anybody's is ever read as HTML. */
/** @import {Inside, Message, Span} from "./types.js" */

// Without a keyboard nobody wants to hear of its keys, and a field brings up one that covers what is asked.
export const TOUCH = matchMedia("(pointer: coarse)").matches;

/**
 * Return a new element, `tag.class`, of what it is given and what is inside; functions become listeners,
 * what is not there nothing.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K | `${K}.${string}`} tag
 * @param {...(Inside | Record<string, unknown>)} parts
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, ...parts) {
  const [name, look] = tag.split(".");
  const node = document.createElement(/** @type {K} */ (name));
  if (look) node.className = look;
  for (const part of parts) {
    if (part?.constructor !== Object) node.append(.../** @type {(Node | string)[]} */ ([part].filter(Boolean)));
    else
      for (const [key, value] of Object.entries(part)) {
        if (typeof value === "function") node.addEventListener(key, /** @type {EventListener} */ (value));
        else if (value) node.setAttribute(key, /** @type {string} */ (value));
      }
  }
  return node;
}

/** Return words in their styles; only links that can harm nobody are links. @param {Span[]} parts */
export function spans(parts) {
  return parts.map(({ t, strong, href }) => {
    const said = strong ? el("strong", t) : t;
    if (!/^(https:\/\/|tel:|mailto:)/.test(href ?? "")) return said;
    return el("a", { href, target: href?.startsWith("h") && "_blank" }, said);
  });
}

/** Return a message's paragraphs, and lists of its items. @param {Message | null} blocks */
export function message(blocks) {
  /** @type {HTMLElement[]} */
  const made = [];
  for (const { p, li } of blocks ?? []) {
    if (p) made.push(el("p", ...spans(p)));
    else {
      if (made.at(-1)?.tagName !== "UL") made.push(el("ul"));
      made.at(-1)?.append(el("li", ...spans(li ?? [])));
    }
  }
  return made;
}

/**
 * Return a button that sends nothing by itself.
 * @param {string} words @param {() => void} click @param {string} [look] @param {Record<string, unknown>} [more]
 */
export function button(words, click, look = "", more = {}) {
  return el(`button.${look}`, { type: "button", click, ...more }, words);
}

/** Return words for those who listen only. @param {string} words */
export function unseen(words) {
  return el("span.unseen", `${words} `);
}

/** Return a heading that reading may go on at. @param {...(Inside | Record<string, unknown>)} parts */
export function heading(...parts) {
  return el("h2.big", { tabindex: -1 }, ...parts);
}

/**
 * Return where the first field of something is answered: what is ticked in it, else its first control.
 * @param {Element | null | undefined} node @returns {HTMLElement | null | undefined}
 */
export function entry(node) {
  const field = node?.querySelector(".field") ?? node;
  return field?.querySelector(":checked") ?? field?.querySelector("input, textarea");
}
