import { isDeepStrictEqual } from "node:util";
import { isUnknown, PLANNED_FROM } from "@pulumi-ens/provider/plan";
import { type Opened, type Path, type Properties, secretNames } from "./values";

/** Which plan it is, by its URN: `urn:pulumi:STACK::PROJECT::TYPES::NAME`. */
export interface PlanName {
  urn: string;
  /** The plan's name in the program. */
  label: string;
  /** `project/stack`. */
  stack: string;
}

export function planName(urn: string): PlanName {
  const [stack = "", project = "", , ...name] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { urn, label: name.join("::"), stack: `${project}/${stack}` };
}

/** Inputs that a plan sets itself. They lie in the state, and come back where `ignoreChanges` names them. */
const OWN = ["label", "stack", "elsewhere", "passwords", "secret", "unquoted"] as const;

const COMPUTED = ["planned", "plannedWaves"] as const;

/**
 * A program's inputs as `check` reads them: passwords apart from their events, who the plan is, and what of it is secret. `taken` are
 * names that a program must not use.
 */
export function planInputs(
  { label, stack }: PlanName,
  { values, secrets }: Opened,
  olds: Properties,
): { inputs: Record<string, unknown>; taken: string[] } {
  // An import brings the events together with what comes of them, and the engine checks it at once.
  const computed = olds["events"] === undefined ? [] : COMPUTED.filter((name) => isSame(name));
  const left = new Set<string>([...OWN, ...computed]);
  const given = Object.fromEntries(Object.entries(values).filter(([name]) => !left.has(name)));
  const taken = OWN.filter((name) => values[name] !== undefined && !isSame(name));
  const unquoted = [...secretNames(secrets)].filter((name) => name !== "events");
  // Without events the plan stays as it was: so does what comes of them.
  const kept = { passwords: olds["passwords"], ...(olds["secret"] === true && { secret: true }) };
  const inputs = {
    ...given,
    ...(values["events"] === undefined ? kept : withoutPasswords(values["events"])),
    label,
    stack,
    ...(secrets.some(makesPlanSecret) && { secret: true }),
    ...(unquoted.length > 0 && { unquoted }),
  };
  return { inputs, taken };

  function isSame(name: string): boolean {
    return isDeepStrictEqual(values[name], olds[name]);
  }
}

/** A secret password alone makes nothing else secret. */
function makesPlanSecret([name = "", , field]: Path): boolean {
  return PLANNED_FROM.includes(name) && !(name === "events" && field === "password");
}

function withoutPasswords(events: unknown): { events: unknown; passwords: Record<string, unknown> } {
  const passwords: Record<string, unknown> = {};
  if (!Array.isArray(events)) return { events: asWritten(events), passwords };
  const open = events.map((event: unknown) => {
    if (typeof event !== "object" || event === null) return asWritten(event);
    const { password, eventId } = event as Properties;
    if (password === undefined || password === null) return event;
    if (typeof eventId === "string") passwords[eventId] = password;
    return { ...event, password: true };
  });
  return { events: open, passwords };
}

/** `check` takes a text for encoded events, and nobody has encoded these. */
function asWritten(value: unknown): unknown {
  return typeof value === "string" && !isUnknown(value) ? JSON.stringify(value) : value;
}

/**
 * Throws where a program's `ignoreChanges` names a part of `events`: the state does not keep them, so the engine takes the part away instead
 * of putting the old one back, and an event without its time gets one from the schedule.
 */
export function assertIgnorable(paths: readonly string[]): void {
  const part = paths.find((path) => /^events[.[]/.test(path));
  if (part === undefined) return;
  throw new Error(
    `ignoreChanges cannot keep ${part}: the state does not contain the events, but what is planned for them. Write "events", which keeps all of them as they were planned`,
  );
}
