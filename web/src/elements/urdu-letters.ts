import { one } from "../core/find.ts";

const KEPT = "letters";
const FAMILY = "nastaliq"; // as the style sheet calls the phone's own
const SOME = "ا";

/** <urdu-letters>: most phones have no Nastaliq. Whoever asks for it gets ours, and on each later page without asking. */
export class UrduLetters extends HTMLElement {
  async connectedCallback(): Promise<void> {
    if (localStorage.getItem(KEPT)) return void this.#fetch();
    const own = await document.fonts.load(`1em ${FAMILY}`, SOME).catch(() => []);
    if (own.length) return;
    this.hidden = false;
    one("button", this)?.addEventListener("click", () => void this.#choose());
  }

  async #choose(): Promise<void> {
    this.hidden = await this.#fetch();
    if (this.hidden) localStorage.setItem(KEPT, FAMILY);
  }

  /** Whether ours are here now. With no signal, and not kept on the phone, the phone's own letters stay. */
  async #fetch(): Promise<boolean> {
    const ours = new FontFace(FAMILY, `url(${this.dataset.font})`, { unicodeRange: "U+600-6FF" });
    const came = await ours.load().catch(() => null);
    if (came) document.fonts.add(came);
    return came !== null;
  }
}
