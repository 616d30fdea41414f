import { one, say, words } from "../core/find.ts";

const KEPT = "join";

/** The invitation in an address's fragment: 16 letters or more, or none. */
export const invitation = (hash: string): string | null => /^#([\w-]{16,})$/.exec(hash)?.[1] ?? null;

/** <link-join>: takes the invitation out of the address at once, and uses it only after a tap. */
export class LinkJoin extends HTMLElement {
  connectedCallback(): void {
    const token = this.#take();
    say(this, token ? "ready" : "nothing");
    const field = one<HTMLInputElement>("[name=token]", this);
    if (!token || !field) return;
    field.value = token;
    field.form?.addEventListener("submit", () => sessionStorage.removeItem(KEPT));
    this.#helpOut(token);
  }

  /** Off the address bar, out of the history; this tab alone keeps it, for a reload or another language. */
  #take(): string | null {
    const token = invitation(location.hash);
    if (token) sessionStorage.setItem(KEPT, token);
    if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
    return token ?? sessionStorage.getItem(KEPT);
  }

  /** A browser inside another app may know no passkeys: the whole link, to be opened in a real one. */
  #helpOut(token: string): void {
    const aside = one("[data-in-app]", this);
    if (!aside || window.PublicKeyCredential) return;
    aside.hidden = false;
    one("[data-copy]", aside)?.addEventListener("click", async () => {
      await navigator.clipboard.writeText(`${location.origin}${location.pathname}#${token}`);
      const said = one("[data-copied]", aside);
      if (said) said.textContent = words("copied");
    });
  }
}
