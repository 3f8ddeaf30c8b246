import { readFile, rm } from "node:fs/promises";
import { parse } from "yaml";
import type { Outcome } from "../engine/outcome";
import { bash } from "./bash";
import { evaluate } from "./expression";
import type { InfraRepository } from "./infraRepository";

export interface Job {
  extends?: string;
  image?: string;
  script: string[];
  before_script?: string[];
  variables?: Record<string, string>;
  id_tokens?: Record<string, { aud: string }>;
  rules?: { if: string; when?: string }[];
  environment?: { name: string };
  resource_group?: string;
  interruptible?: boolean;
}

const NOT_JOBS = ["workflow", "stages", "default", "variables", "include"];

/** The jobs of a pipeline file, each with what it extends. */
export async function readJobs(file: string): Promise<Record<string, Job>> {
  const pipeline = parse(await readFile(file, "utf8")) as Record<string, Job>;
  return Object.fromEntries(
    Object.entries(pipeline)
      .filter(([name]) => !NOT_JOBS.includes(name) && !name.startsWith("."))
      .map(([name, job]) => {
        const base = job.extends === undefined ? undefined : pipeline[job.extends];
        return [name, { ...base, ...job, variables: { ...base?.variables, ...job.variables } }];
      }),
  );
}

/** When a pipeline with these variables has the job: `on_success`, `manual`, or not at all. */
export function runsWhen(job: Job, variables: Record<string, string>): string | undefined {
  for (const rule of job.rules ?? []) {
    const condition = rule.if.replace(/\$(\w+)/g, (_all, name: string) =>
      JSON.stringify(variables[name] ?? null),
    );
    if (evaluate(condition, {})) return rule.when ?? "on_success";
  }
  return undefined;
}

/** Runs a job's scripts as a runner does: all lines in one shell, in the project's directory. */
export async function runJob(
  job: Job,
  repository: InfraRepository,
  variables: Record<string, string>,
): Promise<Outcome> {
  const { directory, backend } = repository;
  const forge = await repository.forge();
  await rm(`${directory}.tmp`, { recursive: true, force: true });
  const predefined = {
    CI: "true",
    GITLAB_CI: "true",
    CI_API_V4_URL: "https://gitlab.example.com/api/v4",
    CI_DEFAULT_BRANCH: "main",
    CI_JOB_URL: "https://gitlab.example.com/ann/infrastructure/-/jobs/42",
    CI_MERGE_REQUEST_IID: "7",
    CI_PROJECT_DIR: directory,
    CI_PROJECT_ID: "11",
    // Settings > CI/CD > Variables
    GITLAB_API_TOKEN: forge.token,
    PULUMI_STACK: "dev",
    PULUMI_BACKEND_URL: backend.url,
    PULUMI_CONFIG_PASSPHRASE: backend.passphrase,
    ENS_READ_ROLE_ARN: "acs:ram::1234567890123456:role/ens-read",
    ENS_ORDER_ROLE_ARN: "acs:ram::1234567890123456:role/ens-order",
    ...variables,
  };
  const expand = (text: string) =>
    text.replace(/\$(\w+)/g, (_all, name: string) => (predefined as Record<string, string>)[name] ?? "");
  const own = Object.entries(job.variables ?? {}).map(([name, value]) => [name, expand(value)]);
  const tokens = Object.entries(job.id_tokens ?? {}).map(([name, { aud }]) => [name, `token for ${aud}`]);
  const env: NodeJS.ProcessEnv = {
    ...repository.environment,
    ...predefined,
    ...(Object.fromEntries([...own, ...tokens]) as Record<string, string>),
  };
  return bash([...(job.before_script ?? []), ...job.script].join("\n"), { cwd: directory, env });
}
