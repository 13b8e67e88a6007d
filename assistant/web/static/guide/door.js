// @ts-check
/** The door to the service: what is asked once is done once, and nothing is given up on. */
/** @import {Reply} from "./types.js" */

const TRIES = 6;
const SLOW_MS = 400;
const PATIENCE_MS = 20_000;
const CURRENT = "/v1/conversations/current";

export class Door {
  /**
   * Tells how sending goes: "sending", "again", "offline", "stopped" with what goes on with it, "" once it is there.
   * @param {(how: string, again?: () => void) => void} tell
   */
  constructor(tell) {
    this.tell = tell;
  }

  /** Return the reply to what is done once to the conversation. @param {string} path @param {object} body */
  post(path, body) {
    return this.send("POST", CURRENT + path, body);
  }

  /** Return what there is of the conversation, if there is. @param {string} [path] */
  async read(path = "") {
    const { status, body } = await this.send("GET", CURRENT + path);
    return status === 200 ? body : null;
  }

  erase() {
    return this.send("DELETE", CURRENT);
  }

  /**
   * Return the reply, however long it takes: the same key on every try, so that it is done once.
   * @param {string} method @param {string} path @param {object} [asked] @returns {Promise<Reply>}
   */
  async send(method, path, asked) {
    const headers = { "Idempotency-Key": crypto.randomUUID(), "Content-Type": "application/json" };
    const body = asked && JSON.stringify(asked);
    const slow = setTimeout(() => this.tell("sending"), SLOW_MS);
    for (let n = 1; ; n = (n % TRIES) + 1) {
      let wait = 0;
      try {
        const response = await fetch(path, { method, headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
        const { status } = response;
        if (status < 500 && status !== 429 && status !== 408) {
          const text = await response.text();
          clearTimeout(slow);
          this.tell("");
          return { status, body: text && JSON.parse(text) };
        }
        wait = Number(response.headers.get("Retry-After"));
      } catch {
        // No network, no patience, or half a reply: the same is asked again.
      }
      clearTimeout(slow);
      await this.#pause(n, wait || Math.min(2 ** (n - 2), 8) * (0.75 + Math.random() / 2));
    }
  }

  /**
   * Wait for the next try: for some seconds, until there is a network, or until somebody asks.
   * @param {number} n @param {number} seconds @returns {Promise<void>}
   */
  #pause(n, seconds) {
    return new Promise((go) => {
      const how = n === TRIES ? "stopped" : navigator.onLine ? "again" : "offline";
      addEventListener("online", () => go(), { once: true });
      this.tell(how, go);
      if (how === "again") setTimeout(go, seconds * 1000);
    });
  }
}
