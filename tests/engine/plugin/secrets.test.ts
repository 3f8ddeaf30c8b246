import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { event, inDays, planOf, refusal, scenario, writes } from "../fixture";
import { fails, succeeds } from "../outcome";
import { Scanner } from "../secrets/scan";
import { yamlOf } from "./yaml";

const SECRETS = {
  "access key secret": "Marked/secret+of=the key",
  "wrong access key secret": "Marked/wrong+secret=of the key",
  password: "Marked4/Pass+word=1",
};

const VERBOSE = ["-v=9", "--logtostderr", "--logflow", "--diff"];

describe("secrets of a program with the plugin", function () {
  this.timeout("600s");

  it("are in no file, log or output in clear", async () => {
    const scanner = new Scanner(SECRETS);
    const temporary = await mkdtemp(path.join(tmpdir(), "pulumi-ens-logs-"));
    const credentials = [{ accessKeyId: "marked", accessKeySecret: SECRETS["access key secret"] }];
    const environment = { TMPDIR: temporary, TEMP: temporary };
    try {
      await scenario(
        { events: [], seed: { credentials, events: [1, 2].map(event) }, environment },
        async ({ emulator, stack }) => {
          const pulumi = async (...args: string[]) => {
            const outcome = await stack.pulumi(...args);
            scanner.text(outcome.command, outcome.output);
            return outcome;
          };
          const yes = ["--yes", "--skip-preview", "--non-interactive", ...VERBOSE];
          const now = { ...event(1), opsType: "immediate", password: "${password}" };
          const edge = { dataPolicy: "force_transfer", events: [now, { ...event(2), planTime: inDays(3) }] };
          await stack.yaml({
            config: { password: { type: "string", secret: true } },
            ...yamlOf({ edge }),
            outputs: { planned: "${edge.planned}" },
          });
          await succeeds(stack.pulumi("config", "set", "--secret", "password", SECRETS.password));
          await pulumi("preview", "--non-interactive", ...VERBOSE);

          // A key that is wrong, in the stack's configuration: ENS quotes what was signed.
          await succeeds(
            stack.pulumi(
              "config",
              "set-all",
              "--secret",
              "ens:accessKey=marked",
              "--secret",
              `ens:secretKey=${SECRETS["wrong access key secret"]}`,
            ),
          );
          await fails(pulumi("up", ...yes), /SignatureDoesNotMatch/);
          await succeeds(
            stack.pulumi("config", "set", "--secret", "ens:secretKey", SECRETS["access key secret"]),
          );
          emulator.faults([refusal(1, "busy")]);
          await fails(pulumi("up", ...yes), /busy/);
          await succeeds(pulumi("up", ...yes));
          await succeeds(pulumi("up", ...yes, "--expect-no-changes"));
          await succeeds(pulumi("refresh", "--yes", "--skip-preview", "--non-interactive", "-v=9")); // Into files.
          await pulumi("stack", "export");
          assert.ok(
            emulator.ledger().some(({ accepted, password }) => accepted && password),
            "the password was sent",
          );
          assert.match(
            JSON.stringify(await stack.outputs()),
            new RegExp(event(1).eventId),
            "a password makes nothing else secret",
          );
          await scanner.directory(stack.directory);
          const inStack = scanner.files;
          await scanner.directory(temporary);
          assert.ok(scanner.files > inStack, "Pulumi has written log files");
        },
      );
    } finally {
      await rm(temporary, { recursive: true });
    }
    assert.deepEqual(scanner.hits, []);
  });

  it("are all that comes of events that are secret as a whole", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      const { events, ...edge } = planOf(1).edge;
      await stack.yaml({
        ...yamlOf({ edge: { ...edge, events: { "fn::secret": events } } }),
        outputs: { planned: "${edge.planned}", migrations: "${edge.migrations}" },
      });
      const scanner = new Scanner({ "event id": event(1).eventId, "instance id": event(1).resourceId });
      for (const run of [() => stack.preview(), () => stack.up(), () => stack.refresh("--diff")])
        scanner.text("a command", await succeeds(run()));
      assert.deepEqual(scanner.hits, []);
      assert.equal(writes(emulator), 1);
      const inClear = (await stack.files()).filter(({ content }) => content.includes(event(1).eventId));
      assert.deepEqual(
        inClear.map(({ file }) => path.relative(stack.directory, file)),
        ["Pulumi.yaml"],
      );
    }));
});
