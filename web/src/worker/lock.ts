import { patience } from "../core/patience.ts";
import { wipe } from "../core/wipe.ts";
import { readNote, writeNote } from "../outbox/store.ts";

/**
 * After Leave this phone shows nothing of ours until the server says otherwise.
 * "untold": the server has not heard yet, and is told before anything else. "told": it has, and its pages decide.
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

/** A page came that does not call itself locked: somebody has opened the door again. */
export async function unlockIf(answer: Response): Promise<void> {
  if (answer.type !== "opaqueredirect" && answer.ok && !answer.headers.has("X-Locked")) {
    await writeNote("lock", undefined);
  }
}
