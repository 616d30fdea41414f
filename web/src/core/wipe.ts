export const PAGES = "pages"; // the shelf of public pages that were read on this phone

/** What somebody read here is nobody else's business: gone at sign-in, sign-out, lock, refusal, another person. */
export const wipe = async (): Promise<unknown> => globalThis.caches?.delete(PAGES);
