import type { Notes } from "../outbox/store.ts";

/** What is shown on the lock screen: never more than neutral words, and where a tap leads. */
export interface Nudge {
  title: string;
  options: NotificationOptions & { data: { to: string } };
}

const NEUTRAL: Notes["neutral"] = { title: "Our Table", body: "", lang: "", dir: "auto" };

/** A push as declarative web push JSON; anything else, also nothing, becomes the neutral words of this phone. */
export function readNudge(text: string | undefined, neutral: Notes["neutral"] = NEUTRAL): Nudge {
  const said = parse(text);
  const title = word(said["title"]) || neutral.title || NEUTRAL.title;
  const from = word(said["title"]) ? said : { ...neutral };
  const tag = word(said["tag"]) || "our-table";
  const options = { body: word(from["body"]), lang: word(from["lang"]), dir: direction(from["dir"]), tag };
  return { title, options: { ...options, data: { to: doorOf(word(said["navigate"])) } } };
}

/** Only a nudge's own door may be opened from the lock screen: /n/ and letters that say nothing. */
export function doorOf(address: string): string {
  return /^(?:https?:\/\/[^/]+)?(\/n\/[\w-]+)$/.exec(address)?.[1] ?? "/";
}

function parse(text: string | undefined): Record<string, unknown> {
  try {
    const { web_push, notification } = JSON.parse(text ?? "") as { web_push: unknown; notification: unknown };
    return web_push === 8030 && notification instanceof Object ? (notification as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const word = (said: unknown): string => (typeof said === "string" ? said.slice(0, 200) : "");

const direction = (said: unknown): NotificationDirection => (said === "rtl" || said === "ltr" ? said : "auto");
