import { unsent } from "../core/unsent.ts";
import type { Wish } from "../core/wish.ts";

const ADDRESS = "/worker.js";
interface Policies {
  createPolicy(name: string, rules: { createScriptURL: () => string }): { createScriptURL(address: string): string };
}

/** The one service worker of the house. On a first visit it is asked to keep the page that is being read. */
export async function registerWorker(): Promise<void> {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  serviceWorker.addEventListener("message", ({ ports }) => ports[0]?.postMessage(unsent()));
  const first = !serviceWorker.controller;
  await serviceWorker.register(address(), { scope: "/", updateViaCache: "none" });
  if (!first || document.documentElement.dataset.owner) return;
  const { active } = await serviceWorker.ready;
  active?.postMessage({ keep: [location.pathname, ...builtFiles()] } satisfies Wish);
}

/** Under Trusted Types a script's address needs a policy's word; this policy can only ever say one address. */
function address(): string {
  const policies = (window as { trustedTypes?: Policies }).trustedTypes;
  return policies?.createPolicy("our-table", { createScriptURL: () => ADDRESS }).createScriptURL(ADDRESS) ?? ADDRESS;
}

const builtFiles = (): string[] =>
  performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name).pathname)
    .filter((path) => path.startsWith("/assets/"));
