import type { PolicyProviderResource } from "@pulumi/policy";
import { isLine, parsePlanned, type PlannedMigration } from "@pulumi-ens/provider/plan";

/** A plan's inputs as a policy sees them. Reading one that a preview cannot tell yet throws. */
export interface PlanInputs {
  /** One of `TYPE_TOKENS`. */
  type: string;
  stack: string;
  props: Readonly<Record<string, unknown>>;
  /** Of the dynamic provider: the whole stack configuration, by full key. Of the plugin: its own, by name. Absent in a unit test. */
  provider: PolicyProviderResource | undefined;
}

/** A plan's lines, read, with those that a preview cannot tell yet set apart. */
export interface Lines<Read> {
  known: Read[];
  /** Event ids, or places such as `events[2]`; `all` where not even their number is known. */
  unknown: readonly string[] | "all";
  /** What reading an unknown one threw: the policy server knows it for what it is. */
  cause?: unknown;
}

/** A map of lines by event id. What `parse` throws for a line that it cannot read goes through. */
export function readLines<Read>(
  props: Readonly<Record<string, unknown>>,
  property: "planned" | "migrations",
  parse: (eventId: string, line: string) => Read,
): Lines<Read> {
  const lines = attempt(() => props[property]);
  if ("cause" in lines) return { known: [], unknown: "all", cause: lines.cause };
  if (isUnknownText(lines.value)) return { known: [], unknown: "all" };
  const byEvent = (lines.value ?? {}) as Readonly<Record<string, string>>;
  const known: Read[] = [];
  const unknown: string[] = [];
  let cause: unknown;
  for (const eventId of Object.keys(byEvent)) {
    const line = attempt(() => byEvent[eventId] ?? "");
    if ("cause" in line) {
      cause = line.cause;
      unknown.push(eventId);
    } else if (isUnknownText(line.value)) {
      unknown.push(eventId);
    } else {
      known.push(parse(eventId, line.value));
    }
  }
  return { known, unknown, ...(cause !== undefined && { cause }) };
}

/** What a plan has for its events. */
export function readPlanned(props: Readonly<Record<string, unknown>>): Lines<PlannedMigration> {
  return readLines(props, "planned", (eventId, line) => {
    const planned = parsed.get(`${eventId} ${line}`) ?? parsePlanned(eventId, line);
    parsed.set(`${eventId} ${line}`, planned);
    return planned;
  });
}

/** Every rule reads every line of the stack's plans, in a process that lives for one command. */
const parsed = new Map<string, PlannedMigration>();

/** The stack's name is part of every URN: `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export function stackOf(urn: string): string {
  return urn.split("::")[0]?.split(":")[2] ?? "";
}

/** Values are plain data, so the one thing that reading them can throw is that a preview cannot tell them. */
function attempt<T>(read: () => T): { value: T } | { cause: unknown } {
  try {
    return { value: read() };
  } catch (cause) {
    return { cause };
  }
}

/** Where nothing throws, an unknown value is the engine's placeholder, which no line and no map looks like. */
function isUnknownText(value: unknown): boolean {
  return typeof value === "string" && !isLine(value);
}
