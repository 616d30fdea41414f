import { toBase64url, fromBase64url } from "../core/base64url.ts";
import { one, say, words } from "../core/find.ts";
import { send } from "../core/send.ts";
import { writeNote } from "../outbox/store.ts";

type State = "unsupported" | "home-screen" | "refused" | "off" | "on";

/** <push-setup>: reminders on this phone: on after a tap, off after a tap, a test in between. */
export class PushSetup extends HTMLElement {
  connectedCallback(): void {
    this.#on("on", () => this.#start());
    this.#on("off", () => this.#stop());
    this.#on("test", () => this.#test());
    void this.#look();
  }

  #on(name: string, act: () => Promise<void>): void {
    const tapped = (): void => void act().catch(() => this.#tell("push-failed"));
    one(`[data-${name}]`, this)?.addEventListener("click", tapped);
  }

  #tell(name: string): void {
    const said = one("output", this);
    if (said) said.textContent = words(name);
  }

  async #look(): Promise<void> {
    say(this, await stateHere());
  }

  async #start(): Promise<void> {
    this.#tell("push-asking");
    if ((await Notification.requestPermission()) === "granted") {
      await keepNeutralWords();
      await subscribe(this.dataset.key ?? "");
      document.documentElement.dataset.push ??= "";
    }
    this.#tell("");
    await this.#look();
  }

  async #stop(): Promise<void> {
    const subscription = await current();
    if (subscription) await must(send("/reminders/push/stop", { endpoint: subscription.endpoint }));
    await subscription?.unsubscribe();
    delete document.documentElement.dataset.push;
    await this.#look();
  }

  async #test(): Promise<void> {
    await must(send("/reminders/push/test", {}));
    this.#tell("push-test-sent");
  }
}

/** On each start: if this person wants reminders here, the server's address for this phone is made true again. */
export async function repairPush(): Promise<void> {
  const { push, pushKey } = document.documentElement.dataset;
  if (push === undefined || !pushKey || (await stateHere()) === "refused") return;
  const subscription = await current();
  if (subscription && hasKey(subscription, pushKey) && (await shortName(subscription)) === push) return;
  if (Notification.permission === "granted") await subscribe(pushKey);
}

async function stateHere(): Promise<State> {
  if (!("PushManager" in window && "Notification" in window && navigator.serviceWorker)) {
    return "standalone" in navigator && !navigator.standalone ? "home-screen" : "unsupported";
  }
  if (Notification.permission === "denied") return "refused";
  return document.documentElement.dataset.push !== undefined && (await current()) ? "on" : "off";
}

const current = async (): Promise<PushSubscription | null> =>
  (await navigator.serviceWorker?.getRegistration())?.pushManager.getSubscription() ?? null;

/** Rejects if the browser or the server will not have it. Told again, the server keeps one. */
async function subscribe(key: string): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready;
  let subscription = await pushManager.getSubscription();
  if (subscription && !hasKey(subscription, key)) {
    await subscription.unsubscribe(); // made for an older key: it would be refused for ever
    subscription = null;
  }
  subscription ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: fromBase64url(key) });
  await must(send("/reminders/push", subscription.toJSON()));
}

function hasKey(subscription: PushSubscription, key: string): boolean {
  const used = subscription.options?.applicationServerKey;
  return !used || toBase64url(used) === key.replace(/=+$/, "");
}

/** How the server's page names this subscription: the first 16 letters of its address's SHA-256. */
async function shortName({ endpoint }: PushSubscription): Promise<string> {
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return toBase64url(sum).slice(0, 16);
}

/** The words for a push that cannot be read, in the language chosen now. */
async function keepNeutralWords(): Promise<void> {
  const { lang, dir } = document.documentElement;
  await writeNote("neutral", { title: words("push-title"), body: words("push-body"), lang, dir: dir || "auto" });
}

async function must(asked: Promise<Response>): Promise<void> {
  const answer = await asked;
  if (!answer.ok) throw answer;
}
