import assert from "node:assert/strict";
import fc from "fast-check";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { assertSelection, discover, type EventSelection } from "../../provider/src/discover/index";
import { EnsError } from "../../provider/src/ens/index";
import { openClient } from "../ens/support/client";
import { runs } from "../plan/schedule/runs";
import { cli } from "../sdk/cli/io";
import { assertUnpolluted, counter, hostileJson, hostileText, spoilt } from "./hostile";

const tried = counter("arguments of getMigrationEvents and of the command line");

const SELECTION = {
  resourceIds: ["i-1"],
  ensRegionIds: ["cn-beijing-telecom"],
  tags: { tier: "cache" },
  selector: {
    ensRegionIds: ["cn-beijing-telecom"],
    tags: { all: { tier: "cache" }, any: { a: "b" } },
    instanceName: "web-*",
  },
  statuses: ["Inquiring"],
  levels: ["CRITICAL"],
  groupBy: "tier",
};

describe("arguments that mean harm", function () {
  this.timeout("60s");

  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator({
      seed: {
        now: "2026-12-01T00:00:00Z",
        events: [
          { eventId: "e-1", resourceId: "i-1", eventStatus: "Scheduled", notBefore: "2026-12-20T00:00:00Z" },
        ],
        instances: [{ instanceId: "i-1", tags: { tier: "cache" } }],
      },
    });
  });
  after(() => emulator.close());

  it("to getMigrationEvents give a result or an error with a reason", async () => {
    const client = await openClient(emulator.endpoint, {
      "alicloud:accessKey": emulator.accessKeyId,
      "alicloud:secretKey": emulator.accessKeySecret,
    });
    await fc.assert(
      fc.asyncProperty(spoilt(SELECTION, fc.oneof(hostileJson, hostileText)), async (selection) => {
        tried();
        try {
          assertSelection(selection);
          assertUnpolluted(await discover(client, selection as EventSelection));
        } catch (error) {
          assert.ok(error instanceof EnsError || error instanceof TypeError, String(error));
          assert.doesNotMatch(error.message, /is not a function|not iterable|Cannot read|Maximum call/);
        }
      }),
      runs(200),
    );
  });

  it("to the commands end with an exit code and a reason, and write nothing but what they were told to", () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom("report", "import-file", "doctor", "__proto__", "constructor"),
        fc.array(
          fc.oneof(
            hostileText,
            fc.constantFrom(
              "--name",
              "--data-policy",
              "force_transfer",
              "--tag",
              "a=b",
              "--region",
              "--title",
              "-f",
              "html",
            ),
            fc.constantFrom(
              "--",
              "--help",
              "-z",
              "UTC",
              "--resource-id",
              "i-1",
              "--format=markdown",
              "--name=edge",
            ),
          ),
          { maxLength: 6 },
        ),
        hostileText,
        async (command, args, input) => {
          tried();
          const { code, err, files } = await cli([command, ...args], {
            input,
            env: {
              ENS_ENDPOINT: emulator.endpoint,
              ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
              ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
            },
            readFile: () => Promise.reject(new Error("ENOENT: no such file")),
          });
          assert.ok([0, 1, 2].includes(code), String(code));
          if (code !== 0 && command !== "doctor") assert.match(err, /^pulumi-ens\b/);
          assert.doesNotMatch(err, /is not a function|Cannot read|Maximum call|not iterable/);
          for (const file of Object.keys(files)) {
            assert.ok(
              args.some((arg) => arg.endsWith(file)),
              file,
            );
          }
        },
      ),
      runs(300),
    ));
});
