import { one, say } from "../core/find.ts";
import { PAGES } from "../core/wipe.ts";

/** All pages of one language: one frame with gaps, and what stands in the gaps. */
interface Pack {
  frame: string;
  pages: Record<string, [tab: string, main: string]>;
}
const GAPS = { path: "§path§", tab: "§tab§", main: "§main§" };

/** The whole page at a path. */
export const whole = ({ frame, pages }: Pack, path: string): string =>
  frame
    .replaceAll(GAPS.path, path)
    .replace(GAPS.tab, () => pages[path]![0])
    .replace(GAPS.main, () => pages[path]![1]);

/** <save-all data-pack>: keeps every page of this language on the phone, to be read with no network. */
export class SaveAll extends HTMLElement {
  connectedCallback(): void {
    if (!("caches" in globalThis)) return;
    const button = one<HTMLButtonElement>("button", this)!;
    this.hidden = false;
    button.addEventListener("click", () => {
      button.disabled = true;
      say(this, "saving");
      this.#save().then(
        () => say(this, "saved"),
        () => {
          button.disabled = false;
          say(this, "failed");
        },
      );
    });
  }

  async #save(): Promise<void> {
    const address = this.dataset.pack!;
    const language = address.split("/")[1]!;
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    const pack = (await answer.json()) as Pack;
    const shelf = await caches.open(PAGES);
    const headers = { "Content-Type": "text/html; charset=utf-8", "X-Keep": "public" };
    for (const path of Object.keys(pack.pages)) {
      await shelf.put(`/${language}${path}`, new Response(whole(pack, path), { headers }));
    }
  }
}
