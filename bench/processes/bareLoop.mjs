// The calls of a plan's first `up` without a plan: reads all events, orders all, reads all again, over the project's transport.
import { performance } from "node:perf_hooks";
import process from "node:process";
import { resolveEndpoint } from "../../provider/dist/ens/settings/endpoint.js";
import { createBuiltinTransport } from "../../provider/dist/ens/transport/builtin.js";
import { batchEventMigrateInstance } from "../../provider/dist/ens/wire/batchEventMigrateInstance.js";
import { describeHistoryEvents } from "../../provider/dist/ens/wire/describeHistoryEvents.js";
import { callOf } from "../../provider/dist/ens/wire/operation.js";
import { inThirtyDays, plannedEvents } from "./events.mjs";

/** @type {{ endpoint: string; key: { id: string; secret: string }; events: number }} */
const { endpoint, key, events: count } = JSON.parse(process.argv[2] ?? "");

const EVENTS_PER_READ = 100;
const EVENTS_PER_WRITE = 20;

const events = plannedEvents(count, inThirtyDays());
const settings = { config: () => undefined, env: { ENS_ENDPOINT: endpoint } };
const transport = createBuiltinTransport(
  resolveEndpoint(settings),
  { connectMs: 10_000, readMs: 30_000 },
  undefined,
);

const start = performance.now();
await readAll();
for (const orders of chunks(events, EVENTS_PER_WRITE)) {
  const eventInfos = orders.map((order) => ({
    ...order,
    opsType: /** @type {const} */ ("scheduled"),
    dataPolicy: /** @type {const} */ ("force_transfer"),
  }));
  await send(callOf(batchEventMigrateInstance, { eventInfos }));
}
await readAll();
console.log(JSON.stringify({ seconds: (performance.now() - start) / 1_000 }));
process.exit();

async function readAll() {
  for (const page of chunks(events, EVENTS_PER_READ)) {
    await send(
      callOf(describeHistoryEvents, {
        eventTypes: ["Instance:SystemUpgrade.Migrate"],
        eventStatus: ["Inquiring", "Scheduled", "Executing", "Executed", "Failed", "Canceled", "Avoided"],
        resourceIds: page.map(({ resourceId }) => resourceId),
        pageNumber: 1,
        pageSize: EVENTS_PER_READ,
      }),
    );
  }
}

/** @param {import("../../provider/dist/ens/wire/operation.js").Call} call */
async function send(call) {
  const credentials = { accessKeyId: key.id, accessKeySecret: key.secret };
  const result = await transport.send(call, credentials, { deadline: Date.now() + 60_000 });
  if (result.kind !== "ok") throw new Error(`${call.action}: ${JSON.stringify(result)}`);
}

/**
 * @template T
 * @param {readonly T[]} values
 * @param {number} size
 */
function* chunks(values, size) {
  for (let at = 0; at < values.length; at += size) yield values.slice(at, at + size);
}
