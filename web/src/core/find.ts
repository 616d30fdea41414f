/** The first element that fits, or null. */
export const one = <E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E | null =>
  within.querySelector<E>(selector);

/** Every element that fits. */
export const all = <E extends Element = HTMLElement>(selector: string, within: ParentNode = document): E[] => [
  ...within.querySelectorAll<E>(selector),
];

/** Of the children marked data-says, show the one with this name; null hides them all. */
export function say(within: ParentNode, name: string | null): void {
  for (const part of all("[data-says]", within)) part.hidden = part.dataset.says !== name;
}

/** A short text from the page's <template data-words>, in the reader's language; "" if the page has none. */
export function words(name: string, numbers: Record<string, number> = {}): string {
  for (const shelf of all<HTMLTemplateElement>("template[data-words]")) {
    const text = one(`[data-word="${name}"]`, shelf.content)?.textContent;
    if (text) return text.trim().replace(/%\((\w+)\)s/g, (_, key: string) => String(numbers[key]));
  }
  return "";
}
