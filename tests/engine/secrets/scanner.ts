import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { startEmulator } from "../../../emulator/src/index";
import { type TransportName, withTransport } from "../../faults/engine/transports";
import { report } from "../../report";
import { event, inDays } from "../fixture";
import { fails, succeeds } from "../outcome";
import { begin, providerPid } from "../running";
import { Stack } from "../stack";
import { Scanner } from "./scan";
import { openTunnel } from "./tunnel";

const CLI = path.resolve(__dirname, "../../../sdk/dist/cli/main.js");

/** Marked, and with the signs that the encodings differ in. */
export const SECRETS = {
  "access key id": "STS.MarkedKeyIdOfThisScan",
  "access key secret": "Marked/secret+of=the key",
  "security token": "Marked.token/with+odd=signs&more",
  "wrong access key secret": "Marked/wrong+secret=of the key",
  password: "Marked4/Pass+word=1",
  "proxy password": "Marked/proxy+word=1",
};

const VERBOSE = ["-v=9", "--logtostderr", "--logflow"];
const ORDER = "BatchEventMigrateInstance";

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const ens = require("@pulumi-ens/sdk");
const { numbers, days } = require("./plans.json");
const password = new pulumi.Config().requireSecret("password");
const events = { 1: ${JSON.stringify(event(1))}, 2: ${JSON.stringify(event(2))}, 3: ${JSON.stringify(event(3))} };
module.exports = async () => {
  const found = await ens.getMigrationEvents();
  const plan = new ens.MigrationPlan("edge", {
    events: numbers.map((n) =>
      n === 1 ? { ...events[n], opsType: "immediate", password } : { ...events[n], planTime: days },
    ),
    dataPolicy: "force_transfer",
  });
  return { summary: plan.summary, found: found.events.length };
};`;

/** Everything that a stack, its commands and our own leave behind, after a life with every kind of failure. */
async function life(transport: TransportName): Promise<Scanner> {
  const scanner = new Scanner(SECRETS);
  const outside = await mkdtemp(path.join(tmpdir(), "pulumi-ens-secrets-"));
  const temporary = path.join(outside, "temporary");
  await mkdir(temporary);
  const emulator = await startEmulator({
    seed: {
      credentials: [
        {
          accessKeyId: SECRETS["access key id"],
          accessKeySecret: SECRETS["access key secret"],
          securityToken: SECRETS["security token"],
        },
      ],
      events: [1, 2, 3].map(event),
    },
  });
  const tunnel = await openTunnel(outside, emulator.port, {
    user: "me",
    password: SECRETS["proxy password"],
  });
  // The official client takes no proxy, so it goes the direct way; the password is in the environment all the same.
  const endpoint = transport === "builtin" ? "https://ens.test" : emulator.endpoint;
  const environment = {
    ALICLOUD_SECURITY_TOKEN: SECRETS["security token"],
    ENS_ENDPOINT: endpoint,
    HTTPS_PROXY: tunnel.proxy,
    NO_PROXY: "127.0.0.1",
    NODE_EXTRA_CA_CERTS: tunnel.certificate,
    // Pulumi's log files, when it writes any.
    TMPDIR: temporary,
    TEMP: temporary,
    NODE_OPTIONS: "--require=./preload.cjs",
  };
  const stack = await Stack.create(emulator, { environment });
  try {
    const pulumi = async (...args: string[]) => {
      const outcome = await stack.pulumi(...args);
      scanner.text(`pulumi ${args.join(" ")}`, outcome.output);
      return outcome;
    };
    const yes = ["--yes", "--skip-preview", "--non-interactive", "--diff"];
    const plan = (numbers: number[], days: number) =>
      stack.write("plans.json", JSON.stringify({ numbers, days: inDays(days) }));
    await stack.write(
      "preload.cjs",
      `if (process.argv[1]?.includes("dynamic-provider")) require("node:fs").writeFileSync(__dirname + "/pid", String(process.pid));`,
    );
    await stack.write("index.js", PROGRAM);
    await withTransport(stack, transport);
    await succeeds(stack.pulumi("config", "set", "--secret", "password", SECRETS.password));
    await plan([1, 2], 3);

    await pulumi("preview", "--diff", "--non-interactive", ...VERBOSE);
    await pulumi("preview", "--json", "--non-interactive");

    // A key that is wrong, in the stack's configuration, where it is secret: ENS quotes what was signed.
    const keys = {
      "alicloud:accessKey": SECRETS["access key id"],
      "alicloud:secretKey": SECRETS["wrong access key secret"],
      "alicloud:securityToken": SECRETS["security token"],
    };
    const pairs = Object.entries(keys).flatMap((pair) => ["--secret", pair.join("=")]);
    await succeeds(stack.pulumi("config", "set-all", ...pairs));
    await fails(pulumi("up", ...yes, ...VERBOSE), /SignatureDoesNotMatch/);
    await stack.configure(Object.fromEntries(Object.keys(keys).map((key) => [key, undefined])));

    // Refused in part, then throttled, then an answer that is lost.
    const refused = { kind: "itemFailure", eventId: event(1).eventId, code: 500, message: "busy" } as const;
    emulator.faults([refused]);
    await fails(pulumi("up", ...yes, ...VERBOSE));
    emulator.faults([{ kind: "throttle", action: ORDER }]);
    await succeeds(pulumi("up", ...yes, ...VERBOSE));
    await plan([1, 2, 3], 4);
    emulator.faults([{ kind: "reset", when: "after", action: ORDER }]);
    await succeeds(pulumi("up", ...yes, ...VERBOSE));

    // Killed in the middle of an order.
    await plan([1, 2, 3], 5);
    emulator.faults([{ kind: "delay", ms: 600_000, when: "after", action: ORDER }]);
    const killed = begin(stack, "up", ...VERBOSE);
    await killed.until(() => emulator.state().faults.length === 0);
    process.kill(await providerPid(stack), "SIGKILL");
    scanner.text("pulumi up, its provider killed", (await killed.outcome).output);
    await succeeds(pulumi("up", ...yes, ...VERBOSE));

    emulator.faults([{ kind: "noPermission", action: "DescribeHistoryEvents", count: 2 }]);
    await pulumi("refresh", ...yes, ...VERBOSE);
    emulator.clearFaults();
    // Into files this time.
    await succeeds(pulumi("refresh", ...yes, "-v=9"));

    const exported = await pulumi("stack", "export");
    await pulumi("stack", "output", "--json");
    await ours(scanner, stack, { ...environment, ...credentials() }, exported.output);
    await succeeds(pulumi("destroy", ...yes, ...VERBOSE));

    const passwords = emulator.ledger().filter(({ password }) => password).length;
    assert.ok(passwords >= 2, "the password was sent, refused, and sent again");
    if (transport === "builtin") assert.ok(tunnel.opened() > 0, "through the proxy");
    const log = JSON.stringify([emulator.ledger(), emulator.calls(), emulator.state()]);
    // Who called is what a log of calls is for.
    scanner.text("the emulator's log", log, { except: ["access key id"] });
    await scanner.directory(stack.directory);
    const inStack = scanner.files;
    await scanner.directory(temporary);
    assert.ok(scanner.files > inStack, "Pulumi has written log files");
  } finally {
    await stack.remove();
    await emulator.close();
    tunnel.close();
    await rm(outside, { recursive: true, force: true });
  }
  return scanner;
}

function credentials(): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"],
    ALICLOUD_ACCESS_KEY: SECRETS["access key id"],
    ALICLOUD_SECRET_KEY: SECRETS["access key secret"],
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    NODE_OPTIONS: "",
  };
}

/** The commands of `pulumi-ens`, with the same secrets around them, and without the proxy's right password. */
async function ours(scanner: Scanner, stack: Stack, env: NodeJS.ProcessEnv, exported: string): Promise<void> {
  const commands: readonly (readonly string[])[] = [
    ["doctor"],
    ["doctor", "--json"],
    ["import-file", "--name", "edge", "--data-policy", "force_transfer"],
    ...["terminal", "markdown", "html"].map((format) => ["report", "-", "--format", format]),
  ];
  const wrong = { ...env, HTTPS_PROXY: env["HTTPS_PROXY"]?.replace("me:", "you:") };
  for (const [args, environment] of [
    ...commands.map((args) => [args, env] as const),
    [["doctor"], wrong] as const,
    [["import-file", "--name", "edge", "--data-policy", "force_transfer"], wrong] as const,
  ]) {
    const child = spawn(process.execPath, [CLI, ...args], { cwd: stack.directory, env: environment });
    child.stdin.end(exported);
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    assert.ok(out.length + err.length > 0);
    scanner.text(`pulumi-ens ${args.join(" ")}`, out + err);
  }
}

/** A test that scans what the life of a stack leaves behind. */
export function findsNone(transport: TransportName): void {
  it(`finds none in what a stack's life leaves behind (${transport})`, async () => {
    const scanner = await life(transport);
    assert.deepEqual(scanner.hits, []);
    assert.ok(scanner.files > 20 && scanner.texts > 15);
    report(
      `secrets (${transport}): none of ${Object.keys(SECRETS).length} in ${scanner.files} files and ${scanner.texts} outputs, ` +
        `${(scanner.bytes / 1e6).toFixed(1)} MB`,
    );
  });
}
