import assert from "node:assert/strict";
import type { Benchmark } from "../../bench/benchmark";
import { measure } from "../../bench/measure";
import { SIZES } from "../../bench/sizes";

const quiet = (): void => undefined;

/** A benchmark that writes down when what was measured. */
function recorded(diary: string[], fails?: string): Benchmark {
  return {
    name: "recorded",
    tellsRevisionsApart: true,
    rows: () => [],
    prepare: (checkout) => {
      diary.push(`prepare ${checkout}`);
      if (fails === checkout) return Promise.reject(new Error("cannot be prepared"));
      const run = (name: string, rounds: number) => ({
        rounds,
        measure: () => Promise.resolve({ [name]: diary.push(`${checkout}.${name}`) }),
      });
      return Promise.resolve({
        runs: [run("a", 2), run("b", 1)],
        release: () => Promise.resolve(void diary.push(`release ${checkout}`)),
      });
    },
  };
}

describe("measuring", () => {
  it("lets runs and revisions take turns, each as often as it asks for", async () => {
    const diary: string[] = [];
    const samples = await measure(recorded(diary), ["this", "that"], SIZES.tiny, quiet);
    assert.deepEqual(diary, [
      "prepare this",
      "prepare that",
      "this.a",
      "that.a",
      "this.b",
      "that.b",
      "this.a",
      "that.a",
      "release this",
      "release that",
    ]);
    assert.deepEqual(samples, [
      { a: [3, 7], b: [5] },
      { a: [4, 8], b: [6] },
    ]);
  });

  it("clears up what was prepared when the next cannot be", async () => {
    const diary: string[] = [];
    await assert.rejects(
      measure(recorded(diary, "that"), ["this", "that"], SIZES.tiny, quiet),
      /cannot be prepared/,
    );
    assert.deepEqual(diary, ["prepare this", "prepare that", "release this"]);
  });
});
