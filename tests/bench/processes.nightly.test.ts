import assert from "node:assert/strict";
import { type Benchmark, measure, type Samples } from "../../bench/benchmark";
import { clientCpu } from "../../bench/rows/clientCpu";
import { pluginProcess } from "../../bench/rows/pluginProcess";
import { providerProcess } from "../../bench/rows/providerProcess";
import { purePart } from "../../bench/rows/purePart";
import { TINY } from "../../bench/sizes";

// Those that need no Pulumi CLI; `npm run bench -- --tiny` runs all.
describe("benchmarks of the parts", function () {
  this.timeout("300s");

  async function measured(benchmark: Benchmark): Promise<Samples> {
    const samples = await measure(benchmark, TINY, () => undefined);
    for (const row of benchmark.rows(samples, TINY)) {
      assert.ok(Number.isFinite(row.measured.median), row.work);
      assert.ok(row.ratio === undefined || Number.isFinite(row.ratio), row.work);
    }
    return samples;
  }

  it("run the pure part at both sizes", () => measured(purePart));

  it("run every client against the same server", async () => {
    const samples = await measured(clientCpu);
    const expected = ["call", "page", "orders"].flatMap((work) =>
      ["builtin", "minimal", "vendor"].map((client) => `${client} ${work}`),
    );
    assert.deepEqual(Object.keys(samples), expected);
  });

  it("load the provider as its host does: nothing but this project's own modules before a call", async () => {
    const samples = await measured(providerProcess);
    assert.deepEqual(samples["plan foreign modules"], [0], Object.keys(samples).join(", "));
    assert.deepEqual(samples["empty own modules"], [0]);
    assert.notDeepEqual(samples["plan own modules"], [0]);
  });

  it("start the plugin as the engine does", async () => {
    const samples = await measured(pluginProcess);
    assert.deepEqual(Object.keys(samples), ["start", "rest"]);
  });
});
