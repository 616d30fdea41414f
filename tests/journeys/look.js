// What a page looks like to somebody with a thumb: read by looking.py, run in the page.
({ steps }) => {
  const SMALLEST = 43.5; // 44 px, less what rounding takes
  const name = (element) =>
    `${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className} “${(element.innerText || element.value || "").trim().slice(0, 40)}”`;
  const isShown = (element) => element.checkVisibility({ checkVisibilityCSS: true, contentVisibilityAuto: true });

  /** The page without its words and addresses: two pages with the same bones need one examination. */
  const bones = (element) => {
    const kept = [...element.attributes]
      .filter(({ name }) => !/^(href|src|value|id|for|name|action|content|d|data-owner|aria-describedby|aria-labelledby)$/.test(name))
      .map(({ name, value }) => `${name}=${/^aria-label$|^title$/.test(name) ? !!value : value}`);
    const inside = [...element.children].map(bones);
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return `<${element.localName} ${kept.join(" ")}>${words ? "…" : ""}${inside.filter((bone, at) => bone !== inside[at - 1]).join("")}`;
  };

  /** A link inside a sentence may be as low as its line; everything else needs room for a thumb. */
  const lineOf = (element) => {
    while (getComputedStyle(element).display.startsWith("inline")) element = element.parentElement;
    return element;
  };
  const isInSentence = (element) => {
    if (element.localName !== "a" || getComputedStyle(element).display !== "inline") return false;
    const line = lineOf(element);
    const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode } = texts;
      if (currentNode.data.trim().length > 2 && !element.contains(currentNode) && lineOf(currentNode.parentElement) === line) return true;
    }
    return false;
  };
  const boxOf = (element) => {
    const own = element.getBoundingClientRect();
    if (!element.matches("[type=radio], [type=checkbox]")) return own;
    const label = element.labels?.[0];
    return label ? label.getBoundingClientRect() : own;
  };
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => isShown(element) && !element.closest(".unseen") && !isInSentence(element));
  const small = targets.filter((element) => {
    const { width, height } = boxOf(element);
    return width < SMALLEST || height < SMALLEST;
  });

  /** Leave: on the screen, big enough and on top, wherever somebody has scrolled to. */
  const leave = document.querySelector("form[data-leave] button.leave");
  const covered = [];
  const bottom = document.documentElement.scrollHeight - innerHeight;
  for (let step = 0; leave && step < steps; step++) {
    scrollTo({ top: (bottom * step) / Math.max(1, steps - 1), behavior: "instant" });
    const { left, top, width, height } = leave.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, top + height / 2);
    if (hit !== leave || width < SMALLEST || height < SMALLEST) covered.push(Math.round(scrollY));
  }
  scrollTo({ top: 0, behavior: "instant" });

  const wide = document.documentElement.scrollWidth - innerWidth;
  const stickingOut = wide > 0 ? [...document.body.querySelectorAll("*")].filter((element) => isShown(element)
    && (element.getBoundingClientRect().right > innerWidth + 1 || element.getBoundingClientRect().left < -1) && !element.closest(".unseen")) : [];
  return {
    bones: bones(document.body),
    small: small.map((element) => `${name(element)} ${Math.round(boxOf(element).width)}×${Math.round(boxOf(element).height)}`),
    hasLeave: !!leave,
    covered,
    wide,
    stickingOut: stickingOut.slice(0, 4).map(name),
    links: [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
  };
};
