import assert from "node:assert/strict";
import path from "node:path";
import type { Benchmark, Samples } from "../../bench/benchmark";
import { measure } from "../../bench/measure";
import { clientCpu } from "../../bench/rows/clientCpu";
import { memory } from "../../bench/rows/memory";
import { providerProcess } from "../../bench/rows/providerProcess";
import { purePart } from "../../bench/rows/purePart";
import { SIZES } from "../../bench/sizes";

const ROOT = path.resolve(__dirname, "../..");

// Those that need no Pulumi CLI; `npm run bench:smoke` runs all.
describe("benchmarks of the parts", function () {
  this.timeout("300s");

  async function measured(benchmark: Benchmark): Promise<Samples> {
    const [samples = {}] = await measure(benchmark, [ROOT], SIZES.tiny, () => undefined);
    for (const row of benchmark.rows(samples, SIZES.tiny)) {
      assert.ok(row.measured.runs > 0 && Number.isFinite(row.measured.median), row.work);
      assert.ok(row.ratio === undefined || Number.isFinite(row.ratio), row.work);
    }
    return samples;
  }

  it("run the pure part at every size", async () => {
    const samples = await measured(purePart);
    for (const events of SIZES.tiny.pure.events) {
      assert.ok((samples[`schedule first ${events}`]?.[0] ?? 0) > 0, `${events} events`);
    }
  });

  it("run every client against the same server", async () => {
    const samples = await measured(clientCpu);
    const clients = ["builtin", "minimal", "vendor"];
    const expected = clients.flatMap((client) =>
      ["call", "orders", "page"].map((work) => `${client} ${work}`),
    );
    assert.deepEqual(Object.keys(samples).sort(), expected);
  });

  it("load the provider as its host does, and see which modules it brings", async () => {
    const samples = await measured(providerProcess);
    assert.ok(samples["plan loads provider/dist/dynamic/provider.js"]);
    assert.ok(!Object.keys(samples).some((metric) => metric.startsWith("empty loads")));
  });

  it("see the memory of a process", async () => {
    const samples = await measured(memory);
    const [few = 0, many = 0] = SIZES.tiny.memory.events.map((events) => samples[`peak ${events}`]?.[0]);
    // At sizes this small the garbage collector decides which is larger.
    assert.ok(few > 20 && many > 20, `${few} MB, ${many} MB`);
  });
});
