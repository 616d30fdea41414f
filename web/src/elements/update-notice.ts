import { one } from "../core/find.ts";
import { unsent } from "../core/unsent.ts";
import type { Wish } from "../core/wish.ts";

/** <update-notice>: a newer worker is ready. Offered, never forced, and not while words are unsent. */
export class UpdateNotice extends HTMLElement {
  connectedCallback(): void {
    void navigator.serviceWorker?.ready.then((registration) => this.#watch(registration));
    one("[data-later]", this)?.addEventListener("click", () => this.remove());
  }

  #watch(registration: ServiceWorkerRegistration): void {
    this.#offer(registration);
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => this.#offer(registration));
    });
    one("[data-now]", this)?.addEventListener("click", () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting?.postMessage({ takeOver: true } satisfies Wish);
    });
  }

  #offer(registration: ServiceWorkerRegistration): void {
    this.hidden = !registration.waiting || !navigator.serviceWorker.controller || unsent();
  }
}
