import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { parsePlanned } from "../../provider/src/plan/lines/planned";
import type { Migration } from "../../provider/src/plan/model/migration";
import { writeState } from "../../provider/src/plan/state/state";
import { cli, type Result } from "../sdk/cli/io";
import { accepted, event, inDays, scenario, writes } from "./fixture";
import { succeeds } from "./outcome";

const run = (emulator: Emulator, ...args: string[]): Promise<Result> =>
  cli(["import-file", ...args], {
    env: {
      ENS_ENDPOINT: emulator.endpoint,
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
    },
  });

interface File {
  resources: [{ inputs: Record<string, unknown>; outputs: Record<string, unknown> }];
}

const eventsIn = ({ out }: Result): string[] =>
  Object.keys((JSON.parse(out) as File).resources[0].outputs["migrations"] as object).sort();

describe("pulumi-ens import-file", () => {
  describe("against the platform alone", () => {
    let emulator: Emulator;

    before(async () => {
      emulator = await startEmulator({
        seed: {
          instances: [
            { instanceId: "i-1", ensRegionId: "cn-beijing-telecom", tags: { role: "web", city: "beijing" } },
            { instanceId: "i-2", ensRegionId: "cn-beijing-telecom", tags: { role: "build" } },
            { instanceId: "i-3", ensRegionId: "cn-chengdu-unicom", tags: { role: "web", note: "a=b" } },
            { instanceId: "i-4", ensRegionId: "cn-chengdu-unicom", tags: { role: "web" } },
          ],
          events: [1, 2, 3, 4].map((number) => ({
            eventId: `e-${number}`,
            resourceId: `i-${number}`,
            eventStatus: number === 4 ? ("Inquiring" as const) : ("Scheduled" as const),
            notBefore: inDays(number),
          })),
        },
      });
    });
    after(() => emulator.close());

    it("takes what is Scheduled, narrowed by instance, region and tags", async () => {
      const base = ["--name", "edge", "--data-policy", "force_transfer"];
      const found = await Promise.all(
        [
          [],
          ["--resource-id", "i-1", "--resource-id", "i-4"],
          ["--region", "cn-beijing-telecom"],
          ["--tag", "role=web"],
          ["--tag", "role=web", "--tag", "city=beijing"],
          ["--tag", "note=a=b"],
        ].map(async (filter) => eventsIn(await run(emulator, ...base, ...filter))),
      );
      assert.deepEqual(found, [
        ["e-1", "e-2", "e-3"],
        ["e-1"],
        ["e-1", "e-2"],
        ["e-1", "e-3"],
        ["e-1"],
        ["e-3"],
      ]);
    });

    it("writes outputs exactly as the provider would", async () => {
      const result = await run(
        emulator,
        "--name",
        "edge",
        "--data-policy",
        "try_transfer",
        "--resource-id",
        "i-1",
      );
      const [{ inputs, outputs }] = (JSON.parse(result.out) as File).resources;
      const line = (inputs["planned"] as Record<string, string>)["e-1"] ?? "";
      const migration: Migration = {
        resourceId: "i-1",
        status: "Scheduled",
        notBefore: inDays(1),
        ordered: {
          state: "accepted",
          basis: parsePlanned("e-1", line).basis,
          terms: { opsType: "scheduled", dataPolicy: "try_transfer", planTime: inDays(1) },
        },
      };
      const state = {
        label: "edge",
        stack: "",
        onRemove: "retain",
        unfinished: false,
        plannedWaves: [],
      } as const;
      const { __provider, ...written } = outputs;
      assert.deepEqual(written, { ...writeState({ ...state, migrations: new Map([["e-1", migration]]) }) });
      assert.equal(__provider, inputs["__provider"]);
    });

    it("says how to go on, apart from the file itself", async () => {
      const args = [
        "--name",
        "edge",
        "--data-policy",
        "force_transfer",
        "--resource-id",
        "i-1",
        "-o",
        "my import.json",
      ];
      const { code, out, err, files } = await run(emulator, ...args);
      assert.deepEqual([code, out], [0, ""]);
      assert.ok(JSON.parse(files["my import.json"] ?? ""));
      assert.match(err, /pulumi import --file "my import\.json" --protect=false --generate-code=false/);
      const time = new Date(inDays(1)).toISOString().replace(".000Z", "Z");
      assert.ok(
        err.includes(
          'new ens.MigrationPlan("edge", {\n  events: [\n' +
            `    { eventId: "e-1", resourceId: "i-1", group: "cn-beijing-telecom", planTime: "${time}" },\n` +
            '  ],\n  dataPolicy: "force_transfer",\n});\n',
        ),
        err,
      );
    });

    it("needs a name, and a data policy that nobody can read back", async () => {
      const cases: [string[], RegExp][] = [
        [["--data-policy", "abandon"], /--name is missing/],
        [["--name", "edge"], /--data-policy is missing: one of abandon, force_transfer, try_transfer/],
        [
          ["--name", "edge", "--data-policy", "keep"],
          /must be one of abandon, force_transfer, try_transfer, not "keep"/,
        ],
        [["--name", "edge", "--data-policy", "abandon"], /also needs --acknowledge-data-loss/],
        [
          ["--name", "edge", "--data-policy", "force_transfer", "--tag", "web"],
          /--tag must be KEY=VALUE, not "web"/,
        ],
      ];
      for (const [args, says] of cases) {
        const { code, err } = await run(emulator, ...args);
        assert.equal(code, 2);
        assert.match(err, says);
      }
    });

    it("acknowledges data loss in the program and in the file", async () => {
      const args = ["--name", "edge", "--data-policy", "abandon", "--acknowledge-data-loss"];
      const { out, err } = await run(emulator, ...args);
      assert.equal((JSON.parse(out) as File).resources[0].inputs["acknowledgeDataLoss"], true);
      assert.match(err, /^ {2}acknowledgeDataLoss: true,$/m);
    });

    it("fails where there is nothing to take over", async () => {
      const { code, out, err } = await run(
        emulator,
        "--name",
        "a",
        "--data-policy",
        "try_transfer",
        "--resource-id",
        "i-4",
      );
      assert.deepEqual([code, out], [1, ""]);
      assert.match(err, /ENS lists no Scheduled migration that passes these filters/);
    });

    it("orders nothing", () => assert.equal(emulator.ledger().length, 0));
  });

  it("gives up where ENS does not answer as ENS does", async () => {
    const server = createServer((_, response) => response.end("{}"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const { code, err } = await cli(
        [
          "import-file",
          "--name",
          "a",
          "--data-policy",
          "try_transfer",
          "--endpoint",
          `http://127.0.0.1:${port}`,
        ],
        { env: { ALICLOUD_ACCESS_KEY: "id", ALICLOUD_SECRET_KEY: "secret" } },
      );
      assert.equal(code, 1);
      assert.match(err, /pulumi-ens import-file: DescribeHistoryEvents at /);
    } finally {
      server.close();
    }
  });

  describe("with the real engine", function () {
    this.timeout("600s");

    it("lets a stack take over orders that it did not make, without ordering anything", () => {
      // One with a whole second, as by hand in the console, and one with milliseconds of its own.
      const times = [inDays(3), inDays(4) + 250];
      const events = times.map((notBefore, index) => ({
        ...event(index + 1),
        eventStatus: "Scheduled" as const,
        notBefore,
      }));
      return scenario({ events }, async ({ emulator, stack }) => {
        const { code, out, err } = await run(emulator, "--name", "edge", "--data-policy", "force_transfer");
        assert.equal(code, 0, err);
        await stack.write("import.json", out);
        const command = /pulumi (import --file )FILE (.*)/.exec(err);
        await succeeds(
          stack.pulumi(
            ...`${command?.[1]}import.json ${command?.[2]} --yes --skip-preview --non-interactive`.split(" "),
          ),
        );

        // The program as it was printed.
        const snippet = /new ens\.MigrationPlan[^]*?\n\}\);/.exec(err)?.[0];
        await stack.write("index.js", `const ens = require("@pulumi-ens/sdk");\n${snippet}\n`);
        await succeeds(stack.preview("--expect-no-changes"));
        await succeeds(stack.up("--expect-no-changes"));
        assert.deepEqual([writes(emulator), accepted(emulator)], [0, {}]);

        emulator.clock({ advance: "10d" });
        await succeeds(stack.refresh());
        const lines = Object.values(await stack.migrations());
        assert.equal(lines.filter((line) => line.includes("| Executed |")).length, 2, lines.join("\n"));
        await succeeds(stack.up("--expect-no-changes"));
        assert.equal(writes(emulator), 0);
      });
    });
  });
});
