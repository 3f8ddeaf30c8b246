import { execFileSync } from "node:child_process";
import os from "node:os";
import pulumi from "@pulumi/pulumi/package.json";
import { findPulumi } from "../tools/findPulumi.mjs";
import type { Samples } from "./benchmark";
import type { Profile } from "./profile";
import type { Row } from "./row";
import type { Mode } from "./sizes";

/** What a run of the benchmarks came to; `docs/performance.json` is one. */
export interface Results {
  mode: Mode;
  /** ISO 8601. */
  date: string;
  revision: string;
  machine: Machine;
  rows: Row[];
  /** Every sample, by benchmark and metric, in the unit of the rows that it is in. */
  samples: Record<string, Samples>;
  profiles: Profile[];
}

export interface Machine {
  cpus: number;
  model: string;
  memoryGB: number;
  system: string;
  node: string;
  pulumi: string;
  sdk: string;
}

export async function machine(): Promise<Machine> {
  return {
    cpus: os.cpus().length,
    model: os.cpus()[0]?.model.trim() ?? "unknown",
    memoryGB: Math.round(os.totalmem() / 1024 ** 3),
    system: `${os.type()} ${os.arch()}`,
    node: process.version,
    pulumi: (await findPulumi()).version,
    sdk: pulumi.version,
  };
}

/** The commit, and whether something in the work tree differs from it. */
export function revisionOf(checkout: string): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: checkout, encoding: "utf8" }).trim();
  return git("describe", "--always", "--dirty", "--abbrev=12");
}
