import { one } from "../core/find.ts";

const KEPT = "letters";
const FAMILY = "nastaliq"; // as the style sheet calls the phone's own
const SOME = "ا";

/** <urdu-letters>: most phones have no Nastaliq. Whoever asks for it gets ours, and on each later page without asking. */
export class UrduLetters extends HTMLElement {
  async connectedCallback(): Promise<void> {
    if (localStorage.getItem(KEPT)) return this.#fetch();
    const own = await document.fonts.load(`1em ${FAMILY}`, SOME).catch(() => []);
    if (own.length) return;
    this.hidden = false;
    one("button", this)?.addEventListener("click", () => void this.#choose());
  }

  async #choose(): Promise<void> {
    await this.#fetch();
    localStorage.setItem(KEPT, FAMILY);
    this.hidden = true;
  }

  /** Without a network, and not kept on the phone, the phone's own letters stay. */
  async #fetch(): Promise<void> {
    const ours = new FontFace(FAMILY, `url(${this.dataset.font})`, { unicodeRange: "U+600-6FF" });
    document.fonts.add(await ours.load());
  }
}
