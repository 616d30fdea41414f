import { askNetwork, believedOnline } from "../core/network.ts";
import { tellStrip } from "../core/strip.ts";

const TAPPED = "tapped";

/** Remembers the last tap, so that the same button tapped again within three seconds counts once. */
export function tapMemory(): (button: unknown, at: number) => boolean {
  let last: unknown;
  let before = -Infinity;
  return (button, at) => {
    const again = button === last && at - before < 3_000;
    if (!again) [last, before] = [button, at];
    return again;
  };
}

export interface Tap {
  x: number;
  y: number;
  at: number;
}

/** The second half of a double tap: at the same place (px), and sooner (ms) than anybody reads what stands there now. */
export const isEcho = (tap: Tap, before: Tap | null): boolean =>
  !!before && tap.at - before.at < 300 && Math.abs(tap.x - before.x) < 24 && Math.abs(tap.y - before.y) < 24;

/** What follows a tapped button, on this page or the next, does not get the same finger's second half of it. */
export function watchTaps(): void {
  addEventListener(
    "click",
    (event) => {
      if (!event.detail) return; // by a key, which has no place
      const button = (event.target as Element).closest<HTMLButtonElement>("button:not([type=button])");
      if (button?.form?.matches("[data-leave]")) return; // Leave counts whenever it is tapped
      const tap = { x: event.clientX, y: event.clientY, at: Date.now() };
      if (isEcho(tap, JSON.parse(sessionStorage.getItem(TAPPED) ?? "null") as Tap | null)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (button) sessionStorage.setItem(TAPPED, JSON.stringify(tap));
    },
    true,
  );
}

/** Plain forms: a second tap is no second wish, and words are not thrown at a network that is not there. */
export function watchForms(): void {
  const isSecondTap = tapMemory();
  addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if (!believedOnline()) {
      event.preventDefault();
      sessionStorage.removeItem(TAPPED); // it came to nothing, so the next tap is a new wish
      void askNetwork().then((there) => (there ? form.requestSubmit(event.submitter) : tellStrip("blocked")));
    } else if (isSecondTap(event.submitter ?? form, event.timeStamp)) event.preventDefault();
  });
}
