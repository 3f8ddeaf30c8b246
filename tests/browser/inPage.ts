/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

// What runs in the browser: each function by itself, without anything around it.

export function backgroundOf(): string {
  return getComputedStyle(document.body).backgroundColor;
}

export function unfold(open: boolean): void {
  for (const details of document.querySelectorAll("details")) details.open = open;
}

/** What sticks out of the page, or has to be scrolled sideways to be read. */
export function overflowing(): string[] {
  const wide = [...document.querySelectorAll(".scroll, td")].filter(
    (box) => box.scrollWidth > box.clientWidth + 1,
  );
  const { scrollWidth, clientWidth } = document.documentElement;
  return [
    ...(scrollWidth > clientWidth ? [`page: ${scrollWidth} > ${clientWidth}`] : []),
    ...wide.map((box) => `${box.ariaLabel ?? box.textContent}: ${box.scrollWidth} > ${box.clientWidth}`),
  ];
}

/** How many of these a reader sees without scrolling sideways. */
export function visible(selector: string): number {
  return [...document.querySelectorAll(selector)].filter((element) => {
    const { left, right, height } = element.getBoundingClientRect();
    return (
      element.checkVisibility({ visibilityProperty: true }) && height > 0 && left >= 0 && right <= innerWidth
    );
  }).length;
}

/** Texts of charts that leave their lane, their cell, their plate or the chart, or lie on each other. */
export function misplacedTexts(): string[] {
  const found: string[] = [];
  const boxOf = (element: Element): DOMRect => element.getBoundingClientRect();
  const isIn = (inner: DOMRect, outer: DOMRect): boolean =>
    inner.left >= outer.left - 1 &&
    inner.right <= outer.right + 1 &&
    inner.top >= outer.top - 1 &&
    inner.bottom <= outer.bottom + 1;
  const overlap = (a: DOMRect, b: DOMRect): boolean =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  for (const chart of document.querySelectorAll("svg.chart")) {
    if (boxOf(chart).width === 0) continue;
    const texts = [...chart.querySelectorAll("text")].filter((text) => text.textContent !== "");
    const expect = (text: Element, holds: boolean, what: string): void => {
      if (!holds) found.push(`${text.textContent} ${what} of ${chart.ariaLabel}`);
    };
    const hours = [...chart.querySelectorAll(".grid")].map((line) => boxOf(line).left);
    texts.forEach((text, index) => {
      const box = boxOf(text);
      expect(text, isIn(box, boxOf(chart)), "leaves the chart");
      const before = text.previousElementSibling;
      if (before?.matches(".plate")) expect(text, isIn(box, boxOf(before)), "leaves its plate");
      const cell = text.closest("g")?.querySelector(".cell");
      if (cell) expect(text, isIn(box, boxOf(cell)), "leaves its day");
      // What stands beside the hours and not among them.
      const isBeside = text.closest(".lane-box .small, .lane-box .lane") && text.closest(".wide");
      if (isBeside) expect(text, box.right <= Math.min(...hours), "leaves its lane");
      for (const other of texts.slice(index + 1))
        expect(text, !overlap(box, boxOf(other)), `lies on ${other.textContent}`);
    });
  }
  return found;
}
