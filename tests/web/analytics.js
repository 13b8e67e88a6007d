// What a page that measures everything can see: every event in every phase, every message, every violation.
window.seen = [];
window.violations = [];
const note = (what) => window.seen.push(JSON.stringify(what));
for (const type of ["click", "input", "change", "keydown", "keyup", "keypress", "beforeinput", "submit", "focusin",
  "focusout", "paste", "copy", "pointerdown", "pointermove", "selectionchange", "message", "guide-ready", "guide-open",
  "guide-close", "guide-turn", "guide-submitted", "guide-erased", "guide-error"]) {
  addEventListener(type, (event) => {
    const { target, key, data, detail, origin } = event;
    note({ type, key, data, detail, origin, value: target?.value, text: target?.textContent, html: target?.outerHTML });
  }, true);
}
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`), true);
addEventListener("load", () => new MutationObserver((changes) => note(changes.map(({ target }) => target.outerHTML))).observe(document, { subtree: true, childList: true, attributes: true, characterData: true }));
// It also asks what the browser knows of the frame.
window.probe = () => {
  const frame = document.querySelector("guide-launcher").shadowRoot.querySelector("iframe");
  const tried = [() => frame.contentDocument?.body.innerHTML, () => frame.contentWindow.document.title, () => String(frame.contentWindow.location),
    () => frame.contentWindow.localStorage.length, () => frame.name, () => frame.src];
  return tried.map((attempt) => { try { return String(attempt()); } catch (error) { return error.name; } });
};
