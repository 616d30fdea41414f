/** One thing to be found, as the server lists it: path, title, summary, headings, language. */
export type Entry = [path: string, title: string, summary: string, headings: string, lang: string];
const MOST = 12;

/** The same as `search` in server/explainers/finding.py, so that a phone without a network finds the same pages. */
export function search(entries: Entry[], asked: string): Entry[] {
  const parts = inParts(asked);
  return entries
    .map((entry, place) => ({ entry, place, points: score(entry, parts) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || a.place - b.place)
    .slice(0, MOST)
    .map(({ entry }) => entry);
}

function score([, title, summary, headings]: Entry, parts: string[]): number {
  const named = inParts(title);
  const rest = inParts(`${summary} ${headings}`);
  const begins = (words: string[], part: string): boolean => words.some((word) => word.startsWith(part));
  const points = parts.map((part) => (begins(named, part) ? 4 : begins(rest, part) ? 1 : 0));
  const whole = points.length > 0 && points.every(Boolean);
  return points.reduce<number>((sum, each) => sum + each, whole ? 100 : 0);
}

/** Words in small letters and without marks. */
export const inParts = (text: string): string[] =>
  text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{Mc}]+/u)
    .filter(Boolean);
