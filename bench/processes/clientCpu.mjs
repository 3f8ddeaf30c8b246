// The CPU time that a client spends on one signed call, sequentially, with the server in another process.
import process from "node:process";
import OpenApi, { $OpenApiUtil } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
import { EVENT_STATUSES, MIGRATE_EVENT_TYPE } from "../../provider/dist/api/ens.js";
import { openEnsClient } from "../../provider/dist/ens/index.js";
import { plannedEvents } from "./events.mjs";
import { minimalClient } from "./minimalClient.mjs";

/** @typedef {"builtin" | "minimal" | "vendor"} ClientName */
/** @type {{ client: ClientName; work: "call" | "page" | "orders"; port: number; calls: number }} */
const { client, work, port, calls } = JSON.parse(process.argv[2] ?? "");

const WARM_UP = Math.min(200, calls);
const KEY = { id: "bench-key-id", secret: "bench-key-secret" };
const TYPES = "Instance:SystemUpgrade.Migrate";
const STATUSES = ["Inquiring", "Scheduled", "Executing", "Executed", "Failed", "Canceled", "Avoided"];

// The least that can be asked, and what a plan asks: pages of a hundred events, twenty orders a call.
const instances = plannedEvents(work === "call" ? 1 : 100, 0).map(({ resourceId }) => resourceId);
const orders = plannedEvents(20, 1_796_086_800_000);

const call = await callOf(client);
for (let n = 0; n < WARM_UP; n++) await call();
const before = process.cpuUsage();
for (let n = 0; n < calls; n++) await call();
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpu: (user + system) / calls }));
process.exit();

/**
 * @param {ClientName} name
 * @returns {Promise<() => Promise<void>>}
 */
async function callOf(name) {
  switch (name) {
    case "builtin":
      return builtin();
    case "minimal":
      return minimal();
    case "vendor":
      return vendor();
  }
}

/** The project's own client, whole: retries, limits, checked answers. */
async function builtin() {
  /** @type {Record<string, string>} */
  const config = {
    "ens:endpoint": `http://127.0.0.1:${port}`,
    "ens:transport": "builtin",
    "alicloud:accessKey": KEY.id,
    "alicloud:secretKey": KEY.secret,
  };
  const opened = await openEnsClient({
    config: (key) => config[key],
    env: {},
    programDirectory: process.cwd(),
  });
  const filter = {
    eventTypes: [MIGRATE_EVENT_TYPE],
    eventStatus: EVENT_STATUSES,
    resourceIds: instances,
  };
  /** @type {import("../../provider/src/api/ens.js").EventInfo[]} */
  const eventInfos = orders.map((order) => ({
    ...order,
    opsType: "scheduled",
    dataPolicy: "force_transfer",
  }));
  return work !== "orders"
    ? async () => {
        const events = await opened.describeHistoryEvents(filter);
        expectCount(events.length, instances.length);
      }
    : async () => {
        const { results } = await opened.batchEventMigrateInstance(eventInfos);
        expectCount(results.length, orders.length);
      };
}

/** As little as a signed call can be. Writes take a connection each, as the project's client has them do. */
function minimal() {
  const send = minimalClient({ port, key: KEY, keepAlive: work !== "orders" });
  return async () => {
    const answer = /** @type {Answer} */ (await send(action(), query()));
    expectCount(count(answer), expected());
  };
}

/** The vendor's core, which its generated clients are a thin layer over. */
function vendor() {
  const api = new OpenApi.default(
    new $OpenApiUtil.Config({
      accessKeyId: KEY.id,
      accessKeySecret: KEY.secret,
      endpoint: `127.0.0.1:${port}`,
      protocol: "HTTP",
    }),
  );
  const params = new $OpenApiUtil.Params({
    action: action(),
    version: "2017-11-10",
    protocol: "HTTPS",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  return async () => {
    const request = new $OpenApiUtil.OpenApiRequest({ query: query() });
    const runtime = new RuntimeOptions({ readTimeout: 30_000, connectTimeout: 30_000 });
    const { body } = await api.callApi(params, request, runtime);
    expectCount(count(/** @type {Answer} */ (body)), expected());
  };
}

function action() {
  return work === "orders" ? "BatchEventMigrateInstance" : "DescribeHistoryEvents";
}

/** @returns {Record<string, string>} */
function query() {
  if (work !== "orders") {
    return {
      EventTypes: TYPES,
      EventStatus: STATUSES.join(","),
      ResourceIds: instances.join(","),
      PageNumber: "1",
      PageSize: "100",
    };
  }
  const infos = orders.map(({ eventId, resourceId, planTime }) => ({
    DataPolicy: "force_transfer",
    EventId: eventId,
    OpsType: "scheduled",
    PlanTime: planTime,
    ResourceId: resourceId,
  }));
  return { EventInfos: JSON.stringify(infos) };
}

/** @typedef {{ Events?: unknown[]; Results?: unknown[] }} Answer */

/** @param {Answer} answer */
function count({ Events, Results }) {
  return (Events ?? Results ?? []).length;
}

function expected() {
  return work === "orders" ? orders.length : instances.length;
}

/**
 * @param {number} seen
 * @param {number} wanted
 */
function expectCount(seen, wanted) {
  if (seen !== wanted) throw new Error(`${client} ${work}: ${seen} entries instead of ${wanted}`);
}
