import { one, say } from "./find.ts";

const SENT = "sent";

/** Show one of the offline strip's texts, or none. */
export function tellStrip(name: "offline" | "blocked" | "sent" | null): void {
  const strip = one("offline-strip");
  if (strip) say(strip, name);
}

/** The next look at a page says once that what waited has gone. */
export const rememberSent = (): void => sessionStorage.setItem(SENT, "1");

export function tellIfSent(): void {
  if (!sessionStorage.getItem(SENT)) return;
  sessionStorage.removeItem(SENT);
  tellStrip(SENT);
}
