import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import type { HistoryEventsFilter, InstancesFilter, TagResourcesFilter } from "../../provider/src/api/ens";
import { discover, type EventSelection } from "../../provider/src/discover/index";
import { namePattern } from "../../provider/src/discover/select";
import { type EnsClient, openEnsClient } from "../../provider/src/ens/index";

const REGIONS = ["cn-beijing-telecom", "cn-chengdu-unicom"];

/** Instances 1 to 6: odd ones in Beijing, even ones in Chengdu; the last has no event. */
const instances = [1, 2, 3, 4, 5, 6].map((n) => ({
  instanceId: `i-${n}`,
  instanceName: n <= 2 ? `web-${n}` : `cache-${n}`,
  ensRegionId: REGIONS[(n + 1) % 2] ?? "",
  tags: { tier: n <= 2 ? "web" : "cache", ...(n % 3 === 0 && { rack: "r3" }) },
}));
const events = [1, 2, 3, 4, 5].map((n) => ({
  eventId: `e-${n}`,
  resourceId: `i-${n}`,
  eventLevel: n === 1 ? ("CRITICAL" as const) : ("WARN" as const),
  publishTime: `2026-12-0${6 - n}T00:00:00Z`,
}));

describe("discovery", () => {
  let emulator: Emulator;
  let client: EnsClient;

  before(async () => {
    emulator = await startEmulator({ seed: { instances, events } });
    client = await open(emulator);
  });
  after(() => emulator.close());
  beforeEach(() => emulator.reset());

  function open({ endpoint, accessKeyId, accessKeySecret }: Emulator): Promise<EnsClient> {
    return openEnsClient({
      connection: { endpoint },
      config: (key) => ({ "alicloud:accessKey": accessKeyId, "alicloud:secretKey": accessKeySecret })[key],
      env: {},
      programDirectory: __dirname,
    });
  }
  const ids = async (selection: EventSelection): Promise<string[]> =>
    (await discover(client, selection)).map(({ eventId }) => eventId.slice(2));

  it("gives each event with its instance, oldest first", async () => {
    const found = await discover(client, {});
    assert.deepEqual(
      found.map(({ eventId }) => eventId),
      ["e-5", "e-4", "e-3", "e-2", "e-1"],
    );
    const { notBefore, publishTime, reason, ...first } = found.at(-1) ?? {};
    assert.deepEqual(first, {
      eventId: "e-1",
      resourceId: "i-1",
      group: "cn-beijing-telecom",
      eventStatus: "Inquiring",
      eventLevel: "CRITICAL",
      instanceName: "web-1",
      ensRegionId: "cn-beijing-telecom",
      tags: { tier: "web" },
    });
    assert.equal(publishTime, Date.parse("2026-12-05T00:00:00Z"));
    assert.equal(typeof notBefore, "number");
    assert.equal(typeof reason, "string");
  });

  it("leaves out a name that only repeats the instance's id, and selects by it all the same", async () => {
    const unnamed = instances.map(({ instanceName: _, ...instance }) => instance);
    const other = await startEmulator({ seed: { instances: unnamed, events } });
    try {
      const found = await discover(await open(other), { selector: { instanceName: "i-1" } });
      assert.deepEqual(
        found.map(({ eventId, instanceName }) => [eventId, instanceName]),
        [["e-1", undefined]],
      );
    } finally {
      await other.close();
    }
  });

  const selections: [string, EventSelection, string[]][] = [
    ["instances", { resourceIds: ["i-1", "i-4", "i-9"] }, ["4", "1"]],
    ["regions", { ensRegionIds: ["cn-chengdu-unicom"] }, ["4", "2"]],
    ["tags", { tags: { tier: "cache" } }, ["5", "4", "3"]],
    ["several tags at once", { tags: { tier: "cache", rack: "r3" } }, ["3"]],
    ["levels", { levels: ["CRITICAL"] }, ["1"]],
    ["all tags of a selector", { selector: { tags: { all: { tier: "cache", rack: "r3" } } } }, ["3"]],
    ["any tag of a selector", { selector: { tags: { any: { tier: "web", rack: "r3" } } } }, ["3", "2", "1"]],
    ["a selector's regions", { selector: { ensRegionIds: ["cn-beijing-telecom"] } }, ["5", "3", "1"]],
    ["names", { selector: { instanceName: "cache-*" } }, ["5", "4", "3"]],
    [
      "everything together",
      { tags: { tier: "cache" }, selector: { ensRegionIds: [REGIONS[0] ?? ""], instanceName: "*-5" } },
      ["5"],
    ],
    ["no instance", { resourceIds: [] }, []],
    ["no region", { ensRegionIds: [] }, []],
    ["no level", { levels: [] }, []],
    ["no status", { statuses: [] }, []],
    ["a tag that nothing has", { tags: { tier: "none" } }, []],
    ["any of no tags", { selector: { tags: { any: {} } } }, []],
  ];
  for (const [name, selection, expected] of selections)
    it(`selects by ${name}`, async () => assert.deepEqual(await ids(selection), expected));

  it("groups by a tag where one is named, and leaves those without it ungrouped", async () => {
    const found = await discover(client, { groupBy: "rack" });
    assert.deepEqual(
      found.map(({ group }) => group),
      [undefined, undefined, "r3", undefined, undefined],
    );
  });

  it("finds an empty tag as an empty one, whether an empty value is any value to ENS or none", async () => {
    const racks = new Map([
      ["i-1", ""],
      ["i-2", "r2"],
      ["i-4", ""],
    ]);
    for (const meansAny of [true, false]) {
      const ens: EnsClient = Object.assign(Object.create(client) as EnsClient, {
        listTagResources: ({ tags, resourceIds }: TagResourcesFilter) => {
          const isWanted = (value: string) =>
            tags?.every(
              (tag) => tag.value === undefined || (meansAny && tag.value === "") || tag.value === value,
            );
          return Promise.resolve(
            [...racks]
              .filter(([id, value]) => resourceIds?.includes(id) ?? isWanted(value))
              .map(([resourceId, tagValue]) => ({ resourceId, tagKey: "rack", tagValue })),
          );
        },
        describeHistoryEvents: (filter: HistoryEventsFilter) => client.describeHistoryEvents(filter),
        describeInstances: (filter: InstancesFilter) => client.describeInstances(filter),
      });
      for (const selection of [{ tags: { rack: "" } }, { selector: { tags: { any: { rack: "" } } } }]) {
        const found = await discover(ens, selection);
        assert.deepEqual(
          found.map(({ resourceId }) => resourceId),
          ["i-4", "i-1"],
        );
      }
    }
  });

  it("finds what is open by default, and what has ended where it is asked for", async () => {
    emulator.platform({ eventId: "e-1", eventStatus: "Scheduled" });
    emulator.platform({ eventId: "e-2", eventStatus: "Canceled" });
    assert.deepEqual(await ids({}), ["5", "4", "3", "1"]);
    assert.deepEqual(await ids({ statuses: ["Canceled"] }), ["2"]);
  });

  it("asks for thousands of instances in full pages", async () => {
    const many = Array.from({ length: 1_050 }, (_, n) => ({ eventId: `e-m${n}`, resourceId: `i-m${n}` }));
    emulator.events(many);
    const resourceIds = many.map(({ resourceId }) => resourceId);
    assert.equal((await discover(client, { resourceIds })).length, 1_050);
    const calls = emulator.calls().map(({ action }) => action);
    const count = (action: string) => calls.filter((each) => each === action).length;
    assert.equal(count("DescribeHistoryEvents"), 11);
    assert.equal(count("DescribeInstances"), 11);
    assert.equal(count("ListTagResources"), 21);
  });
});

describe("a name pattern", () => {
  it("means the whole name, and its other characters as they are", () => {
    assert.ok(namePattern("web-*").test("web-1"));
    assert.ok(!namePattern("web-*").test("my-web-1"));
    assert.ok(namePattern("a?c").test("abc"));
    assert.ok(!namePattern("a.c").test("abc"));
    assert.ok(namePattern("(x)+[y]").test("(x)+[y]"));
  });
});
