import { go } from "../core/go.ts";
import { one, say } from "../core/find.ts";
import { credentialJson, requestOptions } from "../core/passkey-json.ts";
import { forgetKey, troubleName } from "../core/passkey-trouble.ts";
import { send } from "../core/send.ts";
import { wipe } from "../core/wipe.ts";

type Asked = PublicKeyCredentialRequestOptionsJSON;
const FRESH = 4 * 60_000; // a challenge lives five minutes

/** <passkey-use>: open with a passkey, by the button or from the field's own suggestions. */
export class PasskeyUse extends HTMLElement {
  #asked: Promise<Asked> | undefined;
  #suggesting: AbortController | undefined;

  connectedCallback(): void {
    const button = one<HTMLButtonElement>("[data-start]", this);
    if (!window.PublicKeyCredential) return say(this, "missing");
    if (button) button.hidden = false;
    button?.addEventListener("click", () => void this.#byButton());
    void this.#bySuggestion();
    setInterval(() => void this.#refresh(), FRESH);
  }

  async #byButton(): Promise<void> {
    this.#suggesting?.abort(); // two ceremonies at once are refused by the browser
    say(this, "working");
    await this.#use({});
    void this.#bySuggestion();
  }

  async #bySuggestion(): Promise<void> {
    const can = await PublicKeyCredential.isConditionalMediationAvailable?.();
    if (!can || !one("input[autocomplete~=webauthn]", document)) return;
    this.#suggesting = new AbortController();
    await this.#use({ mediation: "conditional", signal: this.#suggesting.signal });
  }

  async #refresh(): Promise<void> {
    this.#asked = undefined;
    if (!this.#suggesting || this.#suggesting.signal.aborted) return;
    this.#suggesting.abort();
    await this.#bySuggestion();
  }

  async #use(how: CredentialRequestOptions): Promise<void> {
    try {
      const asked = await (this.#asked ??= this.#ask());
      const credential = await navigator.credentials.get({ ...how, publicKey: requestOptions(asked) });
      if (credential) await this.#answer(credential as PublicKeyCredential, asked);
    } catch (error) {
      if (how.mediation) return; // nobody asked for anything yet
      say(this, troubleName(error));
    }
  }

  async #ask(): Promise<Asked> {
    const answer = await send("/passkeys/use/options", { purpose: this.dataset.purpose });
    if (answer.ok) return answer.json() as Promise<Asked>;
    this.#asked = undefined;
    throw answer;
  }

  async #answer(credential: PublicKeyCredential, asked: Asked): Promise<void> {
    this.#asked = undefined;
    say(this, "working");
    const body = { purpose: this.dataset.purpose, credential: credentialJson(credential) };
    const answer = await send("/passkeys/use", body);
    if (answer.status === 404) await forgetKey(asked.rpId, credential.id);
    if (!answer.ok) return say(this, troubleName(answer));
    if (this.dataset.purpose === "sign-in") await wipe();
    go(((await answer.json()) as { next: string }).next);
  }
}
