// How long the pure part of a plan takes: its first `check`, and the `check` and `diff` of an `up` that changes nothing.
import { performance } from "node:perf_hooks";
import process from "node:process";
import { Bench } from "tinybench";
import { check, create, diff, planOf } from "./core.mjs";

/** @type {{ timing: "planTime" | "schedule"; events: number }} */
const { timing, events: count } = JSON.parse(process.argv[2] ?? "");

const { events, inputs: news } = planOf(timing, count);

// Every `pulumi` command starts a fresh process, so the very first run is what a user meets.
const start = performance.now();
const inputs = check({}, news);
const coldMs = performance.now() - start;
const outputs = await create(inputs, events);

const bench = new Bench({ time: 300, iterations: 3, warmupTime: 100, warmupIterations: 1, throws: true });
bench.add("first", () => {
  check({}, news);
});
bench.add("unchanged", () => {
  const { changes } = diff(outputs, check(inputs, news));
  if (changes !== false) throw new Error("an unchanged plan has changes");
});
bench.runSync();

console.log(JSON.stringify({ cold: coldMs, first: median("first"), unchanged: median("unchanged") }));

/** @param {string} name */
function median(name) {
  const result = bench.getTask(name)?.result;
  if (!result || !("latency" in result)) throw new Error(`${name} was not measured`);
  return result.latency.p50;
}
