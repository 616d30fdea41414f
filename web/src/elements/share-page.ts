import { one, say } from "../core/find.ts";

/** <share-page>: hands on the address of this page, and nothing about who reads it. */
export class SharePage extends HTMLElement {
  connectedCallback(): void {
    if (!navigator.share && !navigator.clipboard) return;
    this.hidden = false;
    one("button", this)?.addEventListener("click", () => void this.#share().catch(() => {}));
  }

  async #share(): Promise<void> {
    const url = location.origin + location.pathname;
    if (navigator.share) return navigator.share({ title: "Our Table", url });
    await navigator.clipboard.writeText(url);
    say(this, "copied");
  }
}
