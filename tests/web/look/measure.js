// What tests measure inside a page. It looks into open shadow roots too.

/** @typedef {Document | ShadowRoot} Root */

const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe";
const LEAST = 44;
const NEAR = 1; // rounding, in CSS pixels

/** Returns every element under `root`, those in shadow roots included. @param {Root} root @returns {Element[]} */
function elements(root) {
  return [...root.querySelectorAll("*")].flatMap((element) =>
    element.shadowRoot ? [element, ...elements(element.shadowRoot)] : [element],
  );
}

/** Returns how a person would call an element. @param {Element} element */
function called(element) {
  const words = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
  const id = element.id ? `#${element.id}` : "";
  return `${element.localName}${id}${words ? ` “${words}”` : ""}`;
}

/** Returns whether an element is drawn, and not only for screen readers. @param {Element} element */
function seen(element) {
  const box = element.getBoundingClientRect();
  const shown = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const hidden = [element, ...around(element)].some((one) => getComputedStyle(one).clipPath === "inset(50%)");
  return shown && box.width > 2 && box.height > 2 && !hidden && !element.closest(".skip:not(:focus)");
}

/** Returns the parents of an element, out through shadow roots. @param {Element} element @returns {Element[]} */
function around(element) {
  const root = element.getRootNode();
  const parent = element.parentElement || (root instanceof ShadowRoot ? root.host : null);
  return parent ? [parent, ...around(parent)] : [];
}

/** Returns what sticks out to a side, of the window or of a box that cuts it off. */
function sticksOut() {
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth - width;
  const out = elements(document).filter((element) => {
    const box = element.getBoundingClientRect();
    return seen(element) && (box.right > width + NEAR || box.left < -NEAR);
  });
  return [...(wide > NEAR ? [`the page scrolls sideways by ${wide} px`] : []), ...out.map(called)];
}

/** Returns what is cut off: words larger than a box that hides what overflows. */
function cutOff() {
  return elements(document)
    .filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const wider = element.scrollWidth > element.clientWidth + NEAR && overflowX !== "visible";
      const higher =
        element.scrollHeight > element.clientHeight + NEAR && /hidden|clip/.test(overflowY);
      return seen(element) && element.localName !== "html" && (wider || higher);
    })
    .map(called);
}

/** Returns whether a link stands in running text, where its size follows the line. @param {Element} element */
function inText(element) {
  const parent = element.parentElement;
  const own = (element.textContent || "").trim().length;
  return element.localName === "a" && !!parent && (parent.textContent || "").trim().length > own + 1
    && getComputedStyle(element).display === "inline";
}

/** Returns the box that a pointer can hit for a control: its label's too. @param {Element} element */
function target(element) {
  const box = element.getBoundingClientRect();
  const labels = element instanceof HTMLInputElement ? [...(element.labels || [])] : [];
  return labels.map((label) => label.getBoundingClientRect()).reduce(
    (all, one) => ({
      width: Math.max(all.right, one.right) - Math.min(all.left, one.left),
      height: Math.max(all.height, one.height),
      left: Math.min(all.left, one.left),
      right: Math.max(all.right, one.right),
    }),
    { width: box.width, height: box.height, left: box.left, right: box.right },
  );
}

/** Returns the controls that are hard to hit. */
function small() {
  return elements(document)
    .filter((element) => element.matches(CONTROLS) && seen(element) && !inText(element))
    .filter((element) => {
      const box = target(element);
      return box.width < LEAST - NEAR || box.height < LEAST - NEAR;
    })
    .map((element) => {
      const box = target(element);
      return `${called(element)} ${Math.round(box.width)}×${Math.round(box.height)}`;
    });
}

/** Returns the element that is drawn at a point, in shadow roots too. @param {number} x @param {number} y */
function drawnAt(x, y) {
  let found = document.elementFromPoint(x, y);
  while (found?.shadowRoot) {
    const inside = found.shadowRoot.elementFromPoint(x, y);
    if (!inside || inside === found) break;
    found = inside;
  }
  return found;
}

/** Returns whether something else is drawn over an element that has the focus. @param {HTMLElement} element */
function covered(element) {
  const box = element.getBoundingClientRect();
  const bottom = Math.min(box.bottom, innerHeight) - 1;
  const points = [box.top + 1, bottom].map((y) => drawnAt(box.left + box.width / 2, y));
  return !points.some((found) => found && (found === element || around(found).includes(element)
    || element.contains(found)));
}

/** Returns the controls whose focus cannot be seen: no ring, or something in front of them. */
function focusUnseen() {
  const out = [];
  for (const element of elements(document)) {
    if (!(element instanceof HTMLElement) || !element.matches(CONTROLS) || element.tabIndex < 0) continue;
    if (element.localName === "iframe" || !element.checkVisibility({ visibilityProperty: true })) continue;
    element.blur();
    element.focus({ focusVisible: true });
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) out.push(`no ring: ${called(element)}`);
    if (covered(element)) out.push(`covered: ${called(element)}`);
  }
  return out;
}

/** Returns what still moves for somebody who has asked for less motion. */
function moving() {
  return elements(document)
    .filter((element) => {
      const { animationName, transitionDuration } = getComputedStyle(element);
      return !["none", ""].includes(animationName) || /[1-9]/.test(transitionDuration);
    })
    .map(called);
}

/** Returns the ids that more than one element of the same root has. @param {Root} root @returns {string[]} */
function twice(root) {
  const ids = [...root.querySelectorAll("[id]")].map(({ id }) => id);
  const inner = [...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? twice(shadowRoot) : []));
  return [...ids.filter((id, n) => ids.indexOf(id) !== n), ...inner];
}

/** Returns the controls that nothing marks off where the system's own colours are forced. */
function edgeless() {
  return elements(document)
    .filter((element) => element.matches("button, input:not([type=hidden]), textarea, select") && seen(element))
    .filter((element) => {
      const { borderTopStyle, borderBottomStyle, textDecorationLine, appearance } = getComputedStyle(element);
      const native = /checkbox|radio/.test(element.getAttribute("type") || "") && appearance !== "none";
      return !native && [borderTopStyle, borderBottomStyle].includes("none") && textDecorationLine === "none";
    })
    .map(called);
}

/** Returns the document and every shadow root in it. @returns {Root[]} */
function roots() {
  const inner = elements(document).flatMap(({ shadowRoot }) => (shadowRoot ? [shadowRoot] : []));
  return [document, ...inner];
}

/** Turns the page to a direction of writing. @param {string} direction */
function turn(direction) {
  document.documentElement.dir = direction;
  for (const element of elements(document)) if (element.hasAttribute("dir")) element.setAttribute("dir", direction);
}

/** Sets the distances that WCAG 1.4.12 lets readers set. */
function widen() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  for (const root of roots()) root.adoptedStyleSheets.push(sheet);
}

/** Takes away what `widen` set. */
function narrow() {
  for (const root of roots()) root.adoptedStyleSheets.pop();
}

Object.assign(globalThis, {
  look: {
    sticksOut, cutOff, small, focusUnseen, moving, edgeless, turn, widen, narrow,
    twice: () => twice(document),
  },
});
