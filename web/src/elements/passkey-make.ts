import { go } from "../core/go.ts";
import { one, say } from "../core/find.ts";
import { creationOptions, credentialJson } from "../core/passkey-json.ts";
import { forgetKey, troubleName } from "../core/passkey-trouble.ts";
import { send } from "../core/send.ts";

interface Made {
  credential: object;
  forget: () => Promise<void>;
}

/** <passkey-make>: make a key on this phone. Once made it is never made twice, only told to the server again. */
export class PasskeyMake extends HTMLElement {
  #made: Made | undefined;

  connectedCallback(): void {
    if (!window.PublicKeyCredential) return say(this, "missing");
    for (const button of [this.#button("start"), this.#button("again")]) {
      button?.addEventListener("click", () => void this.#make());
    }
    this.#offer("start");
  }

  #button = (name: string): HTMLButtonElement | null => one(`[data-${name}]`, this);

  #offer(name: "start" | "again" | null): void {
    for (const each of ["start", "again"]) {
      const button = this.#button(each);
      if (button) button.hidden = each !== name;
    }
  }

  async #make(): Promise<void> {
    say(this, "working");
    this.#offer(null);
    try {
      this.#made ??= await this.#create();
      const answer = await send("/passkeys/new", { credential: this.#made.credential });
      if (answer.ok) return go(((await answer.json()) as { next: string }).next);
      if (isFinal(answer.status)) await this.#forget();
      throw answer;
    } catch (trouble) {
      this.#explain(trouble);
    }
  }

  async #create(): Promise<Made> {
    const answer = await send("/passkeys/new/options", {});
    if (!answer.ok) throw answer;
    const publicKey = creationOptions((await answer.json()) as PublicKeyCredentialCreationOptionsJSON);
    const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
    return { credential: credentialJson(credential), forget: () => forgetKey(publicKey.rp.id, credential.id) };
  }

  /** Refused for good: the next try makes a new key, and the phone need not offer the orphan. */
  async #forget(): Promise<void> {
    await this.#made?.forget();
    this.#made = undefined;
  }

  #explain(trouble: unknown): void {
    const name = troubleName(trouble);
    say(this, name);
    this.#offer(this.#made ? "again" : "start");
    // This phone already has a key: that is a way in, not an error.
    if (name === "already") setTimeout(() => go(this.dataset.signIn), 1_500);
  }
}

/** A server that is down or busy may still take the key later. */
const isFinal = (status: number): boolean => status >= 400 && status < 500 && ![401, 408, 429].includes(status);
