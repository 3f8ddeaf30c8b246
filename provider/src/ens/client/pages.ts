import { meaningOf } from "../../api/codes";
import { ServiceError } from "../../api/errors";
import type { Page, TokenPage } from "../wire/operation";

/** The page size we ask for. */
const PAGE_SIZE = 100;
const SMALL_PAGE_SIZE = 10;

/** How often a list that changes while it is read is read again. */
const MAX_PASSES = 3;
/** Pages in a row that bring nothing new: the service ignores page numbers, or repeats itself. */
const MAX_BARREN_PAGES = 3;

/**
 * Every item of a list that is read by page number, each once. Entries that come or go meanwhile move others from page to
 * page: repeats are dropped, and a list that showed signs of moving is read again, so that nothing is missed.
 */
export async function byPageNumber<T>(
  fetch: (pageNumber: number, pageSize: number) => Promise<Page<T>>,
  key: (item: T) => string,
): Promise<T[]> {
  const items: T[] = [];
  const known = new Set<string>();
  for (let pass = 1; pass <= MAX_PASSES; pass++) {
    const before = known.size;
    const here = new Set<string>();
    const totals = new Set<number>();
    let total = 0;
    let read = 0;
    let barren = 0;
    let size = PAGE_SIZE;
    for (let number = 1; barren < MAX_BARREN_PAGES; number++) {
      const page = await fetch(number, size).catch((error: unknown) => {
        // Nobody documents the largest page of every list; ten, the documented default, is always legal.
        const tooLarge = error instanceof ServiceError && meaningOf(error).about === "pageSize";
        if (!tooLarge || number > 1 || size === SMALL_PAGE_SIZE) throw error;
        size = SMALL_PAGE_SIZE;
        return fetch(number, size);
      });
      const hereBefore = here.size;
      for (const item of page.items) {
        const itemKey = key(item);
        here.add(itemKey);
        if (known.has(itemKey)) continue;
        known.add(itemKey);
        items.push(item);
      }
      total = page.totalCount;
      totals.add(total);
      read += page.items.length;
      if (page.items.length === 0 || read >= total) break;
      barren = here.size === hereBefore ? barren + 1 : 0;
      // A service that caps the page size says so; asking for what it gives keeps page numbers meaning the same.
      const echoed = page.pageSize ?? size;
      if (echoed < size && echoed >= page.items.length) size = echoed;
    }
    const still = totals.size <= 1 && here.size === read && here.size >= total;
    if (still || (pass > 1 && known.size === before)) break;
  }
  return items;
}

/** Every item of a list that is read by token. A token that comes back would never end, so it ends. */
export async function byToken<T>(
  fetch: (token: string | undefined, pageNumber: number) => Promise<TokenPage<T>>,
): Promise<T[]> {
  const items: T[] = [];
  const used = new Set<string>();
  let token: string | undefined;
  for (let number = 1; ; number++) {
    const page = await fetch(token, number);
    items.push(...page.items);
    token = page.nextToken;
    if (token === undefined || used.has(token)) return items;
    used.add(token);
  }
}
