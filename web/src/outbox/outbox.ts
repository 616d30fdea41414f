import { all, one } from "../core/find.ts";
import { believedOnline, networkIs } from "../core/network.ts";
import { rememberSent, tellIfSent } from "../core/strip.ts";
import { unsent } from "../core/unsent.ts";
import { wipe } from "../core/wipe.ts";
import { watchSignOut } from "../elements/sign-out.ts";
import { flush } from "./flush.ts";
import { actionOf, show, submit } from "./form.ts";
import type { Parcel } from "./parcel.ts";
import { ofOwner, readNote, writeNote } from "./store.ts";
import type { OutboxTray } from "./tray.ts";

const EVERY = 15_000;
const ARRIVED = "arrived";
let inHand = 0; // submissions on their way; they look after the queue themselves
let shownWaiting = 0;
let timer = 0;

/** Look after this person's outbox for as long as the page is open. */
export async function keepOutbox(owner: string): Promise<void> {
  addEventListener("submit", (event) => takeOver(event, owner), true);
  for (const form of all<HTMLFormElement>("form[data-sign-out]")) watchSignOut(form, owner);
  await greet(owner).catch(() => {});
  const turn = (): void => void empty(owner).catch(() => {});
  document.addEventListener("network", () => believedOnline() && turn());
  document.addEventListener("visibilitychange", () => document.hidden || turn());
  addEventListener("online", turn);
  turn();
}

function takeOver(event: SubmitEvent, owner: string): void {
  const form = event.target as HTMLFormElement;
  const button = event.submitter as HTMLButtonElement | null;
  if (!form.matches("form[data-outbox]") || "plain" in form.dataset || button?.name.startsWith("_")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.busy) return; // a second tap while the first is on its way
  form.dataset.busy = "yes";
  inHand += 1;
  void submit(form, button, owner).finally(() => {
    delete form.dataset.busy;
    inHand -= 1;
    void empty(owner);
  });
}

/** Somebody else's phone until now: nothing of what they read stays, and their reminders stop coming here. */
async function greet(owner: string): Promise<void> {
  const before = await readNote("owner");
  if (before === owner) return;
  await writeNote("owner", owner);
  if (!before) return;
  await wipe();
  const registration = await navigator.serviceWorker?.getRegistration();
  await (await registration?.pushManager?.getSubscription())?.unsubscribe();
}

/** Send what waits, show what is left, and come back later if that is not nothing. */
async function empty(owner: string): Promise<void> {
  if (inHand) return;
  const before = await ofOwner(owner);
  draw(before);
  if (before.some(isWaiting)) await flush(owner);
  const after = await ofOwner(owner);
  draw(after);
  const waiting = after.filter(isWaiting).length;
  const known = Math.max(shownWaiting, before.filter(isWaiting).length);
  const refused = Math.max(0, after.length - waiting - before.filter((parcel) => !isWaiting(parcel)).length);
  shownWaiting = waiting;
  if (known > waiting + refused || (await isBehind())) tell(waiting);
  clearTimeout(timer);
  if (waiting) timer = window.setTimeout(() => void empty(owner), EVERY);
}

/** Something arrived after this page was asked for: by the worker while it loaded, or from another page. */
async function isBehind(): Promise<boolean> {
  const arrived = await readNote("arrived");
  if (!arrived || sessionStorage.getItem(ARRIVED) === String(arrived)) return false;
  sessionStorage.setItem(ARRIVED, String(arrived)); // once for each, whatever this phone's clocks say
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return arrived > performance.timeOrigin + (visit?.fetchStart ?? 0);
}

const isWaiting = (parcel: Parcel): boolean => parcel.refused === undefined;

/** Each form's row shows the truth of the store, whoever sent or kept the parcel. */
function draw(parcels: Parcel[]): void {
  const waiting = new Set(parcels.filter(isWaiting).map(({ action, kind }) => `${kind} ${action}`));
  for (const form of all<HTMLFormElement>("form[data-outbox]")) {
    const waits = waiting.has(`${form.dataset.outbox} ${actionOf(form)}`);
    if (!form.dataset.busy) show(form, waits ? "waiting" : null);
  }
  one<OutboxTray>("outbox-tray")?.show(parcels.filter((parcel) => !isWaiting(parcel)));
}

/** Something that waited has gone. Once nothing waits, say so on a page that shows how things are now. */
function tell(waiting: number): void {
  networkIs(true);
  if (waiting) return;
  rememberSent();
  if (unsent()) tellIfSent();
  else location.reload();
}
