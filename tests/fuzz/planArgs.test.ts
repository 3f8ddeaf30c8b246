import assert from "node:assert/strict";
import fc from "fast-check";
import { check } from "../../provider/src/plan/check";
import { diff } from "../../provider/src/plan/diff";
import { readOptions } from "../../provider/src/plan/input/options";
import { parsePlanned } from "../../provider/src/plan/lines/planned";
import { writeState } from "../../provider/src/plan/state/state";
import { encodeEvents } from "../../sdk/src/events";
import { DAY, NOW, planState, STACK } from "../plan/builders";
import { runs } from "../plan/schedule/runs";
import { valueOf } from "../sdk/program";
import { assertUnpolluted, counter, hostileJson, hostileText, spoilt } from "./hostile";

type Plain = Record<string, unknown>;

const tried = counter("arguments of a MigrationPlan");

const OPTIONS = {
  dataPolicy: "force_transfer",
  acknowledgeDataLoss: true,
  waitFor: "scheduled",
  timeout: "400d",
  pollInterval: "10s",
  onRemove: "fail",
  onReschedule: "fail",
  onExistingOrder: "keep",
  onUnknownEvent: "send",
  maxErrors: "10%",
  eventsPerCall: 20,
  connection: {
    profile: "ops",
    roleArn: "acs:ram::1:role/a",
    region: "cn-hangzhou",
    endpoint: "ens.aliyuncs.com",
  },
  changeTicket: "CHG-1",
};

const EVENTS = [
  { eventId: "e-1", resourceId: "i-1", planTime: "2026-12-05T01:30:00+08:00", group: "beijing" },
  {
    eventId: "e-2",
    resourceId: "i-2",
    opsType: "immediate",
    dataPolicy: "abandon",
    password: "Secret123word",
    tags: { tier: "cache" },
  },
  { eventId: "e-3", resourceId: "i-3", planTime: NOW + DAY, deadline: "2026-12-05T01:30:00Z", priority: -1 },
];

const SCHEDULE = {
  timeZone: "Asia/Shanghai",
  windows: [
    { days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" },
    { cron: "0 1 * * 6#2", duration: "PT3H", timeZone: "Europe/Berlin" },
  ],
  startDate: "2026-12-02",
  endDate: "2027-06-30",
  minLeadTime: "30m",
  exclusions: [{ from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" }],
  waves: [1, "10%", "50%"],
  interval: "30m",
  stagger: "60s",
  maxUnavailable: "20%",
  assumedDowntime: "20m",
  replan: "once",
};

const TIMED = { ...OPTIONS, events: EVENTS };
const SCHEDULED = {
  ...OPTIONS,
  events: [
    { eventId: "e-1", resourceId: "i-1", group: "beijing" },
    { eventId: "e-2", resourceId: "i-2" },
    EVENTS[2],
  ],
  schedule: SCHEDULE,
};

/** Words that mean something in one place or another, and edges of what may be written there. */
const anyWord: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    "0000-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "1969-12-31T23:59:59.999Z",
    "2026-02-30T00:00:00Z",
    "2026-12-05",
    "2026-12-05T24:00:00Z",
    "0000-01-01",
    "9999-12-31",
    "0s",
    "0.0001s",
    "1e3s",
    "PT0S",
    "P9999999999D",
    "0 * * * *",
    "0 0 30 2 *",
    "0 0 31 4,6,9,11 *",
    "0 0 29 2 *",
    "@yearly",
    "0 0 1 1 * *",
    "0 0 L * 5L",
    "60 * * * *",
    "*/0 * * * *",
    "0 0 * * 7#9",
    "100%",
    "0%",
    "0.0000001%",
    "101%",
    "Etc/GMT+12",
    "+08:00",
    "UTC",
    "e-1",
    "i-1",
    "immediate",
    "abandon",
    [],
    {},
    [[]],
  ),
);

/** What the provider gets of a program's arguments: through the SDK's encoding, and as JSON. */
async function received(args: Plain): Promise<Plain> {
  const { events, ...rest } = args;
  const encoded = encodeEvents(events as Parameters<typeof encodeEvents>[0]);
  const passwords = encoded.passwords && (await valueOf(encoded.passwords));
  const inputs = {
    ...rest,
    events: encoded.events,
    ...(passwords && { passwords }),
    label: "edge",
    stack: STACK,
  };
  return JSON.parse(JSON.stringify(inputs)) as Plain;
}

/** Whether a property path leads to something in the arguments, or to a member that something there lacks. */
function leadsSomewhere(value: unknown, path: string): boolean {
  if (path === "") return true;
  if (typeof value !== "object" || value === null) return false;
  const index = /^\[(\d+)\]/.exec(path);
  if (index) {
    const [text, digits] = index;
    const at = Number(digits);
    return Array.isArray(value) && at < value.length && leadsSomewhere(value[at], path.slice(text.length));
  }
  const name = path.replace(/^\./, "");
  const members = Object.entries(value).filter(([key]) => name.startsWith(key));
  return (
    members.some(([key, member]) => leadsSomewhere(member, name.slice(key.length))) || /^\w+$/.test(name)
  );
}

async function assertSound(args: Plain, olds: Plain): Promise<void> {
  const news = await received(args);
  const { inputs, failures } = check(olds, news, NOW);
  tried();
  assertUnpolluted(inputs);
  for (const { property, reason } of failures) {
    assert.ok(leadsSomewhere(args, property), `there is no ${property} in the arguments`);
    assert.ok(reason.length > 0 && !/\[object/.test(reason), `${property}: ${reason}`);
  }
  if (failures.length > 0) return;
  const planned = inputs["planned"] as Record<string, string>;
  for (const [eventId, line] of Object.entries(planned)) parsePlanned(eventId, line);
  const { events = [] } = args as { events?: unknown[] };
  assert.equal(Object.keys(planned).length, events.length);
  readOptions(inputs);
  diff({ ...writeState(planState()) }, inputs, NOW);
  const again = check(inputs, news, NOW);
  assert.deepEqual(
    [again.inputs, again.failures],
    [inputs, []],
    "the same arguments again are something else",
  );
}

describe("arguments of a MigrationPlan", function () {
  this.timeout("60s");

  for (const [what, good] of [
    ["with times", TIMED],
    ["with a schedule", SCHEDULED],
  ] as const) {
    it(`are well ${what}`, async () => {
      assert.deepEqual(check({}, await received(good), NOW).failures, []);
    });

    for (const [when, olds] of [
      ["first", {}],
      ["later", { planned: {} }],
    ] as const) {
      it(`${what} are refused with a path and a reason where something is wrong with them, ${when}`, () =>
        fc.assert(
          fc.asyncProperty(spoilt(good, fc.oneof(hostileJson, anyWord, hostileText)), async (args) => {
            fc.pre(typeof args === "object" && args !== null && !Array.isArray(args));
            await assertSound(args as Plain, olds);
          }),
          runs(500),
        ));
    }
  }

  it("may be none, one, or very many events", async () => {
    for (const size of [0, 1, 10_000, 100_000]) {
      const events = Array.from({ length: size }, (_, index) => ({
        eventId: `e-${index}`,
        resourceId: `i-${index}`,
        planTime: NOW + DAY,
      }));
      const { inputs, failures } = check({}, await received({ ...OPTIONS, events }), NOW);
      tried();
      assert.deepEqual(failures, []);
      assert.equal(Object.keys(inputs["planned"] as object).length, size);
    }
  });
});
