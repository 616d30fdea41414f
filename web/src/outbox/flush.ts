import { patience } from "../core/patience.ts";
import { wipe } from "../core/wipe.ts";
import { type Parcel, verdict } from "./parcel.ts";
import { drop, put, waitingFor, writeNote } from "./store.ts";

/** Where the server wants the person to go next, by parcel id, for what was delivered just now. */
export type Delivered = Map<string, string | null>;

/**
 * Send what waits, oldest first, this owner's only. One refusal for good does not hold up the rest; a
 * network or server that is not ready does. Page and worker take turns, so nothing is sent side by side.
 */
export async function flush(owner: string): Promise<Delivered> {
  const turn = (): Promise<Delivered> => sendAll(owner);
  return navigator.locks ? navigator.locks.request("outbox", turn) : turn();
}

async function sendAll(owner: string): Promise<Delivered> {
  const delivered: Delivered = new Map();
  for (const parcel of await waitingFor(owner)) {
    const answer = await deliver(parcel).catch(() => null);
    if (answer?.status === 401) await wipe();
    const outcome = answer ? verdict(answer) : "later";
    if (outcome === "later") break;
    if (outcome === "delivered") {
      delivered.set(parcel.id, answer!.headers.get("X-Next"));
      await writeNote("arrived", Date.now()); // first: a page that no longer finds the parcel must find this
      await drop(parcel);
    } else await put({ ...parcel, refused: await reason(answer!) });
  }
  return delivered;
}

function deliver({ action, fields, owner }: Parcel): Promise<Response> {
  return fetch(action, {
    method: "POST",
    headers: { "X-Outbox": "1", "X-Owner": owner },
    body: new URLSearchParams(fields),
    redirect: "manual",
    signal: patience(15_000),
  });
}

/** The server's sentence, if it wrote one for people. */
async function reason(answer: Response): Promise<string> {
  if (!answer.headers.get("Content-Type")?.startsWith("text/plain")) return "";
  return (await answer.text().catch(() => "")).slice(0, 500).trim();
}
