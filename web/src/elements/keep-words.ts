import { one, words } from "../core/find.ts";
import { beforeLock } from "./leave.ts";

/** A form with data-keep: its words are put by on the server shortly after the last key, and before leaving. */
export function keepWords(form: HTMLFormElement): void {
  const said = one("[data-saved]", form);
  let kept = written(form);
  let timer = 0;

  async function keep(): Promise<void> {
    clearTimeout(timer);
    const body = written(form);
    if (body === kept) return;
    const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-Keep": "1" };
    const options = { method: "POST", headers, body, keepalive: body.length < 60_000 };
    const done = await fetch(form.dataset.keep!, options).then(({ ok }) => ok, () => false);
    if (done) kept = body;
    if (said) said.textContent = words(done ? "saved" : "not-saved");
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(keep, 1_500);
  });
  document.addEventListener("visibilitychange", () => document.hidden && void keep());
  form.addEventListener("submit", () => clearTimeout(timer));
  beforeLock(keep);
}

/** What the form says now, as it would be posted. */
const written = (form: HTMLFormElement): string =>
  new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)])).toString();
