import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { installedPackage, isOlder } from "@pulumi-ens/provider/ens";
import type { Io } from "../io";
import { type Check, fail, ok, warn } from "./check";

const NODE = "20.19.0";
/** Older ones do not hand a provider's `inputs` on from a refresh. */
const PULUMI = "3.216.0";
const SDK = "@pulumi-ens/sdk";
const CLIENT = "@alicloud/ens20171110";

const MISSING = "not found from here. Only Node.js programs need it. Run doctor in the program's directory";
const ASKED = '"pulumi version"';
const SEE = "Run it yourself to see why";

/** Versions of everything that takes part, as the program in the current directory gets them. */
export async function versionChecks(io: Pick<Io, "cwd" | "env">): Promise<Check[]> {
  return [
    nodeCheck(process.versions.node),
    pulumiCheck(io.cwd),
    sdkCheck(io.cwd),
    await cliCheck(io),
    clientCheck(io.cwd),
  ];
}

function nodeCheck(version: string): Check {
  return isOlder(version, NODE)
    ? fail("Node.js", `${version} is too old. Install ${NODE} or newer`)
    : ok("Node.js", version);
}

function pulumiCheck(directory: string): Check {
  const name = "@pulumi/pulumi";
  const version = installedPackage(name, directory)?.version;
  if (version === undefined) return warn(name, MISSING);
  return isOlder(version, PULUMI)
    ? fail(name, `${version} is too old. Run npm install ${name}@latest (${PULUMI} or newer)`)
    : ok(name, version);
}

function sdkCheck(directory: string): Check {
  const version = installedPackage(SDK, directory)?.version;
  if (version === undefined) return warn(SDK, `${MISSING}, or install it there: npm install ${SDK}`);

  const own = installedPackage(SDK, __dirname)?.version;
  return own !== undefined && own !== version
    ? warn(
        SDK,
        `${version}, but this command is version ${own}. Run npx pulumi-ens in the program's directory`,
      )
    : ok(SDK, version);
}

async function cliCheck({ cwd, env }: Pick<Io, "cwd" | "env">): Promise<Check> {
  const name = "Pulumi CLI";
  let printed: string;
  try {
    const options = { cwd, env: { ...env }, timeout: 20_000 };
    printed = (await promisify(execFile)("pulumi", ["version"], options)).stdout;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    return warn(
      name,
      missing
        ? "not on PATH. Install it: https://www.pulumi.com/docs/install/"
        : `${ASKED} does not answer. ${SEE}`,
    );
  }
  const version = /\d+\.\d+\.\d+/.exec(printed)?.[0];
  if (version === undefined) return warn(name, `${ASKED} does not print a version. ${SEE}`);
  return isOlder(version, PULUMI)
    ? fail(name, `${version} is too old. Install ${PULUMI} or newer: https://www.pulumi.com/docs/install/`)
    : ok(name, version);
}

function clientCheck(directory: string): Check {
  const version = installedPackage(CLIENT, directory)?.version;
  return ok(CLIENT, version ?? "not installed (optional): the built-in client is used");
}
