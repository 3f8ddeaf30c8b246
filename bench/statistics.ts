/** What repeated runs came to. */
export interface Figure {
  median: number;
  min: number;
  max: number;
  runs: number;
}

export function figureOf(samples: readonly number[]): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) throw new Error("nothing was measured");
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return { median: sum(middle) / middle.length, min, max, runs: sorted.length };
}

/** How much more than in proportion `to` costs: 1 is linear, 2 is twice what linear growth would cost. */
export function growth(from: { size: number; cost: number }, to: { size: number; cost: number }): number {
  return to.cost / from.cost / (to.size / from.size);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
