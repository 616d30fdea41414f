import { all, one } from "./core/find.ts";
import { keepWords } from "./elements/keep-words.ts";
import { watchForLeaving } from "./elements/leave.ts";
import { OfflineStrip } from "./elements/offline-strip.ts";
import { watchForms, watchTaps } from "./elements/one-tap.ts";
import { registerWorker } from "./elements/page-keeper.ts";

declare const INSIDE: string; // the built names of inside.ts and reading.ts, written in by build.ts
declare const READING: string;
const FOR_INSIDE = "html[data-owner], link-join, passkey-use, passkey-make, push-setup";

// Loaded again, or come back to: the whole page is set at once, and the browser finds the place again (reading.css).
const [came] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
if (came && came.type !== "navigate") document.documentElement.dataset.again = "";

/** Every page: leaving, one tap, the network. The rest is fetched only where the page has a place for it. */
watchForLeaving();
watchTaps();
watchForms();
all<HTMLFormElement>("form[data-keep]").forEach(keepWords);
customElements.define("offline-strip", OfflineStrip);
if (one(FOR_INSIDE)) void import(INSIDE);
if (one("page-search, read-aloud, save-all, share-page, add-to-phone, urdu-letters")) void import(READING);

// After everything that can be seen.
const later = (): void => void registerWorker().catch(() => {});
if (document.readyState === "complete") later();
else addEventListener("load", later);
