import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type EnsClient,
  EVENT_LEVELS,
  EVENT_STATUSES,
  type HistoryEvent,
  type Instance,
  MIGRATE_EVENT_TYPE,
  type TagResource,
} from "../../provider/src/api/ens";
import { discover } from "../../provider/src/discover/index";
import { check } from "../../provider/src/plan/check";
import { sentenceOf } from "../../provider/src/plan/input/failures";
import { parsePlanned } from "../../provider/src/plan/lines/planned";
import type { PlannedMigration } from "../../provider/src/plan/model/planned";
import { encodeEvents } from "../../sdk/src/events";
import { hostileText } from "../fuzz/hostile";
import { MINUTE, NOW, STACK } from "../plan/builders";
import { runs } from "../plan/schedule/runs";
import { valueOf } from "../sdk/program";

/** What ENS holds. */
interface Account {
  events: HistoryEvent[];
  instances: Instance[];
  tags: TagResource[];
}

const KEYS = ["rack", "__proto__", "constructor", "toString"];
const anyText = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom("", " ", "r1", "r1 ", "R1", "é", "e\u0301", "a|b", "a | b", "a\\u007cb"),
  },
  { weight: 3, arbitrary: hostileText },
);
/** Also what no reader of answers lets through. */
const anyNumber = fc.oneof(fc.double(), fc.constantFrom(0, -1, NOW, 8.64e15 + 1, Number.MAX_SAFE_INTEGER));
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const anyInstance = fc.record({
  instanceName: optional(anyText),
  ensRegionId: optional(anyText),
  isListed: fc.boolean(),
  tags: fc.array(fc.tuple(fc.oneof(fc.constantFrom(...KEYS), hostileText), anyText), { maxLength: 4 }),
  eventStatus: fc.oneof(fc.constantFrom<string>(...EVENT_STATUSES), hostileText),
  eventLevel: optional(fc.oneof(fc.constantFrom<string>(...EVENT_LEVELS), hostileText)),
  notBefore: optional(anyNumber),
  publishTime: optional(anyNumber),
  reason: optional(hostileText),
});

const anyAccount: fc.Arbitrary<Account> = fc
  .array(anyInstance, { minLength: 1, maxLength: 12 })
  .map((all) => ({
    events: all.map((each, index) => {
      const { eventStatus, eventLevel, notBefore, publishTime, reason } = each;
      const given = { eventLevel, notBefore, publishTime, reason };
      const ids = { eventId: `e-${index}`, resourceId: `i-${index}` };
      return { ...ids, eventType: MIGRATE_EVENT_TYPE, eventStatus, ...withoutUndefined(given) };
    }),
    instances: all.flatMap(({ instanceName, ensRegionId, isListed }, index) =>
      isListed ? [{ instanceId: `i-${index}`, ...withoutUndefined({ instanceName, ensRegionId }) }] : [],
    ),
    tags: all.flatMap(({ tags }, index) =>
      tags.map(([tagKey, tagValue]) => ({ resourceId: `i-${index}`, tagKey, tagValue })),
    ),
  }));

describe("what discovery returns is ready for a plan", function () {
  this.timeout("60s");

  it("whatever ENS holds: each event is planned, in its own group, and no group is two", () =>
    fc.assert(
      fc.asyncProperty(anyAccount, optional(fc.constantFrom(...KEYS)), async (account, groupBy) => {
        const lines = await plannedOf(account, groupBy);
        assert.deepEqual(
          lines.map(({ eventId }) => eventId).sort(),
          account.events.map(({ eventId }) => eventId).sort(),
        );
        for (const { resourceId, group, instanceName } of lines) {
          assert.equal(group, groupOf(account, resourceId, groupBy));
          assertNamed(
            instanceName,
            account.instances.find(({ instanceId }) => instanceId === resourceId),
          );
        }
        assertLimit(lines);
      }),
      runs(600),
    ));

  it("instances without the tag, or with an empty value, have no group, and are limited together", async () => {
    const account = accountOf([undefined, "", "r1", " "]);
    const lines = await plannedOf(account, "rack");
    assert.deepEqual(
      lines.map(({ group }) => group),
      [undefined, undefined, "r1", " "],
    );
    assertLimit(lines);
  });

  it("a tag of 10,000 characters and a name of 1,000 stay what they are", async () => {
    const long = "r".repeat(10_000);
    const account = accountOf([long, `${long}2`]);
    account.instances = [{ instanceId: "i-0", instanceName: "n".repeat(1_000) }];
    const lines = await plannedOf(account, "rack");
    assert.deepEqual(
      lines.map(({ group }) => group),
      [long, `${long}2`],
    );
    assert.match(lines[0]?.instanceName ?? "", /^n+…$/);
  });

  it("an event whose id no order could name is not left out: the plan says which it is", async () => {
    const account = accountOf(["r1", "r1"]);
    account.events[1] = { ...(account.events[1] as HistoryEvent), resourceId: "aic-1" };
    const { failures } = await checked(account, undefined);
    assert.deepEqual(failures.map(sentenceOf), [
      'events[1].resourceId of e-1: "aic-1" must be an id of the form i-…',
    ]);
  });
});

/** An account with an instance for each value of the tag `rack`. */
function accountOf(racks: readonly (string | undefined)[]): Account {
  return {
    events: racks.map((_, index) => ({
      eventId: `e-${index}`,
      resourceId: `i-${index}`,
      eventType: MIGRATE_EVENT_TYPE,
      eventStatus: "Inquiring",
    })),
    instances: [],
    tags: racks.flatMap((tagValue, index) =>
      tagValue === undefined ? [] : [{ resourceId: `i-${index}`, tagKey: "rack", tagValue }],
    ),
  };
}

async function checked(account: Account, groupBy: string | undefined): Promise<ReturnType<typeof check>> {
  const ens: Pick<EnsClient, "describeHistoryEvents" | "describeInstances" | "listTagResources"> = {
    describeHistoryEvents: () => Promise.resolve([...account.events]),
    describeInstances: () => Promise.resolve(account.instances),
    listTagResources: () => Promise.resolve(account.tags),
  };
  const found = await discover(ens as EnsClient, groupBy === undefined ? {} : { groupBy });
  const { events } = encodeEvents(found);
  const inputs = {
    events: await valueOf(events),
    dataPolicy: "force_transfer",
    label: "edge",
    stack: STACK,
    schedule: {
      timeZone: "Asia/Shanghai",
      windows: [
        { days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], startTime: "00:00", duration: "23h" },
      ],
      maxUnavailable: 1,
      assumedDowntime: "15m",
    },
  };
  return check({}, inputs, NOW);
}

async function plannedOf(account: Account, groupBy: string | undefined): Promise<PlannedMigration[]> {
  const { inputs, failures } = await checked(account, groupBy);
  assert.deepEqual(failures, []);
  return Object.entries(inputs["planned"] as Record<string, string>).map(([eventId, line]) =>
    parsePlanned(eventId, line),
  );
}

function groupOf(
  { instances, tags }: Account,
  resourceId: string,
  groupBy: string | undefined,
): string | undefined {
  const group =
    groupBy === undefined
      ? instances.find(({ instanceId }) => instanceId === resourceId)?.ensRegionId
      : tags.findLast((tag) => tag.resourceId === resourceId && tag.tagKey === groupBy)?.tagValue;
  return group === "" ? undefined : group;
}

/** A long name is cut where the line shows it, and says so. */
function assertNamed(shown: string | undefined, instance: Instance | undefined): void {
  const { instanceName = "", instanceId } = instance ?? {};
  if (shown?.endsWith("…") && shown !== instanceName) assert.ok(instanceName.startsWith(shown.slice(0, -1)));
  else assert.equal(shown ?? "", instanceName === instanceId ? "" : instanceName);
}

/** One instance of a group at a time, for a quarter of an hour; and not fewer. */
function assertLimit(lines: readonly PlannedMigration[]): void {
  const starts = new Map<string | undefined, number[]>();
  for (const { group, terms } of lines) {
    assert.equal(terms.opsType, "scheduled");
    starts.set(group, [...(starts.get(group) ?? []), terms.planTime - (terms.planTime % 1_000)]);
  }
  const begin = Math.min(...[...starts.values()].flat());
  for (const times of starts.values()) {
    const sorted = times.sort((a, b) => a - b);
    assert.deepEqual(
      sorted,
      sorted.map((_, index) => begin + index * 15 * MINUTE),
    );
  }
}

function withoutUndefined<T extends object>(value: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
