import assert from "node:assert/strict";
import type {
  ActionName,
  Emulator,
  EmulatorOptions,
  EventSeed,
  FaultInput,
} from "../../../emulator/src/index";
import { type Key, MIGRATE, numberedEvents, scheduled, type WireBody, type WireResult } from "../support";
import type { VendorAnswer } from "./clientProcess";
import type { VendorClient } from "./languages";

/** One client of the vendor against one emulator. */
export interface Session {
  readonly emulator: Emulator;
  readonly client: VendorClient;
  /** Carries out a call and checks that the emulator met it once, and that the client tells what it was answered. */
  readonly call: (action: ActionName, parameters: Parameters, key?: Key) => Promise<VendorAnswer>;
}

/** As the vendor's request classes have them: lists are lists, but for those that its models declare as text. */
type Parameters = Readonly<Record<string, unknown>>;

export interface Case {
  readonly name: string;
  readonly actions: readonly ActionName[];
  /** Lists go as `Name.1`, also those that the vendor's own request classes send as text. */
  readonly numbered?: true;
  /** Only for clients that read a header when they are throttled. */
  readonly readsRetryHeader?: true;
  readonly options?: EmulatorOptions;
  readonly run: (session: Session) => Promise<void>;
}

/** What query encodings disagree about, in one value. */
const ODD = `a b+c%20d"e'f&g=h/中文~*!();:@#?[1]\\`;

function success(answer: VendorAnswer): WireBody {
  assert.ok("body" in answer, `refused: ${JSON.stringify(answer)}`);
  return answer.body as WireBody;
}

/** The code of an error; null where no answer of the API came. */
function refusal(answer: VendorAnswer): string | null {
  assert.ok(!("body" in answer), `not refused: ${JSON.stringify(answer)}`);
  return answer.code;
}

function resultCodes(results: readonly WireResult[] | undefined): readonly (readonly [string, number])[] {
  return (results ?? []).map(({ EventId, Code }) => [EventId, Code] as const);
}

function batch(...events: readonly number[]): Parameters {
  return { EventInfos: events.map((number) => scheduled(number)) };
}

const HISTORY = { EventTypes: [MIGRATE], PageSize: 100 };

const THREE = { seed: { events: numberedEvents(3) } };

const MIXED_EVENTS: readonly EventSeed[] = [
  { eventId: "e-1", resourceId: "i-1", eventLevel: "CRITICAL" },
  { eventId: "e-2", resourceId: "i-2", eventLevel: "WARN", eventStatus: "Canceled" },
  { eventId: "e-3", resourceId: ODD.replaceAll(",", ""), eventLevel: "INFO" },
  { eventId: "e-4", resourceId: "i-1", eventType: "Disk:Stalled", eventLevel: "INFO" },
];

/** What of the history a filter finds. */
const HISTORY_FILTERS: readonly (readonly [Parameters, readonly string[]])[] = [
  [{ EventTypes: [MIGRATE] }, ["e-1", "e-2", "e-3"]],
  [{ EventTypes: [MIGRATE, "Disk:Stalled"] }, ["e-1", "e-2", "e-3", "e-4"]],
  [{ EventTypes: [MIGRATE], EventLevels: ["CRITICAL", "INFO"] }, ["e-1", "e-3"]],
  [{ EventTypes: [MIGRATE], EventStatus: ["Canceled"] }, ["e-2"]],
  [{ EventTypes: [MIGRATE], ResourceIds: ["i-2", ODD] }, ["e-2", "e-3"]],
  [{ EventTypes: [MIGRATE], EventStatus: ["Inquiring"], ResourceIds: ["i-2"] }, []],
];

const INSTANCES: EmulatorOptions = {
  behaviour: { tagPageSize: 2 },
  seed: {
    instances: [
      { instanceId: "i-1", instanceName: ODD, ensRegionId: "cn-a", tags: { team: ODD, stage: "test" } },
      { instanceId: "i-2", instanceName: "web", ensRegionId: "cn-b", tags: { [ODD]: "1", team: "edge" } },
      { instanceId: "i-3", instanceName: "db", ensRegionId: "cn-c", status: "Stopped" },
    ],
  },
};

/** What instances a filter finds. */
const INSTANCE_FILTERS: readonly (readonly [Parameters, readonly string[]])[] = [
  [{}, ["i-1", "i-2", "i-3"]],
  [{ InstanceId: "i-2" }, ["i-2"]],
  [{ InstanceIds: JSON.stringify(["i-1", "i-3"]) }, ["i-1", "i-3"]],
  [{ EnsRegionId: "cn-b" }, ["i-2"]],
  [{ EnsRegionIds: JSON.stringify(["cn-a", "cn-b"]) }, ["i-1", "i-2"]],
  [{ InstanceName: ODD }, ["i-1"]],
  [{ Status: "Stopped" }, ["i-3"]],
  [{ Tags: [{ Key: "team", Value: ODD }] }, ["i-1"]],
  [
    {
      Tags: [
        { Key: ODD, Value: "1" },
        { Key: "team", Value: "edge" },
      ],
    },
    ["i-2"],
  ],
  [{ PageNumber: 2, PageSize: 2 }, ["i-3"]],
];

/** Filters of instances that the emulator knows and has no data for. */
const UNKNOWN_FILTERS: Parameters = {
  EipAddresses: ["192.0.2.1"],
  EnsServiceId: "ens-1",
  ImageId: "m-1",
  InstanceResourceType: "EnsInstance",
  InstanceType: "ens.sn1.small",
  IntranetIp: "192.0.2.1",
  NetworkId: "n-1",
  OrderByParams: '{"instanceId":"asc"}',
  SearchKey: ODD,
  SecurityGroupId: "sg-1",
  ServiceStatus: ["Running"],
  VSwitchId: "vsw-1",
  VpdId: "vpd-1",
  VpdVSwitchId: "vsw-2",
};

/** What tags a filter finds. */
const TAG_FILTERS: readonly (readonly [Parameters, readonly string[]])[] = [
  [{ ResourceId: ["i-1"] }, [`i-1 team=${ODD}`, "i-1 stage=test"]],
  [{ ResourceId: ["i-2", "i-3"] }, [`i-2 ${ODD}=1`, "i-2 team=edge"]],
  [{ Tag: [{ Key: "team", Value: ODD }] }, [`i-1 team=${ODD}`, "i-1 stage=test"]],
  [
    {
      Tag: [
        { Key: ODD, Value: "1" },
        { Key: "team", Value: "edge" },
      ],
    },
    [`i-2 ${ODD}=1`, "i-2 team=edge"],
  ],
  [{ ResourceId: ["i-1"], Tag: [{ Key: ODD, Value: "1" }] }, []],
];

const TEMPORARY = {
  accessKeyId: "STS.Nabc",
  accessKeySecret: "s+e/c=",
  securityToken: `CAIS+/=${"x".repeat(60)}`,
};

const KEYS: EmulatorOptions = {
  seed: {
    credentials: [
      { accessKeyId: "good", accessKeySecret: "secret" },
      { accessKeyId: "disabled", accessKeySecret: "secret", active: false },
      TEMPORARY,
      {
        ...TEMPORARY,
        accessKeyId: "STS.old",
        securityToken: "old token",
        expiration: "2026-01-01T00:00:00Z",
      },
    ],
  },
};

const SIGNED_WRONG = ["SignatureDoesNotMatch", "InvalidAccessKeySecret"];

const WRONG_KEYS: readonly (readonly [Key, readonly string[]])[] = [
  [{ accessKeyId: "nobody", accessKeySecret: "secret" }, ["InvalidAccessKeyId.NotFound"]],
  [{ accessKeyId: "disabled", accessKeySecret: "secret" }, ["InvalidAccessKeyId.Inactive"]],
  // The Python core compares the string that was signed with its own, and names this code where they agree.
  [{ accessKeyId: "good", accessKeySecret: "other" }, SIGNED_WRONG],
  [{ ...TEMPORARY, accessKeySecret: "other" }, SIGNED_WRONG],
  [{ ...TEMPORARY, securityToken: null }, ["MissingSecurityToken"]],
  [{ ...TEMPORARY, securityToken: "made up" }, ["InvalidSecurityToken.Malformed"]],
  [{ ...TEMPORARY, securityToken: "old token" }, ["InvalidSecurityToken.MismatchWithAccessKey"]],
  [{ ...TEMPORARY, accessKeyId: "STS.old", securityToken: "old token" }, ["InvalidSecurityToken.Expired"]],
];

/** Faults that end in an error of the API, and its code. */
const REFUSING_FAULTS: readonly (readonly [FaultInput, string])[] = [
  [{ kind: "throttle" }, "Throttling.Api"],
  [{ kind: "throttle", status: 429, code: "Throttling.User", retryAfterMs: 200 }, "Throttling.User"],
  [{ kind: "status" }, "InternalError"],
  [{ kind: "status", status: 503 }, "ServiceUnavailable"],
  [{ kind: "status", status: 403, code: "Forbidden.RAM", message: "No. 不 +" }, "Forbidden.RAM"],
  [{ kind: "noPermission" }, "NoPermission"],
  [{ kind: "expiredToken" }, "InvalidSecurityToken.Expired"],
];

/** Faults that end in no answer of the API. */
const BREAKING_FAULTS: readonly FaultInput[] = [
  { kind: "html" },
  { kind: "empty" },
  { kind: "notJson" },
  { kind: "truncate" },
  { kind: "reset" },
  { kind: "reset", when: "midBody" },
];

/** Faults that only take time. */
const SLOW_FAULTS: readonly FaultInput[] = [
  { kind: "delay", ms: 20 },
  { kind: "delay", ms: 20, when: "after" },
  { kind: "drip", bytes: 50, intervalMs: 1 },
];

async function historyIds({ call }: Session, parameters: Parameters): Promise<readonly string[]> {
  return (success(await call("DescribeHistoryEvents", parameters)).Events ?? []).map(
    ({ EventId }) => EventId,
  );
}

async function instanceIds({ call }: Session, parameters: Parameters): Promise<readonly string[]> {
  const { Instances } = success(await call("DescribeInstances", parameters));
  return (Instances?.Instance ?? []).map(({ InstanceId }) => InstanceId);
}

function tagLines({ TagResources }: WireBody): readonly string[] {
  return (TagResources ?? []).map(
    ({ ResourceId, TagKey, TagValue }) => `${ResourceId} ${TagKey}=${TagValue}`,
  );
}

async function ordersBatch({ call, emulator }: Session): Promise<void> {
  const sent = [
    scheduled(1),
    {
      EventId: "e-2",
      ResourceId: "i-2",
      OpsType: "immediate",
      DataPolicy: "try_transfer",
      Password: `Aa1 +"'中`,
    },
    { ...scheduled(3), DataPolicy: "abandon" },
    { ...scheduled(4), EventId: ODD, ResourceId: ODD },
  ];
  const { Results } = success(await call("BatchEventMigrateInstance", { EventInfos: sent }));
  assert.deepEqual(resultCodes(Results), [
    ["e-1", 200],
    ["e-2", 200],
    ["e-3", 200],
    [ODD, 400],
  ]);
  assert.deepEqual(
    emulator.ledger().map(({ eventId, resourceId, opsType, planTime, dataPolicy, password }) => ({
      eventId,
      resourceId,
      opsType,
      planTime,
      dataPolicy,
      password,
    })),
    sent.map((order) => ({
      eventId: order.EventId,
      resourceId: order.ResourceId,
      opsType: order.OpsType,
      planTime: "PlanTime" in order ? order.PlanTime : null,
      dataPolicy: order.DataPolicy,
      password: "Password" in order,
    })),
  );
}

export const CASES: readonly Case[] = [
  {
    name: "orders a batch in which one order is refused",
    actions: ["BatchEventMigrateInstance"],
    options: THREE,
    run: ordersBatch,
  },
  {
    name: "orders a batch as a numbered list",
    actions: ["BatchEventMigrateInstance"],
    numbered: true,
    options: THREE,
    run: ordersBatch,
  },
  {
    name: "meets partial failures of a batch",
    actions: ["BatchEventMigrateInstance"],
    options: THREE,
    run: async ({ call, emulator }) => {
      const kinds = ["missingResult", "duplicateResult"] as const;
      emulator.faults([
        { kind: "itemFailure", eventId: "e-2", code: 503, message: "稍后 try + again" },
        ...kinds.map((kind) => ({ kind, eventId: "e-1" })),
        { kind: "foreignResult" },
      ]);
      const failed = success(await call("BatchEventMigrateInstance", batch(1, 2, 3)));
      assert.deepEqual(resultCodes(failed.Results), [
        ["e-1", 200],
        ["e-2", 503],
        ["e-3", 200],
      ]);
      assert.equal(failed.Results?.[1]?.Message, "稍后 try + again");
      assert.deepEqual(
        emulator.ledger().map(({ accepted }) => accepted),
        [true, false, true],
      );
      const counts: number[] = [];
      for (let times = 0; times < 3; times++)
        counts.push(success(await call("BatchEventMigrateInstance", batch(1, 2))).Results?.length ?? 0);
      assert.deepEqual(counts, [1, 3, 3]);
    },
  },
  {
    name: "is refused a batch as a whole",
    actions: ["BatchEventMigrateInstance"],
    options: { ...THREE, behaviour: { maxEventInfos: 2 } },
    run: async ({ call, emulator }) => {
      assert.equal(
        refusal(await call("BatchEventMigrateInstance", batch(1, 2, 3))),
        "InvalidParameter.EventInfos",
      );
      assert.deepEqual(emulator.ledger(), []);
    },
  },
  {
    name: "orders one event, and is refused another",
    actions: ["EventMigrateInstance"],
    options: THREE,
    run: async ({ call, emulator }) => {
      success(await call("EventMigrateInstance", scheduled(1)));
      assert.equal(
        refusal(await call("EventMigrateInstance", { ...scheduled(2), ResourceId: ODD })),
        "InvalidParameter.ResourceId",
      );
      assert.deepEqual(
        emulator.ledger().map(({ eventId, resourceId, accepted }) => [eventId, resourceId, accepted]),
        [
          ["e-1", "i-1", true],
          ["e-2", ODD, false],
        ],
      );
    },
  },
  {
    name: "filters the history",
    actions: ["DescribeHistoryEvents"],
    options: { seed: { events: MIXED_EVENTS } },
    run: async (session) => {
      for (const [filter, expected] of HISTORY_FILTERS)
        assert.deepEqual(await historyIds(session, filter), expected, JSON.stringify(filter));
      assert.equal(refusal(await session.call("DescribeHistoryEvents", {})), "MissingEventTypes");
    },
  },
  {
    name: "filters the history by numbered lists",
    actions: ["DescribeHistoryEvents"],
    numbered: true,
    options: { seed: { events: MIXED_EVENTS } },
    run: async (session) => {
      for (const [filter, expected] of HISTORY_FILTERS)
        assert.deepEqual(await historyIds(session, filter), expected, JSON.stringify(filter));
    },
  },
  {
    name: "pages through the history",
    actions: ["DescribeHistoryEvents"],
    options: { seed: { events: numberedEvents(5) } },
    run: async (session) => {
      const pages: (readonly string[])[] = [];
      for (let page = 1; page <= 4; page++)
        pages.push(await historyIds(session, { EventTypes: [MIGRATE], PageNumber: page, PageSize: 2 }));
      assert.deepEqual(pages, [["e-1", "e-2"], ["e-3", "e-4"], ["e-5"], []]);
      assert.equal(
        refusal(await session.call("DescribeHistoryEvents", { ...HISTORY, PageSize: 101 })),
        "InvalidParameter.PageSize",
      );
    },
  },
  {
    name: "filters instances",
    actions: ["DescribeInstances"],
    options: INSTANCES,
    run: async (session) => {
      for (const [filter, expected] of INSTANCE_FILTERS)
        assert.deepEqual(await instanceIds(session, filter), expected, JSON.stringify(filter));
      const lacks = session.client.lacks?.parameters ?? [];
      for (const [name, value] of Object.entries(UNKNOWN_FILTERS).filter(
        ([known]) => !lacks.includes(known),
      )) {
        assert.equal(
          refusal(await session.call("DescribeInstances", { [name]: value })),
          "NotEmulated",
          name,
        );
      }
    },
  },
  {
    name: "filters nothing by an empty value",
    actions: ["DescribeInstances"],
    options: INSTANCES,
    run: async (session) => {
      for (const name of ["InstanceName", "SearchKey"]) {
        const call = session.call("DescribeInstances", { [name]: "" });
        if (session.client.signsNoEmptyValues) assert.equal(refusal(await call), "SignatureDoesNotMatch");
        else assert.equal(success(await call).TotalCount, 3);
      }
    },
  },
  {
    name: "filters tags",
    actions: ["ListTagResources"],
    options: INSTANCES,
    run: async ({ call }) => {
      for (const [filter, expected] of TAG_FILTERS) {
        const body = success(await call("ListTagResources", { ResourceType: "instance", ...filter }));
        assert.deepEqual(tagLines(body), expected, JSON.stringify(filter));
      }
    },
  },
  {
    name: "follows the token through the tags",
    actions: ["ListTagResources"],
    options: INSTANCES,
    run: async ({ call }) => {
      const first = success(await call("ListTagResources", { ResourceType: "instance" }));
      const { NextToken } = first;
      const second = success(await call("ListTagResources", { ResourceType: "instance", NextToken }));
      assert.deepEqual(
        [...tagLines(first), ...tagLines(second)],
        [`i-1 team=${ODD}`, "i-1 stage=test", `i-2 ${ODD}=1`, "i-2 team=edge"],
      );
      assert.equal(second.NextToken ?? "", "");
      assert.equal(
        refusal(await call("ListTagResources", { ResourceType: "instance", NextToken: ODD })),
        "InvalidParameter.NextToken",
      );
    },
  },
  {
    name: "is refused wrong keys and tokens, and let in with a token",
    actions: ["DescribeInstances"],
    options: KEYS,
    run: async ({ call, emulator }) => {
      for (const [key, expected] of WRONG_KEYS) {
        const code = refusal(await call("DescribeInstances", { InstanceName: ODD }, key)) ?? "";
        assert.ok(expected.includes(code), `${code} for ${JSON.stringify(key)}`);
      }
      success(await call("DescribeInstances", { InstanceName: ODD }, TEMPORARY));
      assert.equal(emulator.calls().at(-1)?.accessKeyId, TEMPORARY.accessKeyId);
    },
  },
  {
    name: "meets errors of the service",
    actions: ["DescribeInstances"],
    options: INSTANCES,
    run: async (session) => {
      for (const [fault, code] of REFUSING_FAULTS) {
        session.emulator.faults([fault]);
        assert.equal(refusal(await session.call("DescribeInstances", {})), code);
        assert.equal((await instanceIds(session, {})).length, 3, "and the next call is answered");
      }
    },
  },
  {
    name: "learns how long it must wait when it is throttled",
    actions: ["DescribeInstances"],
    readsRetryHeader: true,
    options: INSTANCES,
    run: async ({ call, client, emulator }) => {
      emulator.faults([{ kind: "throttle", retryAfterMs: 700, timeLeftMs: 300 }]);
      const answer = await call("DescribeInstances", {});
      assert.ok("retryAfter" in answer);
      assert.ok(client.retryHeader !== undefined);
      const told = { "x-acs-retry-after": 700, "x-ratelimit-user-api": 300 };
      assert.equal(answer.retryAfter, told[client.retryHeader]);
    },
  },
  {
    name: "meets broken answers",
    actions: ["DescribeInstances"],
    options: INSTANCES,
    run: async (session) => {
      for (const fault of BREAKING_FAULTS) {
        session.emulator.faults([fault]);
        refusal(await session.call("DescribeInstances", {}));
        assert.equal((await instanceIds(session, {})).length, 3, "and the next call is answered");
      }
    },
  },
  {
    name: "waits for slow answers",
    actions: ["DescribeInstances"],
    options: INSTANCES,
    run: async (session) => {
      for (const fault of SLOW_FAULTS) {
        session.emulator.faults([fault]);
        assert.equal((await instanceIds(session, {})).length, 3);
      }
    },
  },
  {
    name: "loses the answer to a batch that was taken",
    actions: ["BatchEventMigrateInstance"],
    options: THREE,
    run: async ({ call, emulator }) => {
      for (const kind of ["status", "reset", "html", "empty"] as const) {
        emulator.faults([{ kind, when: "after" }]);
        refusal(await call("BatchEventMigrateInstance", batch(1)));
      }
      assert.deepEqual(
        emulator.ledger().map(({ eventId, accepted }) => [eventId, accepted]),
        Array.from({ length: 4 }, () => ["e-1", true]),
      );
    },
  },
];
