/// <reference lib="webworker" />
import { wipe } from "../core/wipe.ts";
import type { Wish } from "../core/wish.ts";
import { flush } from "../outbox/flush.ts";
import { readNote } from "../outbox/store.ts";
import { isFile, isPublic, keep, kept, OFFLINE, QUIET, restock, stockShell } from "./keeping.ts";
import { lock, lockState, tellServer, unlockIf } from "./lock.ts";
import { readNudge } from "./nudge.ts";

declare const self: ServiceWorkerGlobalScope;
const PATIENCE = 3_000; // how long a slow network may try before the kept copy is shown

// Install: the two pages for no network. A newer worker waits until the person takes it, or all pages are closed.
self.addEventListener("install", (event) => event.waitUntil(stockShell()));

// Activate: look after pages that are already open, and let the browser ask the server while we wake up.
self.addEventListener("activate", (event) => event.waitUntil(wakeUp()));

async function wakeUp(): Promise<void> {
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

// Messages: what a page may wish for.
self.addEventListener("message", (event) => {
  const wish = event.data as Wish;
  if ("takeOver" in wish) event.waitUntil(self.skipWaiting());
  if ("keep" in wish) event.waitUntil(Promise.allSettled(wish.keep.map(fetchAndKeep)));
});

async function fetchAndKeep(path: string): Promise<void> {
  if (await kept(path)) return;
  const answer = await fetch(path);
  if (isPublic(answer) || (answer.ok && isFile(path))) await keep(path, answer);
}

// Fetch: pages, built files, and the lock. Everything else goes its way untouched and unkept.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST") {
    if (pathname === "/lock") event.respondWith(locked(event));
    else if (pathname === "/leave") event.respondWith(left(event));
    else if (request.mode === "navigate") event.respondWith(posted(request));
  } else if (request.method === "GET") {
    if (isFile(pathname)) event.respondWith(file(event));
    else if (request.mode === "navigate") event.respondWith(page(event));
  }
});

/** The page that asked is gone at once, so the wait is ours. */
function locked(event: FetchEvent): Promise<Response> {
  const answer = lock();
  event.waitUntil(answer.catch(() => {}));
  return answer;
}

async function left(event: FetchEvent): Promise<Response> {
  await lock().catch(() => {});
  return fetch(event.request).catch(() => shown(QUIET));
}

async function posted(request: Request): Promise<Response> {
  if (/^\/(sign-in|sign-out|join)\b/.test(new URL(request.url).pathname)) await wipe();
  return fetch(request).catch(() => shown(OFFLINE));
}

async function file(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const copy = await kept(request.url);
  if (copy) return copy;
  const answer = await fetch(request);
  if (answer.ok) event.waitUntil(keep(request.url, answer.clone()));
  return answer;
}

/** Network first; a public page that was read before stands in when the network is slow, broken or absent. */
async function page(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const lockedBefore = await lockState();
  const isBack = (request as { isHistoryNavigation?: boolean }).isHistoryNavigation;
  if (lockedBefore && (isBack || new URL(request.url).pathname === QUIET)) return quiet();
  if (lockedBefore === "untold" && !(await tellServer().then(({ ok }) => ok, () => false))) return quiet();
  const copy = lockedBefore ? undefined : await kept(request.url);
  const network = fresh(event, !!lockedBefore);
  event.waitUntil(network.catch(() => {})); // a late answer is still worth keeping
  if (!copy) return network.catch(() => shown(lockedBefore ? QUIET : OFFLINE));
  const slow = new Promise<Response>((enough) => setTimeout(enough, PATIENCE, copy));
  const first = await Promise.race([network.catch(() => copy), slow]);
  return first.status < 500 ? first : copy;
}

async function fresh(event: FetchEvent, lockedBefore: boolean): Promise<Response> {
  const { request } = event;
  const early = lockedBefore ? undefined : ((await event.preloadResponse) as Response | undefined);
  const answer = early ?? (await fetch(request));
  if (answer.status === 401) await wipe();
  if (lockedBefore) await unlockIf(answer);
  if (isPublic(answer) && !answer.headers.has("X-Locked")) event.waitUntil(keep(request.url, answer.clone()));
  return answer;
}

/** The quiet page is about today, so it is had anew if the network is quick. */
async function quiet(): Promise<Response> {
  const slow = new Promise<undefined>((enough) => setTimeout(enough, 1_000));
  return (await Promise.race([restock(QUIET).catch(() => undefined), slow])) ?? shown(QUIET);
}

/** A page of the shell; if even that is gone, an empty one. */
const shown = async (path: string): Promise<Response> =>
  (await kept(path)) ?? new Response("<!doctype html><title>…</title>", { headers: { "Content-Type": "text/html" } });

// Sync: the network is back and no page may be open. Only for the person whose phone this is now.
self.addEventListener("sync", ((event: ExtendableEvent) => event.waitUntil(sendWaiting())) as EventListener);

async function sendWaiting(): Promise<void> {
  const owner = await readNote("owner");
  if (owner && !(await lockState())) await flush(owner);
}

// Push: always something to see, never anything to read.
self.addEventListener("push", (event) => event.waitUntil(nudge(event.data)));

async function nudge(sent: PushMessageData | null): Promise<void> {
  const slow = new Promise<undefined>((enough) => setTimeout(enough, 1_000)); // a browser wants something shown soon
  const neutral = await Promise.race([readNote("neutral").catch(() => undefined), slow]);
  const { title, options } = readNudge(sent?.text(), neutral);
  await self.registration.showNotification(title, options);
}

// Click: to the door the nudge names, in an open page if that page holds no unsent words.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openDoor((event.notification.data as { to?: string } | null)?.to ?? "/"));
});

async function openDoor(to: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window" });
  for (const open of pages) {
    if (await isBusy(open)) continue;
    const there = await open.navigate(to).catch(() => null);
    if (there) return void (await there.focus());
  }
  await self.clients.openWindow(to);
}

/** Does this page hold words nobody has been sent? One that does not answer may: leave it be. */
function isBusy(open: Client): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  open.postMessage("busy?", [port2]);
  const answer = new Promise<boolean>((know) => {
    port1.onmessage = ({ data }) => know(data as boolean);
    setTimeout(know, 500, true);
  });
  return answer.finally(() => port1.close());
}
