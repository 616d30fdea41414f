import { one, say } from "../core/find.ts";

interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: string }>;
}
const NO = "add-to-phone";

/** Which advice fits this browser: "ios" steps, "in-app" (open it elsewhere), or none until the browser offers. */
export function advice(agent: string, touchPoints = 0): "ios" | "in-app" | null {
  if (/\b(FBAN|FBAV|Instagram|WhatsApp|Snapchat)\b|; wv\)/.test(agent)) return "in-app";
  // An iPad calls itself a Mac; only its fingers give it away.
  return /iPhone|iPad/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1) ? "ios" : null;
}

/** <add-to-phone>: how to put the icon on the phone. "Not now" is for good. */
export class AddToPhone extends HTMLElement {
  connectedCallback(): void {
    if (matchMedia("(display-mode: standalone)").matches || localStorage.getItem(NO)) return;
    const way = advice(navigator.userAgent, navigator.maxTouchPoints);
    if (way) this.#show(way);
    addEventListener("beforeinstallprompt", (event) => this.#offer(event as InstallPrompt));
    one("[data-no]", this)?.addEventListener("click", () => this.#notNow());
  }

  #offer(offer: InstallPrompt): void {
    offer.preventDefault();
    this.#show("prompt");
    const add = one<HTMLButtonElement>("[data-add]", this);
    add?.addEventListener("click", () => void offer.prompt().then(() => (this.hidden = true)), { once: true });
  }

  #show(way: string): void {
    say(this, way);
    this.hidden = false;
  }

  #notNow(): void {
    localStorage.setItem(NO, "no");
    this.hidden = true;
  }
}
