import assert from "node:assert/strict";
import * as fc from "fast-check";
import { cut, inParallel } from "../../../provider/src/ens/client/chunks";

describe("chunks of a filter", () => {
  it("hold each value once, and no more than a call takes", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.integer({ min: 1, max: 20 }), (ids, most) => {
        const parts = cut({ ids, kind: "x" }, { ids: most });
        assert.deepEqual(
          parts.flatMap((part) => part.ids),
          [...new Set(ids)],
        );
        assert.ok(parts.every((part) => part.ids.length <= most && part.ids.length > 0 && part.kind === "x"));
      }),
    );
  });

  it("go together in every way where two lists are long", () => {
    assert.deepEqual(cut({ a: [1, 2, 3], b: ["x", "y"] }, { a: 2, b: 1 }), [
      { a: [1, 2], b: ["x"] },
      { a: [1, 2], b: ["y"] },
      { a: [3], b: ["x"] },
      { a: [3], b: ["y"] },
    ]);
  });

  it("are the filter itself where no list is given, and none where an empty one is", () => {
    const filter: { ids?: string[]; name: string } = { name: "n" };
    assert.deepEqual(cut(filter, { ids: 5 }), [filter]);
    assert.deepEqual(cut({ ...filter, ids: [] }, { ids: 5 }), []);
  });
});

describe("work in parallel", () => {
  it("goes on at four chunks at a time, and comes back in their order", async () => {
    let running = 0;
    let most = 0;
    const chunks = Array.from({ length: 13 }, (_, n) => n);
    const results = await inParallel(chunks, async (chunk) => {
      running += 1;
      most = Math.max(most, running);
      // Later chunks answer sooner.
      for (let turn = 0; turn < 13 - chunk; turn++) await Promise.resolve();
      running -= 1;
      return [chunk, chunk + 0.5];
    });
    assert.deepEqual(
      results,
      chunks.flatMap((chunk) => [chunk, chunk + 0.5]),
    );
    assert.equal(most, 4);
  });

  it("fails with the first failure, and begins nothing more", async () => {
    const begun: number[] = [];
    const work = async (chunk: number) => {
      begun.push(chunk);
      await Promise.resolve();
      if (chunk === 1) throw new Error("chunk 1");
      // The others are still under way when the first has failed.
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      return [chunk];
    };
    await assert.rejects(inParallel([1, 2, 3, 4, 5, 6, 7, 8], work), /chunk 1/);
    await new Promise(setImmediate);
    assert.deepEqual(begun, [1, 2, 3, 4]);
  });

  it("asks nothing for nothing", async () => {
    assert.deepEqual(await inParallel([], () => assert.fail("asked")), []);
  });
});
