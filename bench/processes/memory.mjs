// The memory of a process that plans, orders and compares so many events.
import process from "node:process";
import { coreOf } from "./core.mjs";

/** @type {{ checkout: string; events: number }} */
const { checkout, events: count } = JSON.parse(process.argv[2] ?? "");

const { check, diff, create, planOf } = coreOf(checkout);
const loadedMB = process.resourceUsage().maxRSS / 1024;
const { events, inputs: news } = planOf("planTime", count);
const inputs = check({}, news);
const outputs = await create(inputs, events);
if (diff(outputs, check(inputs, news)).changes !== false) throw new Error("an unchanged plan has changes");

console.log(JSON.stringify({ loadedMB, peakMB: process.resourceUsage().maxRSS / 1024 }));
