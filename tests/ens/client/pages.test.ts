import assert from "node:assert/strict";
import * as fc from "fast-check";
import { ServiceError } from "../../../provider/src/api/errors";
import { byPageNumber, byToken } from "../../../provider/src/ens/client/pages";

/** A list of the service: `items` may change with every page that is read. */
function service(items: (reads: number) => string[], cap = 100, echo = true) {
  let reads = 0;
  const asked: [number, number][] = [];
  const fetch = (pageNumber: number, pageSize: number) => {
    asked.push([pageNumber, pageSize]);
    const all = items(reads++);
    const size = Math.min(pageSize, cap);
    return Promise.resolve({
      items: all.slice((pageNumber - 1) * size, pageNumber * size),
      totalCount: all.length,
      pageSize: echo ? size : undefined,
    });
  };
  return { asked, read: () => byPageNumber(fetch, (item) => item) };
}

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `e-${from + index}`);

describe("lists by page number", () => {
  it("reads every item once, whatever the length and the service's cap", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(350),
        fc.integer({ min: 1, max: 120 }),
        fc.boolean(),
        async (count, cap, echo) => {
          const all = numbered(count);
          assert.deepEqual(await service(() => all, cap, echo).read(), all);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("asks for what the service gives once it has said so, and not more often than needed", async () => {
    const list = service(() => numbered(120), 50);
    await list.read();
    assert.deepEqual(list.asked, [
      [1, 100],
      [2, 50],
      [3, 50],
    ]);
    const one = service(() => numbered(100));
    await one.read();
    assert.equal(one.asked.length, 1);
  });

  it("drops repeats when items come while it reads", async () => {
    const items = await service((reads) => [...numbered(reads, 1000).reverse(), ...numbered(250)]).read();
    assert.equal(new Set(items).size, items.length);
    for (const item of numbered(250)) assert.ok(items.includes(item));
  });

  it("reads again what moved to a page already read when items go", async () => {
    // After the first page, its first ten items are gone: ten others move from the second page to the first.
    const items = await service((reads) => (reads === 0 ? numbered(250) : numbered(240, 10))).read();
    for (const item of numbered(240, 10)) assert.ok(items.includes(item), item);
    assert.equal(new Set(items).size, items.length);
  });

  it("ends when the service ignores the page number, counts wrongly, or never stops growing", async () => {
    const stuck = (total: (reads: number) => number, items: (reads: number) => string[]) => {
      let reads = 0;
      return byPageNumber(
        () => {
          assert.ok(reads < 50, "does not end");
          const page = { items: items(reads), totalCount: total(reads), pageSize: 100 };
          reads++;
          return Promise.resolve(page);
        },
        (item) => item,
      );
    };
    assert.equal(
      (
        await stuck(
          () => 1_000_000,
          () => numbered(100),
        )
      ).length,
      100,
    );
    assert.equal(
      (
        await stuck(
          (reads) => 200 + 100 * reads,
          () => numbered(100),
        )
      ).length,
      100,
    );
    assert.equal(
      (
        await stuck(
          () => 500,
          () => [],
        )
      ).length,
      0,
    );
    assert.equal(
      (
        await stuck(
          () => 0,
          () => numbered(5),
        )
      ).length,
      5,
    );
    assert.equal(
      (
        await stuck(
          () => -1,
          () => numbered(5),
        )
      ).length,
      5,
    );
  });

  it("asks for ten at a time where a hundred are refused", async () => {
    const all = numbered(25);
    const sizes: number[] = [];
    const items = await byPageNumber(
      (pageNumber, pageSize) => {
        sizes.push(pageSize);
        if (pageSize > 20)
          return Promise.reject(new ServiceError("no", { action: "x", code: "InvalidParameter.PageSize" }));
        const start = (pageNumber - 1) * pageSize;
        return Promise.resolve({ items: all.slice(start, start + pageSize), totalCount: 25, pageSize });
      },
      (item) => item,
    );
    assert.deepEqual(items, all);
    assert.deepEqual(sizes, [100, 10, 10, 10]);
  });
});

describe("lists by token", () => {
  it("follows the token, and ends when one comes back", async () => {
    const pages: Record<string, { items: string[]; nextToken: string | undefined }> = {
      "": { items: ["a"], nextToken: "1" },
      "1": { items: ["b"], nextToken: "2" },
      "2": { items: ["c"], nextToken: "1" },
    };
    const asked: string[] = [];
    const items = await byToken((token = "") => {
      asked.push(token);
      assert.ok(asked.length < 10, "does not end");
      return Promise.resolve(pages[token] ?? { items: [], nextToken: undefined });
    });
    assert.deepEqual(items, ["a", "b", "c"]);
  });
});
