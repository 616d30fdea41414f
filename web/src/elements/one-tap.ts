import { askNetwork, believedOnline } from "../core/network.ts";
import { tellStrip } from "../core/strip.ts";

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

/** Plain forms: a second tap is no second wish, and words are not thrown at a network that is not there. */
export function watchForms(): void {
  const isSecondTap = tapMemory();
  addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (event.defaultPrevented || form.method !== "post") return;
    if (!believedOnline()) {
      event.preventDefault();
      void askNetwork().then((there) => (there ? form.requestSubmit(event.submitter) : tellStrip("blocked")));
    } else if (isSecondTap(event.submitter ?? form, event.timeStamp)) event.preventDefault();
  });
}
