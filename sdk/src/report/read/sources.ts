import { stripVTControlCharacters } from "node:util";
import { isMigrationPlan } from "@pulumi-ens/provider/plan";

/** What Pulumi printed, and the plans in it. */
export interface Found {
  source: "preview" | "stack" | "outputs";
  plans: PlanSource[];
  /** What failed and is about no plan. */
  errors: string[];
}

/** A plan as it lies there, not yet understood. */
export interface PlanSource {
  name: string;
  /** A preview's operation: `create`, `same`, `delete` … */
  op?: string;
  inputs: Plain;
  /** The inputs before what a preview is about. */
  lastInputs: Plain;
  outputs: Plain;
  /** The last `up` of it failed: a state has the inputs from before it. */
  failed?: true;
  /** What a command was doing with it when it was killed: `creating`. */
  interrupted?: string;
  /** What a reader should know, and what makes none of it wrong. */
  notices: string[];
  /** Why this is not all there is to know. */
  errors: string[];
}

type Plain = Record<string, unknown>;

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
    return { source: "preview", ...planSteps(value) };
  const deployment = isPlain(value["deployment"]) ? value["deployment"] : value;
  if (Array.isArray(deployment["resources"]) || deployment !== value)
    return { source: "stack", plans: planResources(deployment), errors: [] };
  const plans = [...planOutputs(value, [])];
  if (plans.length > 0) return { source: "outputs", plans, errors: [] };
  if (Object.keys(value).length === 0) {
    throw new UnreadableReportError(
      "this is an empty JSON object. A preview that fails before it begins prints one; standard error says why",
    );
  }
  throw new UnreadableReportError(`this is JSON, but ${shapeOf(value)} without a plan's outputs`);
}

function parse(text: string): unknown {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") {
    throw new UnreadableReportError(
      "there is nothing to read; where a pulumi command fails before it begins, only standard error says why",
    );
  }
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    const document = documentIn(trimmed);
    if (document !== undefined) return document;
    // The text is not quoted: it may be anything that was piped in, with secrets in it.
    if (/^(?:Previewing|Updating|Refreshing|Destroying|Current stack is)\b/.test(trimmed))
      throw new UnreadableReportError("this is what Pulumi prints for people, without --json");
    if (/^\{\s*"sequence"/m.test(trimmed)) {
      throw new UnreadableReportError(
        "this is a stream of JSON lines (PULUMI_ENABLE_STREAMING_JSON_PREVIEW), not one document",
      );
    }
    if (hasSecondDocument(trimmed))
      throw new UnreadableReportError("these are several JSON documents, one after the other");

    if (trimmed.includes("\0")) throw new UnreadableReportError("this is UTF-16, decoded as UTF-8");
    if (/^[{[]/.test(trimmed)) {
      // Where the document is indented, as Pulumi prints it, only its own end begins a line.
      const whole = /[}\]]$/.test(trimmed) || /^[}\]]/m.test(trimmed);
      throw new UnreadableReportError(
        whole
          ? "this is JSON with something else in the middle, such as standard error (2>&1)"
          : "this is JSON that is cut off: the command was interrupted, or only a part of its output is here",
      );
    }
    if (/^\s*\{/m.test(trimmed)) {
      throw new UnreadableReportError(
        "this is JSON between other lines, and it is not clear where it begins and ends",
      );
    }
    throw new UnreadableReportError("this is not JSON");
  }
}

/** Not a line such as `{word}`. */
const BEGINNING = /^\{\s*["}]/m;

/** In JSON, something stands between `}` and `{`. */
function hasSecondDocument(text: string): boolean {
  const [first] = /^[^]*?\}(?=\s*\n\s*\{)/.exec(text.slice(Math.max(0, text.search(BEGINNING)))) ?? [];
  try {
    return first !== undefined && typeof JSON.parse(first) === "object";
  } catch {
    return false;
  }
}

/** A shell prints something at its start, `npm run` what it runs, `2>&1` standard error: before or after the document. */
function documentIn(text: string): object | undefined {
  const start = text.search(BEGINNING);
  if (start < 0) return undefined;
  // Where it is indented, as Pulumi prints it, only its own end begins a line.
  for (const end of [text.lastIndexOf("\n}") + 2, text.lastIndexOf("}") + 1]) {
    try {
      if (end > start) return JSON.parse(text.slice(start, end)) as object;
    } catch {
      // It does not end there.
    }
  }
  return undefined;
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (!isPlain(value)) return value === null ? "null" : `a ${typeof value}`;
  const members = Object.keys(value);
  const named = members.slice(0, 5).join(", ");
  return `an object with ${named}${members.length > 5 ? ` and ${members.length - 5} more members` : ""}`;
}

/**
 * A preview leaves out what stays as it is, so one without plans is a report too. It also leaves out what failed, but for a
 * diagnostic with its URN.
 */
function planSteps({ steps, diagnostics }: Plain): Pick<Found, "plans" | "errors"> {
  const plans = new Map<string, PlanSource>();
  for (const step of list(steps).filter(isPlain)) {
    const [before, after] = [step["oldState"], step["newState"]].map((state) =>
      isPlain(state) ? state : {},
    );
    const urn = String(step["urn"]);
    const op = String(step["op"]);
    if (!isMigrationPlan(after?.["type"] ?? before?.["type"])) continue;
    // The old half of a replacement: the new half has been or will be seen.
    if (op === "delete-replaced") continue;
    plans.set(urn, {
      ...emptyPlan(nameOf(urn)),
      op,
      inputs: plain(op === "delete" ? {} : after?.["inputs"]),
      lastInputs: plain(before?.["inputs"]),
      // A preview knows no new outputs: what is remembered lies in the old ones.
      outputs: plain(before?.["outputs"] ?? after?.["outputs"]),
    });
  }
  const errors: string[] = [];
  for (const { urn, reason } of failuresIn(diagnostics)) {
    if (urn !== undefined && isMigrationPlan(typeOf(urn))) {
      const plan = plans.get(urn) ?? emptyPlan(nameOf(urn));
      plans.set(urn, { ...plan, op: "failed", errors: [...plan.errors, reason] });
    } else {
      errors.push(urn === undefined ? reason : `${nameOf(urn)} (${typeOf(urn)}): ${reason}`);
    }
  }
  return { plans: [...plans.values()], errors };
}

/** What Pulumi says at the end of any failed preview. */
const BARE = "preview failed";

function failuresIn(diagnostics: unknown): { urn: string | undefined; reason: string }[] {
  const failures = new Map<string, { urn: string | undefined; reason: string }>();
  for (const { severity, message, urn } of list(diagnostics).filter(isPlain)) {
    if (severity !== "error") continue;
    const about = typeof urn === "string" ? urn : undefined;
    const reason = reasonOf(String(message), about);
    failures.set(`${about} ${reason}`, { urn: about, reason });
  }
  const telling = [...failures.values()].filter(({ reason }) => reason !== BARE);
  if (telling.length > 0 || failures.size === 0) return telling;
  const advice = 'Pulumi gives no reason in its JSON: run "pulumi preview". Perhaps a policy refuses';
  return [{ urn: undefined, reason: `${BARE}. ${advice}` }];
}

/**
 * In one line. Of a stack trace, whose inner frames Node colours, it has the first frame of the program's own code; of what the
 * engine says around a refused property nothing that the URN tells.
 */
function reasonOf(message: string, urn: string | undefined): string {
  const lines = stripVTControlCharacters(message)
    .replace(/^error: /, "")
    .replace(/^(\S+ resource '.*?')(?:: property (\S+) value \{(.*?)\})? has a problem: /s, (...found) =>
      subjectOf(found, urn),
    )
    .split("\n");
  const where = lines.find((line) => FRAME.test(line) && !FOREIGN.test(line));
  return lines
    .filter((line) => line === where || !FRAME.test(line))
    .map((line) => line.trim())
    .filter(Boolean)
    .join(" ");
}

/** What the reason is about: `dataPolicy "nope": `. */
function subjectOf(
  [, resource, property, value = ""]: readonly (string | undefined)[],
  urn: string | undefined,
): string {
  const named = urn === undefined ? `${resource}: ` : "";
  if (property === undefined) return named;
  // Of a plan, nothing that is secret is refused by its value; of other resources that is not known.
  const isShown =
    urn !== undefined && isMigrationPlan(typeOf(urn)) && /^(?!.*(?:<nil>|map\[)).{1,60}$/.test(value);
  return `${named}${property}${isShown ? ` "${value}"` : ""}: `;
}

const FRAME = /^\s+at /;
/** Node's own, and what the program has installed. */
const FOREIGN = /\bnode:|[\\/]node_modules[\\/]/;

/**
 * A command that was killed leaves what it was about to do. Pulumi keeps an operation that was `creating` through every
 * command that succeeds, so it says nothing of a plan that is among the resources: that was made since.
 */
function planResources({ resources, pending_operations: pending }: Plain): PlanSource[] {
  const plans = new Map<string, PlanSource>();
  for (const { type, urn, inputs, outputs, initErrors, delete: leaving } of list(resources).filter(isPlain)) {
    if (!isMigrationPlan(type) || leaving === true) continue;
    plans.set(String(urn), {
      ...emptyPlan(nameOf(String(urn))),
      inputs: plain(inputs),
      outputs: plain(outputs),
      ...(list(initErrors).length > 0 && { failed: true as const }),
    });
  }
  for (const { type: operation, resource } of list(pending).filter(isPlain)) {
    if (!isPlain(resource) || !isMigrationPlan(resource["type"])) continue;
    const urn = String(resource["urn"]);
    const made = plans.get(urn);
    if (made && operation === "creating") {
      plans.set(urn, { ...made, notices: [REMEMBERED] });
      continue;
    }
    const plan = made ?? { ...emptyPlan(nameOf(urn)), inputs: plain(resource["inputs"]) };
    plans.set(urn, {
      ...plan,
      interrupted: String(operation),
      errors: [
        `a command was interrupted while ${String(operation)} this plan, so ENS may have orders that the state does not. ` +
          'Run "pulumi up": it looks for them before it sends anything',
      ],
    });
  }
  return [...plans.values()];
}

const REMEMBERED =
  "Pulumi remembers that a command was interrupted while creating this plan. The plan is in the state, so nothing is missing: " +
  "`pulumi refresh --clear-pending-creates` removes the warning.";

function* planOutputs(value: unknown, path: readonly string[]): Generator<PlanSource> {
  if (typeof value !== "object" || value === null || SIGNATURE in value) return;
  if (isPlain(value) && "migrations" in value && "schemaVersion" in value) {
    const outputs = plain(value);
    if (isPlain(outputs["migrations"]) || outputs["migrations"] === MASKED) {
      // The Automation API wraps each output as { value, secret }.
      const name = (path.at(-1) === "value" ? path.slice(0, -1) : path).join(".");
      yield { ...emptyPlan(name || "plan"), outputs };
      return;
    }
  }
  for (const [key, member] of Object.entries(value)) yield* planOutputs(member, [...path, key]);
}

function emptyPlan(name: string): PlanSource {
  return { name, inputs: {}, lastInputs: {}, outputs: {}, notices: [], errors: [] };
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME` */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
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
