// The quick start: the project in Pulumi.yaml (examples/quickstart), the real CLI and the emulator, step by step. With --language yaml
// the same with the project in examples/quickstart/yaml, which uses the plugin.
// It needs no account and no network, and keeps its files in a temporary directory, which it removes at the end.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { findPulumi } from "./findPulumi.mjs";
import { pulumiEnvironment } from "./pulumiEnvironment.mjs";
import { languageIn } from "./quickstartLanguage.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const STACK = "quickstart";
const bold = process.stdout.isTTY ? (/** @type {string} */ text) => `\x1b[1;36m${text}\x1b[0m` : String;
let step = 0;

/** @param {string[]} args */
function languageFrom(args) {
  try {
    return languageIn(args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(2);
  }
}

/** @param {string} text */
function tell(text) {
  step += 1;
  console.log(`\n${bold(`── ${step}. ${text}`)}\n`);
}

/** @returns {Promise<{ endpoint: string, accessKeyId: string, accessKeySecret: string, stop: () => void }>} */
async function startEmulator() {
  const cli = path.join(ROOT, "emulator/dist/cli.js");
  const seed = path.join(ROOT, "examples/quickstart/seed.json");
  const child = spawn(process.execPath, [cli, "--port", "0", "--seed", seed], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: child.stdout }))
    return { ...JSON.parse(line), stop: () => child.kill() };
  throw new Error("the emulator did not start");
}

/**
 * @param {string} endpoint
 * @param {string} what
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function emulator(endpoint, what, body) {
  const init = body && {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  };
  const response = await fetch(`${endpoint}/_emulator/${what}`, init);
  if (!response.ok)
    throw new Error(`the emulator answered ${response.status} to ${what}: ${await response.text()}`);
  return response.json();
}

/**
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 */
function pulumiIn(command, env) {
  /** @param {string[]} args */
  const quiet = (...args) => run(args, "ignore");
  /** @param {string[]} args */
  const shown = (...args) => {
    console.log(bold(`$ pulumi ${args.join(" ")}`));
    return run([...args, "--stack", STACK], "inherit");
  };
  /**
   * @param {string[]} args
   * @param {"ignore" | "inherit"} output
   * @returns {Promise<number>}
   */
  function run(args, output) {
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: project, env, stdio: ["ignore", output, "inherit"] });
      child.on("error", reject).on("close", (code) => resolve(code ?? 1));
    });
  }
  return { quiet, shown };
}

/**
 * The stack's state as a timeline.
 * @param {string} command
 * @param {NodeJS.ProcessEnv} env
 * @param {string} file
 * @returns {Promise<void>}
 */
function report(command, env, file) {
  const exported = spawn(command, ["stack", "export", "--stack", STACK], {
    cwd: project,
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const cli = path.join(ROOT, "sdk/dist/cli/main.js");
  const args = [cli, "report", "-", "--format", "html", "--output", file];
  const made = spawn(process.execPath, args, { stdio: ["pipe", "inherit", "inherit"] });
  exported.stdout.pipe(made.stdin);
  return new Promise((resolve, reject) => {
    exported.on("error", reject);
    made.on("error", reject);
    made.on("close", (code) => (code === 0 ? resolve() : reject(new Error("pulumi-ens report failed"))));
  });
}

/**
 * @param {number} code
 * @param {"succeeds" | "fails"} expected
 * @param {string} what
 */
function expect(code, expected, what) {
  if ((code === 0) !== (expected === "succeeds")) {
    throw new Error(
      `${what} was expected to ${expected === "fails" ? "fail" : "succeed"}; its exit code was ${code}`,
    );
  }
}

const language = languageFrom(process.argv.slice(2));
// The page stays for the reader, in a directory that only this user can read.
const timeline = path.join(await mkdtemp(path.join(os.tmpdir(), "pulumi-ens-timeline-")), "timeline.html");
const scratch = await mkdtemp(path.join(os.tmpdir(), "pulumi-ens-quickstart-"));
const checkout = path.join(scratch, "checkout");
const project = path.join(checkout, language.directory);
const ens = await startEmulator();
process.on("exit", () => {
  ens.stop();
  rmSync(scratch, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

for (const part of ["Pulumi.yaml", "examples/quickstart"])
  await cp(path.join(ROOT, part), path.join(checkout, part), { recursive: true });
await symlink(path.join(ROOT, "node_modules"), path.join(checkout, "node_modules"), "junction");
const found = await findPulumi({ languages: language.hosts });
await Promise.all(["home", "state"].map((name) => mkdir(path.join(scratch, name))));
const env = {
  ...pulumiEnvironment({
    home: path.join(scratch, "home"),
    backend: path.join(scratch, "state"),
    directory: found.directory,
    hosts: found.hosts,
    passphrase: randomBytes(16).toString("hex"),
  }),
  ALICLOUD_ACCESS_KEY: ens.accessKeyId,
  ALICLOUD_SECRET_KEY: ens.accessKeySecret,
  ENS_ENDPOINT: ens.endpoint,
};
const { quiet, shown } = pulumiIn(found.command, env);
const up = ["up", "--yes", "--skip-preview", "--non-interactive"];

tell("ENS asks for twelve migrations in three regions. (This ENS is an emulator on your machine.)");
const { events, instances } = await emulator(ens.endpoint, "state");
for (const { eventId, resourceId, eventStatus } of events) {
  const instance = instances.find(
    (/** @type {{ instanceId: string }} */ each) => each.instanceId === resourceId,
  );
  console.log(
    `  ${eventId}  ${instance.ensRegionId.padEnd(20)} ${instance.instanceName.padEnd(18)} ${eventStatus}`,
  );
}

expect(await quiet("stack", "init", STACK, "--non-interactive"), "succeeds", "stack init");
const password = `Quick1${randomBytes(6).toString("hex")}`;
expect(await quiet("config", "set", "--secret", "password", password), "succeeds", "config set --secret");

tell(
  "The preview shows which instance moves when, in which wave, and what happens to its data. Nothing is ordered yet.",
);
expect(await shown("preview", "--diff", "--non-interactive"), "succeeds", "the preview");

tell(
  "`pulumi up` orders them in one call. ENS refuses one order. The others are in force, and the error says which one failed and why.",
);
const refused = events.at(-1).eventId;
const fault = {
  kind: "itemFailure",
  eventId: refused,
  code: 400,
  message: "IncorrectInstanceStatus: The current status of the instance does not support this operation.",
};
await emulator(ens.endpoint, "faults", { faults: [fault] });
expect(await shown(...up), "fails", "the first up");

tell("With the cause fixed, the next `pulumi up` orders only what is missing.");
expect(await shown(...up), "succeeds", "the second up");

tell("The same as an HTML page, which `npx pulumi-ens report` makes from the stack's state.");
await report(found.command, env, timeline);
console.log(`Open it in a browser: ${timeline}`);

tell("One more `pulumi up`: nothing changed, so nothing is sent.");
const before = (await emulator(ens.endpoint, "ledger")).length;
expect(await shown(...up, "--expect-no-changes"), "succeeds", "the third up");
const ledger = await emulator(ens.endpoint, "ledger");
const taken = ledger.filter((/** @type {{ accepted: boolean }} */ order) => order.accepted).length;
console.log(
  `ENS has accepted ${taken} orders for ${events.length} events; this up sent ${ledger.length - before}.`,
);

tell("Ten days later (the emulator's clock moves), `pulumi refresh` reads what happened.");
await emulator(ens.endpoint, "clock", { advance: "10d" });
expect(
  await shown("refresh", "--yes", "--skip-preview", "--diff", "--non-interactive"),
  "succeeds",
  "the refresh",
);

const next = {
  "docs/ens-operators.md": "the same by hand, in 20 minutes",
  "docs/getting-started.md": "the same in a project of your own",
  [language.program]: "the program that just ran",
  "README.md": "how to install it in your own project; how it behaves where ENS documents nothing",
  "npm run pulumi -- version": "the Pulumi CLI that the quick start used",
  "node emulator/dist/cli.js": "the emulator, for your own tests",
};
const width = Math.max(...Object.keys(next).map(({ length }) => length));
console.log(`\n${bold("That was the life of a migration plan.")} What to try next:\n`);
for (const [what, why] of Object.entries(next)) console.log(`  ${what.padEnd(width)}  ${why}`);
ens.stop(); // Else it would keep this process alive.
