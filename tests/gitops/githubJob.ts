import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { bash } from "./bash";
import { evaluate, interpolate } from "./expression";
import type { InfraRepository } from "./infraRepository";

export interface Step {
  name?: string;
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
  if?: string;
  env?: Record<string, string>;
}

export interface Job {
  if?: string;
  needs?: string;
  environment?: string;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  env?: Record<string, string>;
  steps: Step[];
  "timeout-minutes"?: number;
}

export interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  concurrency?: { group: string; "cancel-in-progress": boolean };
  jobs: Record<string, Job>;
}

export async function readWorkflow(file: string): Promise<Workflow> {
  return parse(await readFile(file, "utf8")) as Workflow;
}

export interface JobResult {
  conclusion: "success" | "failure" | "skipped";
  log: string;
  /** What the job wrote for the run's summary. */
  summary: string;
  /** How each step that runs something ended, by its name. */
  outcomes: Record<string, "success" | "failure" | "skipped">;
}

/** Runs the shell steps of a job in order, as a runner does. Actions count as done. */
export async function runJob(
  job: Job,
  repository: InfraRepository,
  github: Record<string, unknown>,
): Promise<JobResult> {
  const { temporary } = repository;
  const files = Object.fromEntries(
    ["GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"].map((name) => [name, path.join(temporary, name)]),
  );
  const steps: Record<string, { outcome: string; outputs: Record<string, string> }> = {};
  const result: JobResult = { conclusion: "success", log: "", summary: "", outcomes: {} };
  const contexts = {
    github: { ...github, token: (await repository.forge()).token },
    vars: {
      PULUMI_STACK: "dev",
      PULUMI_BACKEND_URL: repository.backend.url,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1234567890123456:oidc-provider/github",
      ENS_READ_ROLE_ARN: "acs:ram::1234567890123456:role/ens-read",
      ENS_ORDER_ROLE_ARN: "acs:ram::1234567890123456:role/ens-order",
    },
    secrets: { PULUMI_CONFIG_PASSPHRASE: repository.backend.passphrase },
    steps,
    cancelled: () => false,
    success: () => result.conclusion === "success",
  };
  if (job.if !== undefined && !evaluate(bare(job.if), contexts)) return { ...result, conclusion: "skipped" };

  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary);
  const environment: NodeJS.ProcessEnv = {
    ...repository.environment,
    ...files,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_WORKSPACE: repository.directory,
    GITHUB_REPOSITORY: "ann/infrastructure",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_RUN_ID: "42",
    GITHUB_REF_NAME: "main",
    GITHUB_SHA: String(github["sha"]),
    RUNNER_TEMP: temporary,
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://runner.example.com/token?api-version=2",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: (await repository.forge()).token,
    ...values(job.env, contexts),
  };
  for (const step of job.steps) {
    if (step.run === undefined) continue;
    const name = step.name ?? step.run;
    const wanted = Boolean(evaluate(bare(step.if ?? "success()"), contexts));
    let outcome: JobResult["outcomes"][string] = "skipped";
    await Promise.all(Object.values(files).map((file) => writeFile(file, "")));
    if (wanted) {
      const env = { ...environment, ...values(step.env, contexts) };
      const { code, output } = await bash(step.run, { cwd: repository.directory, env });
      result.log += `# ${name}: exit code ${code}\n${output}`;
      outcome = code === 0 ? "success" : "failure";
      if (code !== 0) result.conclusion = "failure";
      Object.assign(environment, await assignments(files["GITHUB_ENV"]));
    }
    result.outcomes[name] = outcome;
    result.summary += await readFile(files["GITHUB_STEP_SUMMARY"] ?? "", "utf8");
    if (step.id !== undefined)
      steps[step.id] = { outcome, outputs: await assignments(files["GITHUB_OUTPUT"]) };
  }
  return result;
}

/** An `if` may stand with or without its braces. */
function bare(expression: string): string {
  return expression.replace(/^\s*\$\{\{|\}\}\s*$/g, "");
}

function values(env: Record<string, string> | undefined, contexts: Record<string, unknown>) {
  return Object.fromEntries(
    Object.entries(env ?? {}).map(([name, value]) => [name, interpolate(String(value), contexts)]),
  );
}

/** Lines of `name=value`. */
async function assignments(file: string | undefined): Promise<Record<string, string>> {
  const lines = (await readFile(file ?? "", "utf8")).split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
