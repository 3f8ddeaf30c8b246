import { isDeepStrictEqual } from "node:util";
import type { Connection } from "../../api/connection";
import { containsUnknown } from "../../api/unknown";
import type { PlanOptions } from "../input/options";
import { linesOf, parseTime, quoting } from "../lines/columns";
import { formatMigration, parseMigration } from "../lines/migration";
import { formatInstant } from "../model/instant";
import { isNotTaken, isOver, type Migration } from "../model/migration";
import { summarise, type Summary, type WaveSummary } from "./summary";

/** The shape of the outputs. A reader of another version migrates or refuses it: see {@link readState}. */
export const SCHEMA_VERSION = 1;

/** Everything a plan remembers: its outputs, read. */
export interface PlanState {
  migrations: ReadonlyMap<string, Migration>;
  /** The last operation failed in part: the next `up` has work to do, whatever the inputs say. */
  unfinished: boolean;
  /** As of the last `up`; none without a schedule. */
  plannedWaves: readonly WaveSummary[];
  /** When ENS was last read for it: by the platform's clock where its answers tell it, else by the machine's. */
  readAt?: number;
  /** What `read` and `delete` need of the inputs, which they never see. */
  label: string;
  /** `project/stack`: whose orders they are. */
  stack: string;
  onRemove: "retain" | "fail";
  /** The engine made the outputs secret when they were last written. */
  secret?: true;
  connection?: Connection;
  /** For the record; empty where the plan has none. `undefined`: written before the outputs kept it. */
  changeTicket?: string;
}

/** The outputs of a plan that programs read. The SDK does not compile without a declaration for each. */
export interface PublicOutputs {
  schemaVersion: number;
  /** One line an event; `parseMigration` reads it. */
  migrations: Record<string, string>;
  /** Request ids of the calls that `migrations` mentions: `call 1` is the first. */
  requestIds: string[];
  summary: Summary;
  /** Also a checked input, so that a preview knows it. */
  plannedWaves: WaveSummary[];
  /** Whether every event has ended, as of the last `up` or `refresh`. */
  ended: boolean;
}

/** The outputs of a plan, as they lie in the stack's state. */
export interface PlanOutputs extends PublicOutputs {
  label: string;
  stack: string;
  onRemove: "retain" | "fail";
  connection?: Connection;
  changeTicket?: string;
  unfinished?: true;
  secret?: true;
  /** When ENS was last read for the plan, ISO 8601 in UTC. */
  readAt?: string;
}

/** What a plan remembers once an operation has read or ordered at `at`, Unix milliseconds. */
export function stateOf(
  options: PlanOptions,
  {
    migrations,
    plannedWaves,
    unfinished,
    at,
  }: Pick<PlanState, "migrations" | "plannedWaves" | "unfinished"> & { at: number },
): PlanState {
  const { label, stack, onRemove, secret, connection, changeTicket = "" } = options;
  return {
    migrations,
    plannedWaves,
    unfinished,
    label,
    stack,
    onRemove,
    ...(secret && { secret }),
    ...lastRead(migrations, at),
    ...(connection && { connection }),
    changeTicket,
  };
}

/** What of the inputs has changed that the outputs keep, in words: an update is to write it there, and need not order anything. */
export function recordedChanges(state: PlanState, options: PlanOptions): string[] {
  const changed: Record<string, boolean> = {
    "the plan's name": state.label !== options.label,
    // An import file does not know its stack.
    "the stack's name": state.stack !== "" && state.stack !== options.stack,
    onRemove: state.onRemove !== options.onRemove,
    // Only an update makes outputs secret that are not, or the other way round.
    "whether the plan is secret": (state.secret ?? false) !== options.secret,
    connection: !isDeepStrictEqual(state.connection ?? {}, options.connection ?? {}),
    // What was written before the outputs kept it does not say that it is another one.
    changeTicket: state.changeTicket !== undefined && state.changeTicket !== (options.changeTicket ?? ""),
  };
  return Object.keys(changed).filter((name) => changed[name]);
}

export class SchemaVersionError extends Error {
  constructor(found: unknown) {
    super(
      `this plan's state has schemaVersion ${JSON.stringify(found)}, and this version of pulumi-ens reads ` +
        `${SCHEMA_VERSION}. Install the version of pulumi-ens that wrote it, or a newer one that migrates it`,
    );
    this.name = "SchemaVersionError";
  }
}

export function writeState(state: PlanState): PlanOutputs {
  const requestIds: string[] = [];
  const numbers = new Map<string, number>();
  const callOf = (requestId: string): number => {
    let number = numbers.get(requestId);
    if (number === undefined) {
      number = requestIds.push(requestId);
      numbers.set(requestId, number);
    }
    return number;
  };
  const migrations: Record<string, string> = {};
  // The engine hands keys back in this order; calls numbered in another would change with every read.
  const inOrder = [...state.migrations].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [eventId, migration] of inOrder) migrations[eventId] = formatMigration(migration, callOf);
  return {
    schemaVersion: SCHEMA_VERSION,
    label: state.label,
    stack: state.stack,
    onRemove: state.onRemove,
    ...(state.secret && { secret: state.secret }),
    ...(state.connection && { connection: state.connection }),
    ...(state.changeTicket !== undefined && { changeTicket: state.changeTicket }),
    migrations,
    requestIds,
    summary: summarise(state.migrations),
    plannedWaves: [...state.plannedWaves],
    ended: [...state.migrations.values()].every((migration) => isOver(migration.status)),
    ...(state.unfinished && { unfinished: true as const }),
    ...(state.readAt !== undefined && { readAt: formatInstant(state.readAt) }),
  };
}

/**
 * Reads outputs back. Throws {@link SchemaVersionError} for a shape this version does not know, and `UnreadableLineError` for
 * a line of `migrations` that it cannot read.
 */
export function readState(outputs: Readonly<Record<string, unknown>>): PlanState {
  switch (outputs["schemaVersion"]) {
    case SCHEMA_VERSION:
      return quoting({ secret: outputs["secret"] === true }, () => readCurrent(outputs));
    default:
      throw new SchemaVersionError(outputs["schemaVersion"]);
  }
}

function readCurrent(outputs: Readonly<Record<string, unknown>>): PlanState {
  const requestIds = Array.isArray(outputs["requestIds"]) ? outputs["requestIds"].map(asText) : [];
  const lines = Object.entries(linesOf("migrations", outputs["migrations"]));
  const readAt = parseTime(asText(outputs["readAt"]));
  const connection = readConnection(outputs["connection"]);
  const changeTicket = asText(outputs["changeTicket"]);
  return {
    migrations: new Map(
      lines
        .filter(([, line]) => !containsUnknown(line))
        .map(([eventId, line]) => [eventId, parseMigration(eventId, line, (call) => requestIds[call - 1])]),
    ),
    unfinished: outputs["unfinished"] === true,
    label: asText(outputs["label"]),
    stack: asText(outputs["stack"]),
    ...(readAt !== undefined && { readAt }),
    onRemove: outputs["onRemove"] === "fail" ? "fail" : "retain",
    ...(outputs["secret"] === true && { secret: true }),
    plannedWaves: Array.isArray(outputs["plannedWaves"]) ? (outputs["plannedWaves"] as WaveSummary[]) : [],
    ...(connection && { connection }),
    ...("changeTicket" in outputs && { changeTicket }),
  };
}

/** Throws for what is no connection, rather than ask the account that follows from none. */
function readConnection(value: unknown): Connection | undefined {
  if (!value) return undefined;
  if (typeof value !== "object" || Object.values(value).some((member) => typeof member !== "string")) {
    throw new Error(
      "the connection in this plan's state cannot be read: each of its members must be a text. Correct it in the stack's state (`pulumi stack export`, `pulumi stack import`)",
    );
  }
  return value;
}

/** State files are edited by people. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** When it was read counts only while there is a migration of which nobody knows when it ends. */
export function lastRead(migrations: ReadonlyMap<string, Migration>, at: number): { readAt?: number } {
  const isTimeless = ({ ordered, status }: Migration): boolean => {
    if (isOver(status) || isNotTaken(ordered)) return false;
    return ordered.state === "observed" || ordered.terms.opsType === "immediate";
  };
  return [...migrations.values()].some(isTimeless) ? { readAt: Math.floor(at) } : {};
}
