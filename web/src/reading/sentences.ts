/** A piece of text to be said in one go: where it stands, and in which language. */
export interface Sentence {
  text: string;
  block: Element;
  lang: string;
}
const END = /(?<=[.!?۔؟।])[\s”’»")]+/u;
const LONGEST = 200; // long ones are cut off on some phones

/** Sentences of plain text; long ones are parted at their commas. */
export const sentences = (text: string): string[] =>
  text
    .trim()
    .replace(/\s+/g, " ")
    .split(END)
    .flatMap(parted)
    .map((part) => part.trim())
    .filter(Boolean);

function parted(sentence: string): string[] {
  if (sentence.length <= LONGEST) return [sentence];
  const parts: string[] = [""];
  for (const piece of sentence.split(/(?<=[,،;:])\s+|(?<=\s)(?=\S)/u)) {
    if (`${parts.at(-1)}${piece}`.length > LONGEST) parts.push("");
    parts[parts.length - 1] += piece.endsWith(" ") ? piece : `${piece} `;
  }
  return parts;
}

/** What a page says, in order: its headings, paragraphs and list items, and nothing of its buttons and links out. */
export function said(main: Element): Sentence[] {
  const blocks = [...main.querySelectorAll("h1, h2, h3, p, li")].filter(
    (block) => !block.closest("nav, form, aside, read-aloud, .quiet, .minutes, [hidden]") && !block.querySelector("li, p"),
  );
  return blocks.flatMap((block) => {
    const lang = block.closest("[lang]")?.getAttribute("lang") ?? "en";
    return sentences(block.textContent ?? "").map((text) => ({ text, block, lang }));
  });
}

/** The voice for a language: one that speaks on the phone itself before one that sends the words away. */
export function voiceFor<V extends { lang: string; localService: boolean }>(voices: V[], lang: string): V | undefined {
  const fits = voices.filter((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === lang.toLowerCase().split("-")[0]);
  return fits.find((voice) => voice.localService) ?? fits[0];
}
