import { one } from "../core/find.ts";
import { askNetwork } from "../core/network.ts";
import { tellStrip } from "../core/strip.ts";
import { wipe } from "../core/wipe.ts";
import { flush } from "../outbox/flush.ts";
import { forget, waitingFor } from "../outbox/store.ts";

/** Signing out leaves nothing on this phone; if something is not sent yet, it asks before that is lost. */
export function watchSignOut(form: HTMLFormElement, owner: string): void {
  const ask = one("[data-ask]", form);
  one("[data-stay]", form)?.addEventListener("click", () => ask && (ask.hidden = true));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const anyway = event.submitter?.matches("[data-anyway]");
    if (!(await askNetwork())) return tellStrip("blocked"); // the session can only be ended where it is kept
    if (!anyway && ask && (await isWaiting(owner))) return void (ask.hidden = false);
    await Promise.race([clearPhone(), new Promise((enough) => setTimeout(enough, 2_000))]);
    form.submit();
  });
}

async function isWaiting(owner: string): Promise<boolean> {
  await flush(owner).catch(() => {});
  return (await waitingFor(owner).catch(() => [])).length > 0;
}

/** Everything this house has put on the phone, and the way reminders find it. */
async function clearPhone(): Promise<void> {
  sessionStorage.clear();
  localStorage.clear();
  const registration = await navigator.serviceWorker?.getRegistration();
  const push = await registration?.pushManager?.getSubscription();
  await Promise.allSettled([wipe(), forget(), push?.unsubscribe()]);
}
