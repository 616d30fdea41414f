import { all, one, words } from "../core/find.ts";
import { go } from "../core/go.ts";
import { askNetwork } from "../core/network.ts";
import { uuid7 } from "../core/uuid7.ts";
import { type Delivered, flush } from "./flush.ts";
import { fieldsOf, pageOf, type Parcel } from "./parcel.ts";
import { drop, ofOwner, put } from "./store.ts";

/** Take over one submission: kept first, then sent; whatever happens the person's words are somewhere. */
export async function submit(form: HTMLFormElement, button: HTMLElement | null, owner: string): Promise<void> {
  const parcel = wrap(form, button as HTMLButtonElement | null, owner);
  try {
    await put(parcel);
  } catch {
    return form.submit(); // this browser keeps nothing
  }
  show(form, "sending");
  const delivered: Delivered = await flush(owner).catch(() => new Map());
  const left = (await ofOwner(owner)).find(({ id }) => id === parcel.id);
  if (!left) return go(delivered.get(parcel.id) ?? pageOf(parcel));
  if (left.refused !== undefined) return plainly(form, button, left);
  show(form, "waiting");
  void askNetwork();
  void askForSync();
}

function wrap(form: HTMLFormElement, button: HTMLButtonElement | null, owner: string): Parcel {
  const id = freshKey(form);
  const action = button?.getAttribute("formaction") ?? actionOf(form);
  const fields = fieldsOf(new FormData(form), button);
  return { id, owner, kind: form.dataset.outbox ?? "", action, fields, at: Date.now() };
}

/** As written in the markup; `form.action` may be a field of that name. */
export const actionOf = (form: HTMLFormElement): string => form.getAttribute("action") ?? location.pathname;

/** Each genuine submission is a thing of its own; only a retry keeps its key. */
function freshKey(form: HTMLFormElement): string {
  const id = uuid7();
  const key = form.elements.namedItem("key") as HTMLInputElement | null;
  if (key) key.value = id;
  return id;
}

/** Refused while the person is looking: the same form the plain way, so that the server's own page explains. */
async function plainly(form: HTMLFormElement, button: HTMLElement | null, parcel: Parcel): Promise<void> {
  await drop(parcel);
  show(form, null);
  form.dataset.plain = "";
  freshKey(form);
  form.requestSubmit(button);
}

/** While it waits the form says so, and offers no second try; nothing else moves under the finger meanwhile. */
export function show(form: HTMLFormElement, state: "sending" | "waiting" | null): void {
  if ("waits" in form.dataset && !state) form.reset(); // what waited here is on its way, or in the tray
  form.toggleAttribute("data-waits", state === "waiting");
  const said = one("output", form) ?? form.appendChild(document.createElement("output"));
  said.textContent = state ? words(state) : "";
  for (const button of all<HTMLButtonElement>("button:not([type=button])", form)) {
    button.disabled = state !== null;
    button.hidden = state === "waiting";
  }
}

/** Where the browser can, it wakes the worker when the network is back, even with no page open. */
async function askForSync(): Promise<void> {
  const registration: Syncing | undefined = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("outbox").catch(() => {});
}

type Syncing = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };
