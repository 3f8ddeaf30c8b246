import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import type { ActionName } from "../../../emulator/src/index";
import { cacheDirectory } from "../../../tools/cacheDirectory.mjs";
import { fillDirectory } from "../../../tools/fillDirectory.mjs";
import { findPython } from "../../../tools/findPython.mjs";
import { npm } from "../../../tools/npm.mjs";
import { runStep } from "../../../tools/runStep.mjs";

/** How to start the program of a language. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * What a client is given: `typed`, as its request classes have it; `styled`, with the lists that ENS wants as text made
 * text; `flat`, with the other lists as `Name.1` too.
 */
export type Shape = "typed" | "styled" | "flat";

export interface VendorClient {
  readonly name: string;
  readonly signature: "V1" | "V3";
  readonly shape: Shape;
  /** What its request classes for ENS are old enough to lack; undefined: nothing. */
  readonly lacks?: { readonly actions: readonly ActionName[]; readonly parameters: readonly string[] };
  /** The header that it reads when it is throttled; undefined: none. */
  readonly retryHeader?: "x-acs-retry-after" | "x-ratelimit-user-api";
  /** It sends parameters without a value and leaves them out of what it signs. */
  readonly signsNoEmptyValues?: true;
}

export interface Language {
  readonly name: string;
  /** Installs the clients, where they are not in the cache yet. Rejects where there is no such language here. */
  readonly prepare: () => Promise<Command>;
  readonly clients: readonly VendorClient[];
}

async function need(what: string, ...[command, ...args]: readonly [string, ...string[]]): Promise<void> {
  await promisify(execFile)(command, args).catch(() => {
    throw new Error(`needs ${what}`);
  });
}

/** The directory in the cache for what these files of `language/` ask for, and what else it depends on. */
function cached(language: string, files: readonly string[], ...more: readonly string[]): string {
  const hash = createHash("sha256").update(more.join("\n"));
  for (const file of files) hash.update(readFileSync(path.join(__dirname, language, file)));
  return path.join(cacheDirectory(), "vendorClients", `${language}-${hash.digest("hex").slice(0, 16)}`);
}

function step(what: string, cwd?: string): Parameters<typeof runStep>[2] {
  return { what, log: console.error, timeoutMinutes: 8, ...(cwd === undefined ? {} : { cwd }) };
}

/** Of Java: what is compiled by a newer JDK also runs on this one, and on all between. */
const RELEASE = "11";

const OLD_ENS = {
  actions: ["BatchEventMigrateInstance", "EventMigrateInstance", "DescribeHistoryEvents"],
  parameters: ["EipAddresses", "VpdId", "VpdVSwitchId"],
} as const;

export const PYTHON: Language = {
  name: "Python",
  prepare: async () => {
    const python = await findPython();
    const what =
      "Python 3.11 or newer with pip: https://www.python.org/downloads, or apt install python3-pip";
    if (python === undefined) throw new Error(`needs ${what}`);
    const [major = 0, minor = 0] = python.version.split(".").map(Number);
    if (major === 3 && minor < 11) throw new Error(`needs ${what}; ${python.command} is ${python.version}`);
    await need(what, python.command, "-m", "pip", "--version");
    const directory = cached("python", ["requirements.txt"], python.version, process.platform, process.arch);
    await fillDirectory(directory, async (into) => {
      const requirements = path.join(__dirname, "python/requirements.txt");
      const options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--target", into];
      await runStep(
        python.command,
        ["-m", "pip", "install", ...options, "--requirement", requirements],
        step("installing the vendor's Python clients"),
      );
    });
    const program = path.join(__dirname, "python/client.py");
    return { command: python.command, args: [program], env: { PYTHONPATH: directory } };
  },
  clients: [
    { name: "ens", signature: "V3", shape: "typed", retryHeader: "x-acs-retry-after" },
    { name: "ens-asyncio", signature: "V3", shape: "typed", retryHeader: "x-acs-retry-after" },
    { name: "openapi-v3", signature: "V3", shape: "styled", retryHeader: "x-acs-retry-after" },
    { name: "openapi-v1", signature: "V1", shape: "styled", retryHeader: "x-acs-retry-after" },
    { name: "core", signature: "V1", shape: "flat" },
    { name: "core-ens", signature: "V1", shape: "typed", lacks: OLD_ENS },
  ],
};

export const LANGUAGES: readonly Language[] = [
  PYTHON,
  {
    name: "Go",
    prepare: async () => {
      await need("Go 1.24 or newer: https://go.dev/doc/install", "go", "version");
      const directory = cached("go", ["go.mod", "go.sum", "main.go"], process.platform, process.arch);
      const program = process.platform === "win32" ? "client.exe" : "client";
      await fillDirectory(directory, async (into) => {
        await runStep("go", ["build", "-trimpath", "-o", path.join(into, program), "."], {
          ...step("building the vendor's Go clients", path.join(__dirname, "go")),
          env: { ...process.env, GOFLAGS: "-mod=readonly", GOWORK: "off" },
        });
      });
      return { command: path.join(directory, program), args: [] };
    },
    clients: [
      { name: "openapi-v3", signature: "V3", shape: "styled", retryHeader: "x-ratelimit-user-api" },
      { name: "openapi-v1", signature: "V1", shape: "styled", retryHeader: "x-ratelimit-user-api" },
      { name: "sdk", signature: "V1", shape: "flat" },
      { name: "sdk-ens", signature: "V1", shape: "typed", lacks: OLD_ENS },
    ],
  },
  {
    name: "Java",
    prepare: async () => {
      const jdk = `a JDK, ${RELEASE} or newer: https://adoptium.net, or apt install default-jdk`;
      await need(jdk, "javac", "--release", RELEASE, "-version");
      await need("Maven: https://maven.apache.org/install.html, or apt install maven", "mvn", "-version");
      const directory = cached("java", ["pom.xml", "Client.java"], RELEASE);
      await fillDirectory(directory, async (into) => {
        const sources = path.join(__dirname, "java");
        await runStep(
          "mvn",
          [
            ...["--quiet", "--batch-mode", "--file", path.join(sources, "pom.xml")],
            ...["dependency:copy-dependencies", `-DoutputDirectory=${into}`],
          ],
          step("installing the vendor's Java clients"),
        );
        await runStep(
          "javac",
          [
            "--release",
            RELEASE,
            "-nowarn",
            "-cp",
            path.join(into, "*"),
            "-d",
            into,
            path.join(sources, "Client.java"),
          ],
          step("compiling the program for the vendor's Java clients"),
        );
      });
      const classPath = [directory, path.join(directory, "*")].join(path.delimiter);
      return { command: "java", args: ["-XX:TieredStopAtLevel=1", "-cp", classPath, "Client"] };
    },
    clients: [
      { name: "openapi-v3", signature: "V3", shape: "styled" },
      { name: "openapi-v1", signature: "V1", shape: "styled", signsNoEmptyValues: true },
      { name: "async-v3", signature: "V3", shape: "flat" },
      { name: "async-v1", signature: "V1", shape: "flat" },
      { name: "core-v3", signature: "V3", shape: "flat" },
      { name: "core-v1", signature: "V1", shape: "flat" },
    ],
  },
  {
    name: "Node.js",
    prepare: async () => {
      const files = ["package.json", "package-lock.json"];
      const directory = cached("node", files);
      await fillDirectory(directory, async (into) => {
        for (const file of files) copyFileSync(path.join(__dirname, "node", file), path.join(into, file));
        await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: into });
      });
      const program = path.join(__dirname, "node/client.cjs");
      return {
        command: process.execPath,
        args: [program],
        env: { NODE_PATH: path.join(directory, "node_modules") },
      };
    },
    clients: [
      { name: "openapi-core-v3", signature: "V3", shape: "styled", retryHeader: "x-acs-retry-after" },
      { name: "openapi-core-v1", signature: "V1", shape: "styled", retryHeader: "x-acs-retry-after" },
      { name: "openapi-client-v3", signature: "V3", shape: "styled" },
      { name: "openapi-client-v1", signature: "V1", shape: "styled" },
      { name: "pop-core-get", signature: "V1", shape: "styled" },
      { name: "pop-core-post", signature: "V1", shape: "styled" },
    ],
  },
];
