/** The address inside this house that a text names, or the fallback if it leads outside. */
export function inside(text: string | null | undefined, origin: string, fallback = "/"): string {
  try {
    const url = new URL(text || fallback, origin);
    return url.origin === origin ? url.pathname + url.search + url.hash : fallback;
  } catch {
    return fallback;
  }
}

/** Go to a page of this house, freshly loaded even if it is the one shown now. */
export function go(path: string | null | undefined): void {
  const target = new URL(inside(path, location.origin, location.pathname), location.origin);
  const samePage = target.pathname + target.search === location.pathname + location.search;
  if (!samePage) return location.assign(target.href);
  if (target.hash) history.replaceState(history.state, "", target.href);
  location.reload();
}
