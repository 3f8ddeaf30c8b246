/** What repeated runs came to. */
export interface Figure {
  median: number;
  min: number;
  max: number;
}

export function figureOf(samples: readonly number[]): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (min === undefined || max === undefined || low === undefined || high === undefined)
    throw new Error("nothing was measured");
  return { median: (low + high) / 2, min, max };
}

/** How much more than in proportion `to` costs: 1 is linear, 2 is twice what linear growth would cost. */
export function growth(from: { size: number; cost: number }, to: { size: number; cost: number }): number {
  return to.cost / from.cost / (to.size / from.size);
}
