import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Parcel } from "./parcel.ts";

/** Small things the worker must know without a page: whose phone it is, whether it is locked, neutral words. */
export interface Notes {
  owner: string;
  arrived: number; // when something was last delivered, by whichever page or the worker
  lock: "untold" | "told";
  neutral: { title: string; body: string; lang: string; dir: string };
}

interface Phone extends DBSchema {
  parcels: { key: number; value: Parcel };
  notes: { key: string; value: Notes[keyof Notes] };
}

let opened: Promise<IDBPDatabase<Phone>> | undefined;

function phone(): Promise<IDBPDatabase<Phone>> {
  const again = (): void => void (opened = undefined);
  opened ??= openDB<Phone>("our-table", 1, {
    upgrade(db) {
      db.createObjectStore("parcels", { keyPath: "n", autoIncrement: true });
      db.createObjectStore("notes");
    },
    blocking: (_now, _next, event) => {
      (event.target as IDBDatabase).close();
      again();
    },
    terminated: again, // the browser may clear our storage under a living worker
  });
  opened.catch(again);
  return opened;
}

/** Rejects if this browser keeps nothing (some private windows): then the form goes the plain way. */
export const put = async (parcel: Parcel): Promise<unknown> => (await phone()).put("parcels", parcel);

/** Everything of this owner, in the order it was done. */
export const ofOwner = async (owner: string): Promise<Parcel[]> =>
  (await (await phone()).getAll("parcels")).filter((parcel) => parcel.owner === owner);

/** What still waits to be sent. */
export const waitingFor = async (owner: string): Promise<Parcel[]> =>
  (await ofOwner(owner)).filter((parcel) => parcel.refused === undefined);

export const drop = async (parcel: Parcel): Promise<void> => (await phone()).delete("parcels", parcel.n!);

export const readNote = async <K extends keyof Notes>(name: K): Promise<Notes[K] | undefined> =>
  (await phone()).get("notes", name) as Promise<Notes[K] | undefined>;

export async function writeNote<K extends keyof Notes>(name: K, note: Notes[K] | undefined): Promise<void> {
  const db = await phone();
  await (note === undefined ? db.delete("notes", name) : db.put("notes", note, name));
}

/** Forget everything, of everybody. */
export async function forget(): Promise<void> {
  const db = await phone();
  await Promise.all([db.clear("parcels"), db.clear("notes")]);
}
