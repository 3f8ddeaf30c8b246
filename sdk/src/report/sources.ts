/** Plans as they lie in what Pulumi prints, not yet understood. */
export interface PlanSource {
  name: string;
  /** A preview's operation: `create`, `same`, `delete` … */
  op?: string;
  inputs: Plain;
  outputs: Plain;
}

type Plain = Record<string, unknown>;

const PLAN = /:MigrationPlan$/;
/** Marks an object that stands for a secret (or an asset): what is in it is nobody's business here. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** What was given to be read is not something with plans in it. The message says what it is instead. */
export class UnreadableReportError extends Error {
  constructor(found: string) {
    super(
      `${found}. Give the output of "pulumi preview --json", "pulumi stack export" or "pulumi stack output --json" ` +
        "with a plan's migrations, requestIds and schemaVersion",
    );
    this.name = "UnreadableReportError";
  }
}

/**
 * Finds the plans in the output of `pulumi preview --json`, `pulumi stack export`, or in a program's outputs.
 *
 * @throws {@link UnreadableReportError}
 */
export function findPlans(text: string): PlanSource[] {
  const value = parse(text);
  if (!isPlain(value)) throw new UnreadableReportError(`this is JSON, but ${describe(value)}`);
  if (Array.isArray(value["steps"])) return planSteps(value["steps"]);
  const deployment = isPlain(value["deployment"]) ? value["deployment"] : value;
  if (Array.isArray(deployment["resources"])) return planResources(deployment["resources"]);
  if (isPlain(value["deployment"])) return none("this is the export of a stack without resources");
  const found = [...planOutputs(value, [])];
  return found.length > 0 ? found : none(`this is JSON, but ${describe(value)} without a plan's outputs`);
}

function parse(text: string): unknown {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") throw new UnreadableReportError("there is nothing to read");
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    // The text is not quoted: nobody knows what somebody piped in here.
    if (/^(?:Previewing|Updating|Refreshing|Destroying|Current stack is)\b/.test(trimmed)) {
      throw new UnreadableReportError("this is what Pulumi prints for people, without --json");
    }
    if (/^\{[^\n]*\}\s*\n\s*\{/.test(trimmed)) {
      throw new UnreadableReportError(
        "this is a stream of JSON lines (PULUMI_ENABLE_STREAMING_JSON_PREVIEW), not one document",
      );
    }
    throw new UnreadableReportError("this is no JSON");
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (!isPlain(value)) return value === null ? "null" : `a ${typeof value}`;
  const members = Object.keys(value);
  if (members.length === 0) return "an empty object";
  const named = members.slice(0, 5).join(", ");
  return `an object with ${named}${members.length > 5 ? ` and ${members.length - 5} more members` : ""}`;
}

function planSteps(steps: readonly unknown[]): PlanSource[] {
  const plans = new Map<string, PlanSource>();
  for (const step of steps.filter(isPlain)) {
    const [before, after] = [step["oldState"], step["newState"]].map((state) =>
      isPlain(state) ? state : {},
    );
    const type = after?.["type"] ?? before?.["type"];
    if (typeof type !== "string" || !PLAN.test(type)) continue;
    const urn = String(step["urn"]);
    const op = String(step["op"]);
    plans.set(urn, {
      name: nameOf(urn),
      op,
      inputs: plain(op === "delete" ? {} : after?.["inputs"]),
      // A preview knows no new outputs: what is remembered lies in the old ones.
      outputs: plain(before?.["outputs"] ?? after?.["outputs"]),
    });
  }
  return plans.size > 0 ? [...plans.values()] : none(`this is a preview of ${steps.length} resources`);
}

function planResources(resources: readonly unknown[]): PlanSource[] {
  const plans = resources
    .filter(isPlain)
    .filter(({ type, delete: leaving }) => typeof type === "string" && PLAN.test(type) && leaving !== true)
    .map(({ urn, inputs, outputs }) => ({
      name: nameOf(String(urn)),
      inputs: plain(inputs),
      outputs: plain(outputs),
    }));
  return plans.length > 0 ? plans : none(`this is a stack of ${resources.length} resources`);
}

function* planOutputs(value: unknown, path: readonly string[]): Generator<PlanSource> {
  if (typeof value !== "object" || value === null || SIGNATURE in value) return;
  if (isPlain(value) && isPlain(value["migrations"]) && "schemaVersion" in value) {
    // The Automation API wraps each output as { value, secret }.
    const name = (path.at(-1) === "value" ? path.slice(0, -1) : path).join(".");
    yield { name: name || "plan", inputs: {}, outputs: value };
    return;
  }
  for (const [key, member] of Object.entries(value)) yield* planOutputs(member, [...path, key]);
}

function none(found: string): never {
  throw new UnreadableReportError(`${found}, and there is no MigrationPlan in it`);
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function plain(value: unknown): Plain {
  return isPlain(value) && !(SIGNATURE in value) ? value : {};
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
