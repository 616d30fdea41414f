// A stage for the service worker: its events, a cache, a network that can be cut, and no browser.
import "fake-indexeddb/auto";

export const HOME = "https://table.test";
type Handler = (event: object) => void;
type Asked = { url: string; method: string };

export const handlers = new Map<string, Handler>();
export const asked: Asked[] = [];
export const shown: { title: string; options: NotificationOptions & { data: unknown } }[] = [];
export const opened: string[] = [];
export const stage = {
  network: (_asked: Asked): Response | Promise<Response> => new Response("nothing here", { status: 404 }),
  windows: [] as object[],
};

/** A cache as the worker uses it: addresses and answers, in the order they came. */
class Shelf {
  kept = new Map<string, Response>();
  match = async (path: string) => this.kept.get(full(path))?.clone();
  keys = async () => [...this.kept.keys()].map((url) => ({ url }));
  delete = async (key: string | { url: string }) => this.kept.delete(typeof key === "string" ? full(key) : key.url);
  put = async (path: string, answer: Response): Promise<void> => {
    this.kept.delete(full(path));
    this.kept.set(full(path), answer);
  };
  addAll = async (paths: string[]): Promise<void> => {
    for (const path of paths) await this.put(path, await fetch(path));
  };
}

const full = (path: string): string => new URL(path, HOME).href;
export const shelves = new Map<string, Shelf>();
const caches = {
  open: async (name: string) => shelves.get(name) ?? shelves.set(name, new Shelf()).get(name)!,
  delete: async (name: string) => shelves.delete(name),
  match: async (path: string) => {
    for (const shelf of shelves.values()) if (await shelf.match(path)) return shelf.match(path);
    return undefined;
  },
};

/** The addresses kept on a shelf, without the house's name. */
export const keptOn = (name: string): string[] =>
  [...(shelves.get(name)?.kept.keys() ?? [])].map((url) => url.slice(HOME.length));

async function fetched(request: string | Asked, options: RequestInit = {}): Promise<Response> {
  const url = typeof request === "string" ? full(request) : request.url;
  const one = { url: url.slice(HOME.length), method: options.method ?? (request as Asked).method ?? "GET" };
  asked.push(one);
  return stage.network(one);
}

const self = {
  addEventListener: (name: string, handler: Handler) => handlers.set(name, handler),
  registration: { showNotification: async (title: string, options: never) => void shown.push({ title, options }) },
  clients: {
    claim: async () => {},
    matchAll: async () => stage.windows,
    openWindow: async (url: string) => void opened.push(url),
  },
  skipWaiting: async () => {},
};
Object.assign(globalThis, { self, caches, fetch: fetched, location: new URL(HOME) });
await import(new URL("../src/worker/worker.ts", import.meta.url).href);

/** Let something happen to the worker, and wait until it has done all it wants to do. */
export async function happens(name: string, details: object = {}): Promise<Response | undefined> {
  const work: unknown[] = [];
  let answer: Promise<Response> | undefined;
  handlers.get(name)!({
    ...details,
    waitUntil: (more: unknown) => void work.push(more),
    respondWith: (given: Promise<Response>) => void (answer = given),
  });
  const given = await answer;
  for (let i = 0; i < work.length; i++) await work[i];
  return given;
}

/** The person opens or posts to a page. */
export const visits = (path: string, method = "GET"): Promise<Response | undefined> =>
  happens("fetch", { request: { url: full(path), method, mode: "navigate" }, preloadResponse: Promise.resolve() });

/** The person goes Back to a page. */
export const goesBack = (path: string): Promise<Response | undefined> =>
  happens("fetch", {
    request: { url: full(path), method: "GET", mode: "navigate", isHistoryNavigation: true },
    preloadResponse: Promise.resolve(),
  });

/** A page fetches something. */
export const fetches = (path: string, method = "GET"): Promise<Response | undefined> =>
  happens("fetch", { request: { url: full(path), method, mode: "cors" } });

export function publicPage(text: string, headers = {}): Response {
  return new Response(text, { headers: { "Content-Type": "text/html", "X-Keep": "public", ...headers } });
}
export const privatePage = (text: string, headers = {}): Response => new Response(text, { headers });

export const cut = (): never => {
  throw new TypeError("Failed to fetch");
};
