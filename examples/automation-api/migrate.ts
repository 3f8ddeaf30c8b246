import { createInterface } from "node:readline/promises";
import { parseArgs } from "node:util";
import { type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";
import { readReport, toMarkdown } from "@pulumi-ens/sdk/report";

async function migrate(): Promise<void> {
  const { values } = parseArgs({
    options: { stack: { type: "string", default: "dev" }, yes: { type: "boolean", default: false } },
  });
  const { stack: stackName, yes } = values;
  const stack = await LocalWorkspace.createOrSelectStack({ stackName, workDir: __dirname });

  const steps: object[] = [];
  const { changeSummary } = await stack.preview({ onEvent: (event) => steps.push(...stepsOf(event)) });
  if (Object.keys(changeSummary).every((operation) => operation === "same")) {
    console.error("Nothing to order.");
    return;
  }
  console.log(toMarkdown(readReport(JSON.stringify({ steps }))));

  if (!yes && !(await confirms(`Order this in ${stackName}?`))) throw new Error("Nothing was ordered.");
  try {
    // The report goes to standard output and everything else to standard error, so that a pipeline can save the report alone.
    await stack.up({ onOutput: (text) => process.stderr.write(text) });
  } catch (error) {
    fail(error);
  }
  // Also after a failure: the accepted orders stay in force.
  console.log(toMarkdown(readReport(JSON.stringify(await stack.exportStack()))));
}

/** The engine's planned steps, in the format of `pulumi preview --json`, which the report reads. */
function stepsOf({ resourcePreEvent }: EngineEvent): object[] {
  if (!resourcePreEvent) return [];
  const { op, urn, old, new: planned } = resourcePreEvent.metadata;
  return [{ op, urn, oldState: old, newState: planned }];
}

async function confirms(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // If nobody can answer, the answer is no.
  const unanswered = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  const answer = await Promise.race([terminal.question(`${question} [y/N] `), unanswered]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

migrate().catch(fail);
