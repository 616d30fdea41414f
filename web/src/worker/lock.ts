import { patience } from "../core/patience.ts";
import { wipe } from "../core/wipe.ts";
import { readNote, writeNote } from "../outbox/store.ts";

/**
 * After Leave, going Back shows nothing of ours, public pages neither; it ends when somebody goes to a page anew.
 * "untold": the server has not heard yet, and is told before anything is shown. "told": it has.
 */
export const lockState = (): Promise<"untold" | "told" | undefined> => readNote("lock").catch(() => undefined);

/** Lock here first, then tell the server. Rejects without a network; the lock here stays. */
export async function lock(): Promise<Response> {
  await Promise.all([writeNote("lock", "untold").catch(() => {}), wipe()]);
  return tellServer();
}

/** Rejects when the server cannot be told; otherwise its answer. */
export async function tellServer(): Promise<Response> {
  const answer = await fetch("/lock", { method: "POST", keepalive: true, signal: patience(5_000) });
  if (answer.ok) await writeNote("lock", "told").catch(() => {});
  return answer;
}

/** Somebody went to a page again, and it does not call itself locked: what stays shut is the server's to say. */
export async function unlockIf(answer: Response): Promise<void> {
  if (answer.type !== "opaqueredirect" && answer.ok && !answer.headers.has("X-Locked")) {
    await writeNote("lock", undefined);
  }
}
