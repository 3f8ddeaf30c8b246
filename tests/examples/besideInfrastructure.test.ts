import assert from "node:assert/strict";
import { succeeds } from "../engine/outcome";
import type { StateResource } from "../engine/stack";
import { startAlicloud } from "./alicloudStandIn";
import { assertOnPage, ordersOf, up, withEmulator, withStack } from "./example";

const CONFIGURATION = {
  "beside-infrastructure:ensRegionId": "cn-beijing-telecom",
  "beside-infrastructure:instanceType": "ens.sn1.stiny",
  "beside-infrastructure:imageId": "m-5si16wo6simkt267p8b7h",
  "beside-infrastructure:keyPairName": "operations",
  "alicloud:region": "cn-hangzhou",
};

const INSTANCES = ["cache-1", "cache-2", "cache-3"].map((instanceName) => ({
  instanceId: `i-${instanceName}`,
  instanceName,
}));

describe("the example beside-infrastructure", function () {
  this.timeout("600s");

  it("makes the instances, and orders their moves once ENS asks for them, with one configuration for both", async () => {
    const alicloud = await startAlicloud((type, name) => {
      const kind = type.split(":").at(-1)?.toLowerCase() ?? "";
      return kind === "instance" ? `i-${name}` : `${kind}-${name}`;
    });
    try {
      await withEmulator({ instances: INSTANCES }, (emulator) =>
        withStack(
          "beside-infrastructure",
          emulator,
          async (stack) => {
            const configuration = {
              ...CONFIGURATION,
              "alicloud:accessKey": emulator.accessKeyId,
              "ens:endpoint": emulator.endpoint,
            };
            await stack.configure(configuration);
            const secret = ["--secret", "alicloud:secretKey", emulator.accessKeySecret];
            await succeeds(stack.pulumi("config", "set", ...secret));

            const preview = await succeeds(stack.preview());
            assert.match(preview, /planned\s*: \[unknown\]/);
            const first = await succeeds(stack.up());
            assert.match(first, /caches: 0 events/);
            assert.match(first, /credentials: stack configuration alicloud:accessKey/);
            const { accessKey, region } = alicloud.configuration();
            assert.deepEqual([accessKey, region], [emulator.accessKeyId, "cn-hangzhou"]);
            const instance = alicloud.made.find(
              ({ type, name }) => type.endsWith(":Instance") && name === "cache-2",
            );
            assert.equal(instance?.inputs["netWorkId"], "network-edge");
            assert.equal(instance.inputs["securityId"], "securitygroup-edge");
            assert.deepEqual(await stack.outputs(), {
              instanceIds: ["i-cache-1", "i-cache-2", "i-cache-3"],
              plannedWaves: [],
            });

            // What the plan waits for: the instances, by their ids, and the attachments, as it was told.
            const { dependencies } = (await stack.plan()) as StateResource & { dependencies: string[] };
            for (const type of ["Instance", "DiskInstanceAttachment"])
              assert.equal(dependencies.filter((urn) => urn.includes(`:${type}::cache-`)).length, 3, type);

            emulator.events([
              { eventId: "e-1", resourceId: "i-cache-1" },
              { eventId: "e-3", resourceId: "i-cache-3" },
              { eventId: "e-of-others", resourceId: "i-of-others" },
            ]);
            assertOnPage("beside-infrastructure", first, await up(stack));
            assert.deepEqual(
              ordersOf(emulator).map(({ instance, start }) => [instance, start]),
              [
                ["cache-1", "2026-12-05 01:00:00"],
                ["cache-3", "2026-12-05 01:30:00"],
              ],
            );
          },
          { ALICLOUD_ACCESS_KEY: "", ALICLOUD_SECRET_KEY: "", ENS_ENDPOINT: "", ...alicloud.environment },
        ),
      );
    } finally {
      alicloud.close();
    }
  });
});
