/** As many lists at a time as one caller reads side by side. */
const AT_ONCE = 4;

/**
 * A filter as several with lists of at most the given lengths, values that repeat dropped. A list that is not given stays
 * so; an empty one asks for nothing, so it leaves no filter.
 */
export function cut<Filter extends object>(
  filter: Filter,
  longest: { readonly [Name in keyof Filter]?: number },
): Filter[] {
  let filters = [filter];
  for (const [name, length] of Object.entries(longest) as [keyof Filter, number][]) {
    const values = filter[name] as readonly unknown[] | undefined;
    if (values === undefined) continue;
    const distinct = [...new Set(values)];
    const parts: unknown[][] = [];
    for (let start = 0; start < distinct.length; start += length)
      parts.push(distinct.slice(start, start + length));
    filters = filters.flatMap((each) => parts.map((part) => ({ ...each, [name]: part })));
  }
  return filters;
}

/** What `work` gives for every chunk, in their order; a few at a time. After a failure no further one is begun. */
export async function inParallel<T, R>(
  chunks: readonly T[],
  work: (chunk: T) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: (readonly R[])[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < chunks.length; index = next++) {
      try {
        results[index] = await work(chunks[index] as T);
      } catch (error) {
        next = chunks.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, chunks.length) }, worker));
  return results.flat();
}
