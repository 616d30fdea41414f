import { one } from "../core/find.ts";
import type { Wish } from "../core/wish.ts";
import { type Entry, search } from "../reading/search.ts";

/** <page-search data-pages>: answers while somebody types, from a list the phone keeps; nothing typed leaves it. */
export class PageSearch extends HTMLElement {
  #entries: Promise<Entry[] | undefined> | undefined;

  connectedCallback(): void {
    const field = one<HTMLInputElement>("input", this);
    field?.addEventListener("focus", () => void this.#list());
    field?.addEventListener("input", () => void this.#show(field.value));
    one("form", this)?.addEventListener("submit", (event) => {
      if (!this.#entries) return; // the server answers
      event.preventDefault();
      void this.#show(field?.value ?? "");
    });
    if (field?.value) void this.#show(field.value); // typed before this was here, or kept by the browser for Back
  }

  /** What can be found; nothing while the list cannot be had, and then the server answers. */
  #list(): Promise<Entry[] | undefined> {
    this.#entries ??= listOf(this.dataset.pages!).catch(() => (this.#entries = undefined));
    return this.#entries;
  }

  async #show(asked: string): Promise<void> {
    const entries = await this.#list();
    if (!entries) return;
    const found = search(entries, asked);
    const shelf = one("[data-found]", this)!;
    shelf.replaceChildren(...found.map((entry) => this.#door(entry)));
    shelf.hidden = found.length === 0;
    one("[data-none]", this)!.hidden = found.length > 0 || asked.trim().length < 2;
  }

  #door([path, title, summary, , lang]: Entry): Node {
    const door = one<HTMLTemplateElement>("template", this)!.content.cloneNode(true) as DocumentFragment;
    const home = document.documentElement.lang;
    one<HTMLAnchorElement>("a", door)!.href = `/${home}${path}`;
    const words = one("strong", door)!;
    words.textContent = title;
    one(".quiet", door)!.textContent = summary;
    if (lang !== home) Object.assign(words.parentElement!, { lang, dir: "ltr" });
    return door;
  }
}

/** From the network, else the kept copy; the worker is asked to keep it for next time. */
async function listOf(address: string): Promise<Entry[]> {
  navigator.serviceWorker?.controller?.postMessage({ keep: [address] } satisfies Wish);
  const answer = await fetch(address).catch(() => caches.match(address, { ignoreVary: true }));
  if (!answer?.ok) throw new Error("no list");
  return (await answer.json()) as Entry[];
}
