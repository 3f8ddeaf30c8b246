import assert from "node:assert/strict";
import { inParallel } from "../../../provider/src/ens/client/inParallel";

describe("work in parallel", () => {
  it("goes on at four chunks at a time, and comes back in the order of the items", async () => {
    let running = 0;
    let most = 0;
    const items = Array.from({ length: 25 }, (_, n) => n);
    const results = await inParallel(items, 2, async function* (chunk) {
      running += 1;
      most = Math.max(most, running);
      // Later chunks answer sooner.
      for (let turn = 0; turn < 25 - (chunk[0] ?? 0); turn++) await Promise.resolve();
      running -= 1;
      yield* chunk.map((item) => item * 10);
    });
    assert.deepEqual(
      results,
      items.map((item) => item * 10),
    );
    assert.equal(most, 4);
  });

  it("fails with the first failure", async () => {
    const work = async function* (chunk: readonly number[]) {
      await Promise.resolve();
      if (chunk[0] === 3) throw new Error("chunk 3");
      yield* chunk;
    };
    await assert.rejects(inParallel([1, 2, 3, 4], 1, work), /chunk 3/);
  });

  it("begins nothing more after a failure", async () => {
    const begun: number[] = [];
    const work = async function* (chunk: readonly number[]) {
      begun.push(chunk[0] ?? 0);
      await Promise.resolve();
      if (chunk[0] === 1) throw new Error("chunk 1");
      // The others are still under way when the first has failed.
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      yield* chunk;
    };
    await assert.rejects(inParallel([1, 2, 3, 4, 5, 6, 7, 8], 1, work), /chunk 1/);
    await new Promise(setImmediate);
    assert.deepEqual(begun, [1, 2, 3, 4]);
  });

  it("asks nothing for nothing", async () => {
    assert.deepEqual(await inParallel([], 1, () => assert.fail("asked")), []);
  });
});
