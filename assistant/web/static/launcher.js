// @ts-check
/** A button that opens the guide in a frame of its own origin. Nothing of the guide is loaded before that. */

const SANDBOX = [
  "scripts",
  "same-origin",
  "forms",
  "downloads",
  "modals",
  "popups",
  "popups-to-escape-sandbox",
  "top-navigation-to-custom-protocols",
];
const PATIENCE_MS = 10_000;
const TOLD = ["ready", "turn", "submitted", "erased", "error"];
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host {
    all: initial !important;
    display: block !important;
    font: 600 medium/1.5 var(--guide-font, system-ui, sans-serif) !important;
  }
  :host([hidden]) {
    display: none !important;
  }
  .float {
    position: fixed;
    inset-block-end: 16px;
    inset-inline-end: 16px;
    z-index: var(--guide-z, 2147483000);
  }
  .start {
    inset-inline: 16px auto;
  }
  button {
    font: inherit;
    min-block-size: 44px;
    padding: .5em 1.25em;
    border: 2px solid var(--guide-on-primary, #fff);
    border-radius: 2em;
    background: var(--guide-primary, #0059b3);
    color: var(--guide-on-primary, #fff);
    cursor: pointer;
  }
  button:focus-visible {
    outline: 3px solid var(--guide-focus, #454545);
    outline-offset: 2px;
  }
  iframe {
    display: block;
    border: 1px solid #707070;
    border-radius: 8px;
    background: Canvas;
    inline-size: 100%;
    block-size: min(44em, 90vh);
  }
  .float iframe {
    inline-size: min(480px, 100vw - 32px);
    block-size: min(46em, 100vh - 32px);
    box-shadow: 0 4px 24px #0005;
  }
  [hidden], .open button {
    display: none;
  }
  @media (max-width: 480px), (max-height: 24em) {
    .float.open {
      inset: 0;
    }
    .float iframe {
      inline-size: 100%;
      block-size: 100%;
      border: 0;
      border-radius: 0;
    }
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
  }
  @media print {
    :host {
      display: none !important;
    }
  }
`);

class GuideLauncher extends HTMLElement {
  /** @type {HTMLIFrameElement | null} */
  #frame = null;
  /** @type {MessagePort | null} */
  #port = null;
  #box = document.createElement("div");
  #button = document.createElement("button");
  #link = document.createElement("slot");

  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.#box.className = this.getAttribute("mode") === "inline" ? "" : `float ${this.getAttribute("position") ?? ""}`;
    this.#button.type = "button";
    this.#button.part = "button";
    this.#button.textContent = this.getAttribute("label") || this.textContent?.trim() || "Guide";
    this.#button.setAttribute("aria-expanded", "false");
    this.#button.addEventListener("click", () => this.show());
    this.#link.hidden = true;
    this.#box.append(this.#button, this.#link);
    root.append(this.#box);
  }

  /** Whether the guide is open. */
  get open() {
    return !!this.#frame && !this.#frame.hidden;
  }

  /** Open the guide. */
  show() {
    this.#frame ??= this.#framed();
    this.#frame.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#port?.postMessage({ type: "shown" });
    this.#ready();
    this.#tell("open");
  }

  /** Put the guide away; nothing is lost. */
  hide() {
    if (!this.#frame) return;
    this.#frame.hidden = true;
    this.#box.classList.remove("open");
    this.#button.setAttribute("aria-expanded", "false");
    this.#button.focus();
    this.#tell("close");
  }

  /** Have the guide ask whether everything is to be erased. */
  erase() {
    this.show();
    this.#port?.postMessage({ type: "erase" });
  }

  #framed() {
    const frame = document.createElement("iframe");
    const to = new URL(this.getAttribute("src") ?? "", document.baseURI);
    const lang = this.getAttribute("lang");
    if (lang) to.searchParams.set("lang", lang);
    frame.title = this.#button.textContent ?? "";
    frame.part = "frame";
    frame.setAttribute("sandbox", SANDBOX.map((name) => `allow-${name}`).join(" "));
    frame.allow = "clipboard-write; local-network-access";
    addEventListener("message", ({ source, origin, data }) => {
      if (source === frame.contentWindow && origin === to.origin && data?.guide === "hello")
        this.#meet(frame, to.origin);
    });
    frame.src = to.href;
    this.#box.append(frame);
    setTimeout(() => this.#port || this.#lost(), PATIENCE_MS);
    return frame;
  }

  /** @param {HTMLIFrameElement} frame @param {string} origin */
  #meet(frame, origin) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ data }) => this.#heard(data);
    frame.contentWindow?.postMessage({ guide: "port" }, origin, [port2]);
    if (this.open) port1.postMessage({ type: "shown" });
  }

  /** @param {{type: string, step?: string, kind?: string, code?: string}} said */
  #heard({ type, step, kind, code }) {
    if (type === "hide") this.hide();
    if (type === "ready") this.#ready();
    if (TOLD.includes(type)) this.#tell(type, type === "turn" ? { step, kind } : type === "error" ? { code } : {});
  }

  /** The guide has a button to put itself away, so ours can go. */
  #ready() {
    if (!this.#port || !this.open) return;
    this.#box.classList.add("open");
    this.#frame?.focus();
  }

  /** The guide did not come: a wrong address, a policy, no network. The link still leads there. */
  #lost() {
    this.#frame?.remove();
    this.#frame = null;
    this.#button.setAttribute("aria-expanded", "false");
    this.#link.hidden = false;
    this.#tell("error", { code: "blocked" });
  }

  /** @param {string} type @param {object} [detail] */
  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(`guide-${type}`, { detail, bubbles: true, composed: true }));
  }
}

customElements.get("guide-launcher") ?? customElements.define("guide-launcher", GuideLauncher);
