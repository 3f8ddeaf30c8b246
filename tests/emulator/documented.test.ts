import assert from "node:assert/strict";
import { ACTIONS } from "../../emulator/src/actions/actions";
import type { Emulator } from "../../emulator/src/index";
import { call, MIGRATE, numberedEvents, type Query, START, type WireBody, withEmulator } from "./support";

const SEED = {
  events: numberedEvents(2),
  instances: [
    { instanceId: "i-1", instanceName: "web", tags: { team: "edge" } },
    { instanceId: "i-2", instanceName: "db", tags: { team: "core" } },
  ],
};

const LATER = String(Date.parse(START) + 3_600_000);
const ORDER = { EventId: "e-1", ResourceId: "i-1", OpsType: "scheduled", PlanTime: LATER };
const IMMEDIATE = { EventId: "e-1", ResourceId: "i-1", OpsType: "immediate" };

interface Documented {
  /** What a call that succeeds needs. */
  readonly needed: Query;
  /** Each documented parameter with a value that matters, in the form in which the vendor's clients send it. */
  readonly parameters: Query;
}

/** The parameters of the vendor's SDK for Python, 12.1.0, and of the command line's metadata of 2026-04-21. */
const DOCUMENTED: Readonly<Record<string, Documented>> = {
  BatchEventMigrateInstance: {
    needed: { EventInfos: JSON.stringify([{ ...ORDER, PlanTime: Number(LATER) }]) },
    parameters: { EventInfos: "[]" },
  },
  EventMigrateInstance: {
    needed: IMMEDIATE,
    parameters: {
      EventId: "e-2",
      ResourceId: "i-2",
      OpsType: "later",
      PlanTime: "soon",
      PlanUtcTime: "soon",
      DataPolicy: "copy",
      Password: "short",
    },
  },
  DescribeHistoryEvents: {
    needed: { EventTypes: MIGRATE },
    parameters: {
      EventTypes: "Disk:Stalled",
      EventLevels: "INFO",
      EventStatus: "Executed",
      ResourceIds: "i-9",
      PageNumber: "2",
      PageSize: "1",
    },
  },
  DescribeInstances: {
    needed: {},
    parameters: {
      EipAddresses: '["198.51.100.1"]',
      EnsRegionId: "cn-nowhere",
      EnsRegionIds: '["cn-nowhere"]',
      EnsServiceId: "ens-1",
      ImageId: "image",
      InstanceId: "i-9",
      InstanceIds: '["i-9"]',
      InstanceName: "nobody",
      InstanceResourceType: "BuildMachine",
      InstanceType: "ens.se1.tiny",
      IntranetIp: "192.0.2.1",
      NetworkId: "n-1",
      OrderByParams: '{"InstanceNameSort":"asc"}',
      PageNumber: "2",
      PageSize: "1",
      SearchKey: "nobody",
      SecurityGroupId: "sg-1",
      ServiceStatus: '["Expired"]',
      Status: "Stopped",
      Tags: '[{"Key":"nothing"}]',
      VSwitchId: "vsw-1",
      VpdId: "vpd-1",
      VpdVSwitchId: "vsw-1",
    },
  },
  ListTagResources: {
    needed: { ResourceType: "instance" },
    parameters: {
      NextToken: "abc",
      "ResourceId.1": "i-9",
      ResourceType: "disk",
      "Tag.1.Key": "nothing",
    },
  },
};

/** The answer without what differs from call to call; on an emulator of its own, since orders change it. */
async function answerTo(
  action: string,
  query: Query,
): Promise<{ readonly status: number; readonly body: WireBody }> {
  let answer: { status: number; body: WireBody } | undefined;
  await withEmulator({ seed: SEED }, async (emulator) => {
    const { status, body } = await call(emulator, action, query);
    const { RequestId: _, HostId: __, Recommend: ___, ...rest } = body;
    answer = { status, body: { RequestId: "", ...rest } };
  });
  assert.ok(answer !== undefined);
  return answer;
}

async function refusal(emulator: Emulator, action: string, query: Query, form?: Query): Promise<string> {
  const { status, body } = await call(emulator, action, query, form === undefined ? {} : { form });
  return `${status} ${body.Code ?? "ok"}: ${body.Message ?? ""}`;
}

describe("emulator actions and their documented parameters", () => {
  for (const [action, { needed, parameters }] of Object.entries(DOCUMENTED)) {
    it(`ignore none of ${action}`, async () => {
      const plain = await answerTo(action, needed);
      assert.equal(plain.status, 200, plain.body.Message);
      for (const [name, value] of Object.entries(parameters)) {
        const answer = await answerTo(action, { ...needed, [name]: value });
        assert.notDeepEqual(answer, plain, `${name}=${value}`);
      }
    });
  }

  it("are these, as the actions declare them", () => {
    assert.deepEqual(
      Object.entries(ACTIONS).map(([action, { parameters }]) => [action, Object.keys(parameters).sort()]),
      Object.entries(DOCUMENTED).map(([action, { parameters }]) => [
        action,
        [...new Set(Object.keys(parameters).map((name) => name.split(".")[0]))].sort(),
      ]),
    );
  });

  it("answer 501 for a filter that the emulator does not have, and an empty one filters nothing", async () => {
    await withEmulator({ seed: SEED }, async (emulator) => {
      const notEmulated = Object.entries(ACTIONS.DescribeInstances.parameters)
        .filter(([, form]) => form.startsWith("notEmulated"))
        .map(([name]) => name);
      assert.equal(notEmulated.length, 14);
      for (const name of notEmulated) {
        assert.equal(
          await refusal(emulator, "DescribeInstances", { [name]: "x" }),
          `501 NotEmulated: DescribeInstances: the emulator does not emulate the parameter ${name}.`,
        );
        const json = ACTIONS.DescribeInstances.parameters[name] === "notEmulatedJson";
        for (const empty of json ? ["", "[]", "null"] : [""]) {
          const { body } = await call(emulator, "DescribeInstances", { [name]: empty });
          assert.equal(body.TotalCount, 2, `${name}=${empty}`);
        }
      }
    });
  });

  it("answer 501 for a documented parameter in a form that the emulator does not take", async () => {
    const forms: readonly [string, Query, string][] = [
      [
        "DescribeInstances",
        { "InstanceIds.1": "i-1" },
        "the emulator accepts InstanceIds, not InstanceIds.1.",
      ],
      ["DescribeInstances", { "Tags.1.Key": "team" }, "the emulator accepts Tags, not Tags.1.Key."],
      ["DescribeInstances", { "VpdId.1": "x" }, "the emulator does not emulate the parameter VpdId."],
      [
        "DescribeHistoryEvents",
        { EventTypes: MIGRATE, "ResourceIds.x": "i-1" },
        "the emulator accepts ResourceIds joined by commas or ResourceIds.N, not ResourceIds.x.",
      ],
      [
        "DescribeHistoryEvents",
        { EventTypes: MIGRATE, ResourceIds: '["i-1"]' },
        "the emulator accepts ResourceIds joined by commas or ResourceIds.N, not JSON.",
      ],
      [
        "ListTagResources",
        { ResourceType: "instance", Tag: '[{"Key":"team"}]' },
        "the emulator accepts Tag.N.FIELD, not Tag.",
      ],
      [
        "BatchEventMigrateInstance",
        { "EventInfos.EventId": "e-1" },
        "the emulator accepts EventInfos or EventInfos.N.FIELD, not EventInfos.EventId.",
      ],
    ];
    await withEmulator({ seed: SEED }, async (emulator) => {
      for (const [action, query, message] of forms)
        assert.equal(await refusal(emulator, action, query), `501 NotEmulated: ${action}: ${message}`);
    });
  });

  it("answer 501 where a parameter is sent twice", async () => {
    const twice =
      "501 NotEmulated: DescribeHistoryEvents: ResourceIds was sent twice, and ENS does not document which one counts.";
    await withEmulator({ seed: SEED }, async (emulator) => {
      const types = { EventTypes: MIGRATE };
      const inBothForms = { ...types, ResourceIds: "i-1", "ResourceIds.1": "i-2" };
      assert.equal(await refusal(emulator, "DescribeHistoryEvents", inBothForms), twice);
      const inQuery = { ...types, ResourceIds: "i-1" };
      assert.equal(await refusal(emulator, "DescribeHistoryEvents", inQuery, { ResourceIds: "" }), twice);
      const own = { ...types, RegionId: "cn-hangzhou" };
      assert.match(await refusal(emulator, "DescribeHistoryEvents", own, { RegionId: "cn-x" }), /^200 ok/);
    });
  });

  it("answer 501 for a body that is not a form", async () => {
    await withEmulator({ seed: SEED }, async (emulator) => {
      const options = { body: '{"InstanceId":"i-1"}', headers: { "content-type": "application/json" } };
      const { status, body } = await call(emulator, "DescribeInstances", {}, options);
      assert.equal(
        `${status} ${body.Code}: ${body.Message}`,
        "501 NotEmulated: DescribeInstances: the emulator reads a body only as application/x-www-form-urlencoded.",
      );
    });
  });
});

describe("emulator and the actions of ENS that it does not have", () => {
  it("says which of them are missing here, and which ENS does not have either", async () => {
    await withEmulator({}, async (emulator) => {
      for (const action of [
        "EventRebootInstance",
        "BatchEventRedeployInstance",
        "RebootInstance",
        "DescribeDisks",
      ]) {
        assert.equal(
          await refusal(emulator, action, {}),
          `501 NotEmulated: ENS has the action ${action}, but the emulator does not emulate it. It emulates ` +
            "BatchEventMigrateInstance, EventMigrateInstance, DescribeHistoryEvents, DescribeInstances, ListTagResources.",
        );
      }
      assert.match(await refusal(emulator, "DescribeInstance", {}), /^404 InvalidAction.NotFound: /);
      assert.match(await refusal(emulator, "describeinstances", {}), /^404 InvalidAction.NotFound: /);
    });
  });
});
