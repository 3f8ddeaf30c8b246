/** As many lists at a time as one caller reads side by side. */
const AT_ONCE = 4;

/**
 * What `work` yields for every chunk of `size` items, in the order of the items; a few chunks at a time. After a failure
 * no further chunk is begun.
 */
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
      try {
        for await (const result of work(chunks[index] as readonly T[])) results[index]?.push(result);
      } catch (error) {
        next = chunks.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, chunks.length) }, worker));
  return results.flat();
}
