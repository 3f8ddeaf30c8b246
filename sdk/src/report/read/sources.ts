/** What Pulumi printed, and the plans in it. */
export interface Found {
  source: "preview" | "stack" | "outputs";
  plans: PlanSource[];
}

/** A plan as it lies there, not yet understood. */
export interface PlanSource {
  name: string;
  /** A preview's operation: `create`, `same`, `delete` … */
  op?: string;
  inputs: Plain;
  outputs: Plain;
}

type Plain = Record<string, unknown>;

const PLAN = /:MigrationPlan$/;
/** Marks an object that stands for a secret (or an asset). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
/** What `--json` prints in place of a secret, and what stands here for one that cannot be read. */
export const MASKED = "[secret]";

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
export function findPlans(text: string): Found {
  const value = parse(text);
  if (!isPlain(value)) throw new UnreadableReportError(`this is JSON, but ${shapeOf(value)}`);
  if (Array.isArray(value["steps"]) || "changeSummary" in value)
    return { source: "preview", plans: planSteps(value) };
  const deployment = isPlain(value["deployment"]) ? value["deployment"] : value;
  if (Array.isArray(deployment["resources"]) || deployment !== value)
    return { source: "stack", plans: planResources(list(deployment["resources"])) };
  const plans = [...planOutputs(value, [])];
  if (plans.length > 0) return { source: "outputs", plans };
  throw new UnreadableReportError(`this is JSON, but ${shapeOf(value)} without a plan's outputs`);
}

function parse(text: string): unknown {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") throw new UnreadableReportError("there is nothing to read");
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    // The text is not quoted: nobody knows what somebody piped in here.
    if (/^(?:Previewing|Updating|Refreshing|Destroying|Current stack is)\b/.test(trimmed))
      throw new UnreadableReportError("this is what Pulumi prints for people, without --json");
    if (/^\{[^\n]*\}\s*\n\s*\{/.test(trimmed)) {
      throw new UnreadableReportError(
        "this is a stream of JSON lines (PULUMI_ENABLE_STREAMING_JSON_PREVIEW), not one document",
      );
    }
    throw new UnreadableReportError("this is no JSON");
  }
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (!isPlain(value)) return value === null ? "null" : `a ${typeof value}`;
  const members = Object.keys(value);
  if (members.length === 0) return "an empty object";
  const named = members.slice(0, 5).join(", ");
  return `an object with ${named}${members.length > 5 ? ` and ${members.length - 5} more members` : ""}`;
}

/** A preview leaves out what stays as it is, so one without plans is a report too; unless it failed before it came to them. */
function planSteps({ steps, diagnostics }: Plain): PlanSource[] {
  const plans = new Map<string, PlanSource>();
  for (const step of list(steps).filter(isPlain)) {
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
  const failed = list(diagnostics).some((each) => isPlain(each) && each["severity"] === "error");
  if (failed && plans.size === 0) {
    throw new UnreadableReportError(
      "this is a preview that failed before it came to a plan; its diagnostics say why",
    );
  }
  return [...plans.values()];
}

function planResources(resources: readonly unknown[]): PlanSource[] {
  return resources
    .filter(isPlain)
    .filter(({ type, delete: leaving }) => typeof type === "string" && PLAN.test(type) && leaving !== true)
    .map(({ urn, inputs, outputs }) => ({
      name: nameOf(String(urn)),
      inputs: plain(inputs),
      outputs: plain(outputs),
    }));
}

function* planOutputs(value: unknown, path: readonly string[]): Generator<PlanSource> {
  if (typeof value !== "object" || value === null || SIGNATURE in value) return;
  if (isPlain(value) && "migrations" in value && "schemaVersion" in value) {
    const outputs = plain(value);
    if (isPlain(outputs["migrations"]) || outputs["migrations"] === MASKED) {
      // The Automation API wraps each output as { value, secret }.
      const name = (path.at(-1) === "value" ? path.slice(0, -1) : path).join(".");
      yield { name: name || "plan", inputs: {}, outputs };
      return;
    }
  }
  for (const [key, member] of Object.entries(value)) yield* planOutputs(member, [...path, key]);
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** Properties, of which those that are secret are {@link MASKED}, or what `--show-secrets` shows of them. */
function plain(value: unknown): Plain {
  if (!isPlain(value) || SIGNATURE in value) return {};
  return Object.fromEntries(Object.entries(value).map(([name, property]) => [name, shown(property)]));
}

function shown(property: unknown): unknown {
  if (!isPlain(property) || !(SIGNATURE in property)) return property;
  return typeof property["plaintext"] === "string" ? parse(property["plaintext"]) : MASKED;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
