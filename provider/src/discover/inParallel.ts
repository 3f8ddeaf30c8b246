/** As many calls at a time as ENS is asked at once. */
const AT_ONCE = 4;

/** What `work` yields for every chunk of `size` items, in the order of the items; a few chunks at a time. */
export async function inParallel<T, R>(
  items: readonly T[],
  size: number,
  work: (chunk: readonly T[]) => AsyncIterable<R>,
): Promise<R[]> {
  const chunks: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  const results: R[][] = chunks.map(() => []);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < chunks.length; index = next++) {
      for await (const result of work(chunks[index] as readonly T[])) results[index]?.push(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, chunks.length) }, worker));
  return results.flat();
}
