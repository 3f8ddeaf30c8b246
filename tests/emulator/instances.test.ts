import assert from "node:assert/strict";
import type { Emulator } from "../../emulator/src/index";
import { call, immediate, order, withEmulator } from "./support";

const SEED = {
  instances: [
    {
      instanceId: "i-1",
      instanceName: "web",
      ensRegionId: "cn-beijing-cmcc",
      tags: { team: "edge", tier: "1" },
    },
    { instanceId: "i-2", ensRegionId: "cn-shanghai-telecom", status: "Stopped", tags: { team: "core" } },
    { instanceId: "i-3", ensRegionId: "cn-beijing-cmcc", tags: { team: "edge" } },
  ],
  events: [{ eventId: "e-3", resourceId: "i-3" }],
} as const;

async function idsOf(emulator: Emulator, query: Record<string, string>): Promise<readonly string[]> {
  const { body } = await call(emulator, "DescribeInstances", query);
  return body.Instances?.Instance.map((instance) => instance.InstanceId) ?? [`refused: ${body.Code}`];
}

describe("emulator DescribeInstances", () => {
  const filters: readonly [Record<string, string>, readonly string[]][] = [
    [{}, ["i-1", "i-2", "i-3"]],
    [{ InstanceId: "i-2" }, ["i-2"]],
    [{ InstanceIds: '["i-3","i-1","i-9"]' }, ["i-1", "i-3"]],
    [{ InstanceIds: "[]" }, []],
    [{ InstanceIds: '["i-3"]', InstanceId: "i-1" }, []],
    [{ EnsRegionId: "cn-shanghai-telecom" }, ["i-2"]],
    [{ EnsRegionIds: '["cn-beijing-cmcc","x"]' }, ["i-1", "i-3"]],
    [{ InstanceName: "web" }, ["i-1"]],
    [{ Status: "Stopped" }, ["i-2"]],
    [{ Tags: '[{"Key":"team","Value":"edge"}]' }, ["i-1", "i-3"]],
    [{ Tags: '[{"Key":"team","Value":"edge"},{"Key":"tier"}]' }, ["i-1"]],
    [{ PageSize: "2", PageNumber: "2" }, ["i-3"]],
    [{ InstanceIds: "i-1" }, ["refused: InvalidParameter.InstanceIds"]],
    [{ InstanceIds: "{}" }, ["refused: InvalidParameter.InstanceIds"]],
    [{ InstanceIds: "null" }, ["refused: InvalidParameter.InstanceIds"]],
    [{ EnsRegionIds: "null" }, ["refused: InvalidParameter.EnsRegionIds"]],
    [{ InstanceIds: "[1]" }, ["refused: InvalidParameter.InstanceIds"]],
    [{ InstanceIds: JSON.stringify(Array(101).fill("i-1")) }, ["refused: InvalidParameter.InstanceIds"]],
    [{ EnsRegionIds: JSON.stringify(Array(101).fill("r")) }, ["refused: InvalidParameter.EnsRegionIds"]],
    [{ Tags: '[{"Value":"edge"}]' }, ["refused: InvalidParameter.Tags"]],
    [{ Tags: "[null]" }, ["refused: InvalidParameter.Tags"]],
    [{ Status: "Sleeping" }, ["refused: InvalidParameter.Status"]],
    [{ PageSize: "101" }, ["refused: InvalidParameter.PageSize"]],
    [{ SearchKey: "web" }, ["refused: NotEmulated"]],
    [{ VpdVSwitchId: "vsw-1" }, ["refused: NotEmulated"]],
    [{ SearchKey: "", VpdId: "" }, ["i-1", "i-2", "i-3"]],
    // As the older Go client sends what nobody set.
    [{ ServiceStatus: "null", EipAddresses: "null", Tags: "null" }, ["i-1", "i-2", "i-3"]],
    [{ ServiceStatus: '["Running"]' }, ["refused: NotEmulated"]],
    [{ SearchKey: "null" }, ["refused: NotEmulated"]],
  ];
  for (const [query, found] of filters) {
    it(`answers ${JSON.stringify(query).slice(0, 70)}`, async () => {
      await withEmulator({ seed: SEED }, async (emulator) => {
        assert.deepEqual(await idsOf(emulator, query), found);
      });
    });
  }

  it("nests instances and tags as the vendor does", async () => {
    await withEmulator({ seed: SEED }, async (emulator) => {
      const { status, body } = await call(emulator, "DescribeInstances", { InstanceId: "i-1" });
      assert.equal(status, 200);
      const { RequestId: _, ...rest } = body;
      assert.deepEqual(rest, {
        Code: 0,
        TotalCount: 1,
        PageNumber: 1,
        PageSize: 10,
        Instances: {
          Instance: [
            {
              InstanceId: "i-1",
              InstanceName: "web",
              EnsRegionId: "cn-beijing-cmcc",
              InstanceResourceType: "EnsInstance",
              Status: "Running",
              Tags: {
                Tags: [
                  { TagKey: "team", TagValue: "edge" },
                  { TagKey: "tier", TagValue: "1" },
                ],
              },
            },
          ],
        },
      });
    });
  });

  it("finds by the status of the moment", async () => {
    await withEmulator({ seed: SEED }, async (emulator) => {
      await order(emulator, immediate(3));
      assert.deepEqual(await idsOf(emulator, { Status: "Transferring" }), ["i-3"]);
      assert.deepEqual(await idsOf(emulator, { Status: "Running" }), ["i-1"]);
    });
  });
});

describe("emulator ListTagResources", () => {
  async function tagsOf(emulator: Emulator, query: Record<string, string>): Promise<readonly string[]> {
    const { body } = await call(emulator, "ListTagResources", { ResourceType: "instance", ...query });
    return (
      body.TagResources?.map((tag) => `${tag["ResourceId"]} ${tag["TagKey"]}=${tag["TagValue"]}`) ?? [
        `refused: ${body.Code}`,
      ]
    );
  }

  const tooMany = Object.fromEntries(
    Array.from({ length: 51 }, (_, index) => [`ResourceId.${index + 1}`, "i-1"]),
  );
  const filters: readonly [Record<string, string>, readonly string[]][] = [
    [{}, ["i-1 team=edge", "i-1 tier=1", "i-2 team=core", "i-3 team=edge"]],
    [{ "ResourceId.1": "i-1", "ResourceId.2": "i-2" }, ["i-1 team=edge", "i-1 tier=1", "i-2 team=core"]],
    [{ "Tag.1.Key": "team", "Tag.1.Value": "edge" }, ["i-1 team=edge", "i-1 tier=1", "i-3 team=edge"]],
    [{ "Tag.1.Key": "team", "Tag.1.Value": "edge", "Tag.2.Key": "tier" }, ["i-1 team=edge", "i-1 tier=1"]],
    [{ "ResourceId.1": "i-9" }, []],
    [{ ResourceType: "disk" }, ["refused: InvalidParameter.ResourceType"]],
    [{ ResourceType: "" }, ["refused: MissingResourceType"]],
    [{ "Tag.1.Value": "edge" }, ["refused: InvalidParameter.Tag"]],
    [
      Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`Tag.${index + 1}.Key`, "team"])),
      ["refused: InvalidParameter.Tag"],
    ],
    [tooMany, ["refused: InvalidParameter.ResourceId"]],
    [{ NextToken: "abc" }, ["refused: InvalidParameter.NextToken"]],
    [{ NextToken: "f".repeat(32) }, ["refused: InvalidParameter.NextToken"]],
  ];
  for (const [query, found] of filters) {
    it(`answers ${JSON.stringify(query).slice(0, 70)}`, async () => {
      await withEmulator({ seed: SEED }, async (emulator) => {
        assert.deepEqual(await tagsOf(emulator, query), found);
      });
    });
  }

  it("pages by a token, in a flat list", async () => {
    await withEmulator({ seed: SEED, behaviour: { tagPageSize: 3 } }, async (emulator) => {
      const first = await call(emulator, "ListTagResources", { ResourceType: "instance" });
      assert.deepEqual(first.body.TagResources?.[0], {
        ResourceId: "i-1",
        ResourceType: "instance",
        TagKey: "team",
        TagValue: "edge",
      });
      assert.equal(first.body.TagResources?.length, 3);
      const NextToken = first.body.NextToken ?? "";
      const second = await call(emulator, "ListTagResources", { ResourceType: "instance", NextToken });
      assert.equal(second.body.TagResources?.length, 1);
      assert.equal(second.body.NextToken, undefined);
    });
  });
});
