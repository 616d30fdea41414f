import { askNetwork, believedOnline } from "../core/network.ts";
import { tellIfSent, tellStrip } from "../core/strip.ts";

/** <offline-strip>: quiet while there is a network; says so when there is none, and what still works. */
export class OfflineStrip extends HTMLElement {
  #timer = 0;

  connectedCallback(): void {
    document.addEventListener("network", this.#tell);
    for (const hint of ["online", "offline"]) addEventListener(hint, this.#ask);
    document.addEventListener("visibilitychange", this.#ask);
    // With a worker in between, this page may have come from the phone itself while `onLine` is still true.
    if (navigator.serviceWorker?.controller || !navigator.onLine) this.#ask();
    tellIfSent();
  }

  #ask = (): void => {
    if (document.visibilityState === "visible") void askNetwork();
  };

  #tell = (): void => {
    clearInterval(this.#timer);
    tellStrip(believedOnline() ? null : "offline");
    const isBare = "offlinePage" in document.documentElement.dataset; // nothing to read here: look more often
    if (!believedOnline()) this.#timer = window.setInterval(this.#ask, isBare ? 4_000 : 15_000);
    else if (isBare) location.reload();
  };
}
