// Runs the packed packages as a user would, beside the newest @pulumi/pulumi and on other releases of Node.js:
//
//   node tools/compatibility.mjs [--node 22 --node 24] [--pulumi latest] [--installer npm --installer pnpm]
//
// Each combination is installed in an empty directory and goes through preview, up, a second up, refresh and destroy
// against the emulator. Exit code 1 if one of them does anything but order its event once.
import { execFile, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { findPulumi } from "./findPulumi.mjs";
import { nodeRelease } from "./nodeRelease.mjs";
import { npm } from "./npm.mjs";
import { pulumiEnvironment } from "./pulumiEnvironment.mjs";
import { withFirstOnPath } from "./searchPath.mjs";

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const DAY = 86_400_000;

/** Tells what it runs on, so that the table below is not what we believe but what was so. */
const PROGRAM = `
const ens = require("@pulumi-ens/sdk");
const plan = new ens.MigrationPlan("edge", require("./plan.json"));
exports.node = process.version;
exports.pulumi = require("@pulumi/pulumi/package.json").version;
exports.summary = plan.summary;
`;

const { values } = parseArgs({
  options: {
    node: { type: "string", multiple: true, default: ["22", "24"] },
    pulumi: { type: "string", default: "latest" },
    installer: { type: "string", multiple: true, default: ["npm", "pnpm"] },
  },
});

/** @type {Record<string, (project: string, node: { command: string, directory: string }) => Promise<unknown>>} */
const installers = {
  npm: (project, node) =>
    npm(["install", "--no-audit", "--no-fund"], {
      cwd: project,
      env: environmentOf(node),
      node: node.command,
    }),
  pnpm: (project, node) => {
    const pnpm = path.join(ROOT, "node_modules/pnpm/bin/pnpm.cjs");
    const args = [pnpm, "install", "--store-dir", path.join(project, "store")];
    return run(node.command, args, { cwd: project, env: environmentOf(node) });
  },
};

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ens-compatibility-"));
const emulator = await startEmulator();
try {
  const cli = await findPulumi();
  const tarballs = await pack();
  const versions = JSON.parse(await npm(["view", `@pulumi/pulumi@${values.pulumi}`, "version", "--json"]));
  const wanted = [versions].flat().at(-1);
  console.log(`Pulumi CLI ${cli.version} (${cli.source}), @pulumi/pulumi ${wanted}`);
  for (const line of values.node) {
    const node = await nodeRelease(line);
    for (const installer of values.installer) {
      const name = `Node.js ${node.version.slice(1)} with ${installer}`;
      try {
        const found = await check({ cli, node, installer, tarballs, pulumi: wanted });
        console.log(`ok      ${name}: ${found}`);
      } catch (error) {
        console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : error}`);
        process.exitCode = 1;
      }
    }
  }
} finally {
  emulator.stop();
  fs.rmSync(scratch, { recursive: true, force: true });
}

/**
 * @param {object} combination
 * @param {import("./findPulumi.mjs").Pulumi} combination.cli
 * @param {{ command: string, directory: string, version: string }} combination.node
 * @param {string} combination.installer
 * @param {Record<string, string>} combination.tarballs
 * @param {string} combination.pulumi
 */
async function check({ cli, node, installer, tarballs, pulumi: version }) {
  const install = installers[installer];
  if (!install)
    throw new Error(`"${installer}" is not an installer. Use one of ${Object.keys(installers).join(", ")}`);
  const project = fs.mkdtempSync(path.join(scratch, `${installer}-`));
  for (const name of ["home", "state"]) fs.mkdirSync(path.join(project, name));
  const event = await raiseEvent();
  // Until they are published, the SDK's own dependency is overridden by the archive too.
  const overrides = { "@pulumi-ens/provider": tarballs.provider };
  const files = {
    "Pulumi.yaml": "name: compatibility\nruntime: nodejs\n",
    "index.js": PROGRAM,
    "plan.json": JSON.stringify({
      dataPolicy: "force_transfer",
      events: [{ ...event, planTime: Date.now() + 3 * DAY }],
    }),
    "package.json": JSON.stringify({
      name: "compatibility",
      main: "index.js",
      dependencies: { "@pulumi/pulumi": version, "@pulumi-ens/sdk": tarballs.sdk },
      ...(installer === "pnpm" ? { pnpm: { overrides } } : { overrides }),
    }),
  };
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(project, name), text);
  await install(project, node);

  const env = withFirstOnPath(
    {
      ...pulumiEnvironment({
        home: path.join(project, "home"),
        backend: path.join(project, "state"),
        directory: cli.directory,
      }),
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
      ENS_ENDPOINT: emulator.endpoint,
    },
    node.directory,
  );
  /** @param {string[]} args */
  const pulumi = (...args) => run(cli.command, [...args, "--non-interactive"], { cwd: project, env });
  await pulumi("stack", "init", "dev");
  await pulumi("preview");
  if (await orders(event.eventId)) throw new Error("the preview ordered something");
  await pulumi("up", "--yes", "--skip-preview");
  await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
  await pulumi("refresh", "--yes", "--skip-preview");
  const { node: ranOn, pulumi: ranWith } = JSON.parse(await pulumi("stack", "output", "--json"));
  if (ranOn !== node.version) throw new Error(`the program ran on Node.js ${ranOn}`);
  if (ranWith !== version) throw new Error(`the program ran with @pulumi/pulumi ${ranWith}`);
  await pulumi("destroy", "--yes", "--skip-preview");
  const count = await orders(event.eventId);
  if (count !== 1) throw new Error(`ENS accepted ${count} orders for one event`);
  return `program on ${ranOn} with @pulumi/pulumi ${ranWith}: preview, up, up, refresh, destroy; 1 order`;
}

/** @returns {Promise<Record<string, string>>} archives by workspace */
async function pack() {
  const workspaces = ["provider", "sdk"];
  await npm(["pack", "--pack-destination", scratch, ...workspaces.flatMap((each) => ["--workspace", each])], {
    cwd: ROOT,
  });
  const files = fs.readdirSync(scratch);
  return Object.fromEntries(
    workspaces.map((workspace) => {
      const file = files.find((each) => each.startsWith(`pulumi-ens-${workspace}-`));
      if (!file) throw new Error(`${workspace} was not packed`);
      return [workspace, `file:${path.join(scratch, file)}`];
    }),
  );
}

/** @returns {Promise<{ endpoint: string, accessKeyId: string, accessKeySecret: string, stop: () => void }>} */
async function startEmulator() {
  const cli = path.join(ROOT, "emulator/dist/cli.js");
  const child = spawn(process.execPath, [cli, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout }))
    return { ...JSON.parse(line), stop: () => child.kill() };
  throw new Error("the emulator did not start");
}

/**
 * How many orders for an event ENS has taken.
 * @param {string} eventId
 * @returns {Promise<number>}
 */
async function orders(eventId) {
  /** @type {any} */
  const ledger = await (await fetch(`${emulator.endpoint}/_emulator/ledger`)).json();
  return ledger.filter(
    (/** @type {{ eventId: string, accepted: boolean }} */ order) =>
      order.eventId === eventId && order.accepted,
  ).length;
}

async function raiseEvent() {
  const number = String(Date.now());
  const event = { eventId: `e-${number.padStart(32, "0")}`, resourceId: `i-${number.padStart(25, "0")}` };
  const body = JSON.stringify({ events: [event] });
  const answer = await fetch(`${emulator.endpoint}/_emulator/events`, { method: "POST", body });
  if (!answer.ok) throw new Error(`the emulator refused the event: ${await answer.text()}`);
  return event;
}

/** @param {{ directory: string }} node */
function environmentOf(node) {
  return withFirstOnPath(process.env, node.directory);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>} what it printed on stdout
 */
async function run(command, args, options) {
  try {
    return (await promisify(execFile)(command, args, { ...options, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { code, stdout, stderr } = /** @type {{ code: unknown, stdout: string, stderr: string }} */ (error);
    const words = [command, ...args].map((each) => path.basename(each)).join(" ");
    throw new Error(`${words}: exit code ${code}\n${stdout}${stderr}`, { cause: error });
  }
}
