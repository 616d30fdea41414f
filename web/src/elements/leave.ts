const QUIET = "/quiet";
const LEFT = "left";
type Last = () => Promise<unknown>;
const lastThings: Last[] = [];

/** Something short to finish, out of sight, before the lock turns (at most 400 ms). */
export const beforeLock = (last: Last): void => void lastThings.push(last);

/** Leave: first nothing to see, then locked, then somewhere dull. Going Back finds no page to go back to. */
export async function leave(): Promise<void> {
  blank();
  document.title = "";
  const patience = new Promise((enough) => setTimeout(enough, 400));
  if (lastThings.length) await Promise.race([Promise.allSettled(lastThings.map((last) => last())), patience]);
  document.body.replaceChildren();
  sessionStorage.clear(); // an invitation that was opened here and not used yet is gone with the rest
  sessionStorage.setItem(LEFT, "1");
  fetch("/lock", { method: "POST", keepalive: true }).catch(() => {}); // no network: the worker locks this phone itself
  location.replace(QUIET);
}

/** Back in this tab's history after Leave: on to the quiet page instead. A page opened anew ends that. */
function lookBack(isBack: boolean): boolean {
  if (!sessionStorage.getItem(LEFT)) return false;
  if (!isBack) sessionStorage.removeItem(LEFT);
  else {
    blank();
    location.replace(QUIET);
  }
  return isBack;
}

/** The whole page away at once, by the one style that no style sheet can undo. */
export function blank(): void {
  document.documentElement.style.setProperty("display", "none", "important");
}

/** How many Shift presses in a row, nothing else between, each within a second of the last. Three mean Leave. */
export function shiftCounter(): (key: string, at: number) => number {
  let presses = 0;
  let before = -Infinity;
  return (key, at) => {
    presses = key !== "Shift" ? 0 : at - before < 1_000 ? presses + 1 : 1;
    before = at;
    return presses;
  };
}

/** Is the person writing here? Then Shift makes a capital letter and nothing more. */
const isWriting = (field: Element | null): boolean =>
  !!field?.matches("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])");

export function watchForLeaving(): void {
  const pressed = shiftCounter();
  addEventListener(
    "submit",
    (event) => {
      if (!(event.target as Element).matches("form[data-leave]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      void leave();
    },
    true,
  );
  addEventListener("keydown", (event) => {
    if (event.repeat || isWriting(document.activeElement)) return;
    if (pressed(event.key, event.timeStamp) === 3) void leave();
  });
  // A page kept by the browser for Back would show again what was left: hide it on the way out, load it afresh.
  addEventListener("pagehide", (event) => event.persisted && blank());
  addEventListener("pageshow", (event) => {
    if (!event.persisted || lookBack(true)) return;
    blank();
    location.reload();
  });
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  lookBack(visit?.type === "back_forward");
}
