// The memory of a process that plans, orders and compares so many events.
import { readFileSync } from "node:fs";
import process from "node:process";
import { coreOf } from "./core.mjs";

/** @type {{ checkout: string; events: number }} */
const { checkout, events: count } = JSON.parse(process.argv[2] ?? "");

const { check, diff, create, planOf } = coreOf(checkout);
const loadedMB = peakMB();
const { events, inputs: news } = planOf("planTime", count);
const inputs = check({}, news);
const outputs = await create(inputs, events);
if (diff(outputs, check(inputs, news)).changes !== false) throw new Error("an unchanged plan has changes");

console.log(JSON.stringify({ loadedMB, peakMB: peakMB() }));

/** What `resourceUsage` calls the peak of a process on Linux begins with that of the process that started it. */
function peakMB() {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS / 1024;
}
