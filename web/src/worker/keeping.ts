import { PAGES } from "../core/wipe.ts";

/** Three shelves: what must always be there, public pages that were read, and built files. Nothing else is kept. */
export const SHELL = "shell";
const FILES = "files";
const LIMITS = { [PAGES]: 160, [FILES]: 40 };
export const QUIET = "/quiet";
export const OFFLINE = "/offline";

/** The same bytes for everybody, the server says so itself, and it is really the page that was asked for. */
export const isPublic = (answer: Response): boolean =>
  answer.status === 200 && !answer.redirected && answer.headers.get("X-Keep") === "public";

/** An address without its fragment, which may hold an invitation. */
export const plain = (address: string): string => address.replace(/#.*/, "");

export const isFile = (path: string): boolean => path.startsWith("/assets/");

/** The two pages for when there is no network, and every built file they name. */
export async function stockShell(): Promise<void> {
  const shell = await caches.open(SHELL);
  const wanted = new Set([QUIET, OFFLINE]);
  for (const path of [QUIET, OFFLINE]) {
    const text = await (await restock(path)).text();
    for (const [name] of text.matchAll(/\/assets\/[\w./-]+/g)) wanted.add(name);
  }
  await shell.addAll([...wanted].filter(isFile));
  for (const kept of await shell.keys()) if (!wanted.has(new URL(kept.url).pathname)) await shell.delete(kept);
}

/** One page of the shell, anew. Rejects without a network, or if the server does not call it public. */
export async function restock(path: string): Promise<Response> {
  const answer = await fetch(path, { cache: "no-cache", credentials: "omit" });
  if (!isPublic(answer)) throw new Error(`${path} may not be kept`);
  const shell = await caches.open(SHELL);
  await shell.put(path, answer.clone());
  return answer;
}

export const kept = (address: string): Promise<Response | undefined> => caches.match(plain(address), { ignoreVary: true });

/** Keep a copy on its shelf; the longest unread goes when the shelf is full. */
export async function keep(address: string, answer: Response): Promise<void> {
  const shelf = isFile(new URL(address, location.origin).pathname) ? FILES : PAGES;
  const cache = await caches.open(shelf);
  await cache.put(plain(address), answer);
  const addresses = await cache.keys();
  await Promise.all(addresses.slice(0, -LIMITS[shelf]!).map((oldest) => cache.delete(oldest)));
}
