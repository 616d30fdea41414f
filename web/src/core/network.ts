import { patience } from "./patience.ts";

// Is the server really there? `navigator.onLine` says yes in a café that has no way out, so ask.
const page = (): DOMStringMap => document.documentElement.dataset;

/** What the page believes stands on <html data-network="none">, for every script of the page. */
export const believedOnline = (): boolean => page().network === undefined;

/** Ask the server, remember, and tell the page ("network" event on document) when it changed. */
export async function askNetwork(): Promise<boolean> {
  const now = await fetch("/alive", { cache: "no-store", signal: patience(8_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
  networkIs(now);
  return now;
}

/** Say what was just learnt by another request. */
export function networkIs(now: boolean): void {
  if (now === believedOnline()) return;
  if (now) delete page().network;
  else page().network = "none";
  document.dispatchEvent(new Event("network"));
}
