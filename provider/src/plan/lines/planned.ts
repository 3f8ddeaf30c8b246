import type { DataPolicy } from "../../api/ens";
import { DAY } from "../model/duration";
import { formatInstant } from "../model/instant";
import type { ClockChange, Password, PlannedMigration } from "../model/planned";
import type { Terms } from "../model/terms";
import {
  escapeText,
  formatLine,
  hasColumn,
  isLine,
  LineReader,
  linesOf,
  parseTime,
  unescapeText,
} from "./columns";
import { formatInstance, parseInstance } from "./instance";

const DATA_LOSS = "local data is lost";
const DATA_POLICY_WORDS: Readonly<Record<DataPolicy, string>> = {
  abandon: `abandon: ${DATA_LOSS}`,
  force_transfer: "force_transfer",
  try_transfer: "try_transfer",
};
const PASSWORD_WORDS: Readonly<Record<Password, string>> = {
  given: "password given",
  random: "password will change",
};
const CLOCK_CHANGE_WORDS: Readonly<Record<ClockChange, string>> = {
  windowStartSkipped: "DST skips the start of the window; it opens right after",
  timeShownTwice: "DST shows this time twice; UTC says which",
};
const DATA_POLICY_CODES = codesOf(DATA_POLICY_WORDS);
const PASSWORD_CODES: ReadonlyMap<string, Password> = new Map([
  ...codesOf(PASSWORD_WORDS),
  ["random password", "random"], // As it was written before the first release: a state may still have it.
]);
const CLOCK_CHANGE_CODES = Object.keys(CLOCK_CHANGE_WORDS) as ClockChange[];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

const IMMEDIATE = "immediate";
const LOCAL = /^(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) (\d{4}-\d{2}-\d{2} \d{2}:\d{2}) (\S+)$/;

/**
 * The line for one planned migration; {@link parsePlanned} reads it back. Pulumi cuts long lines, so what a person must know
 * comes first and what only programs need comes last:
 *
 * `web-1 (i-55qi8m11rr53c4i964md8a00l) | Sat 2026-12-05 01:30 Asia/Shanghai | wave 1 | abandon: local data is lost | password will change | 2026-12-04T17:30:00.417Z | group edge | #1.Jx0k_2aQ`
 */
export function formatPlanned(planned: PlannedMigration): string {
  const { terms, wave, password, clockChange, group, deadline, basis } = planned;
  const columns = [formatInstance(planned), formatStart(planned)];
  if (wave !== undefined) columns.push(`wave ${wave}`);
  columns.push(DATA_POLICY_WORDS[terms.dataPolicy], PASSWORD_WORDS[password]);
  if (clockChange) columns.push(CLOCK_CHANGE_WORDS[clockChange]);
  if (terms.opsType === "scheduled") columns.push(formatInstant(terms.planTime));
  if (group !== undefined) columns.push(`group ${escapeText(group)}`);
  if (deadline !== undefined) columns.push(`deadline ${formatInstant(deadline)}`);
  return formatLine(columns, basis);
}

/** `Sat 2026-12-05 01:30 Asia/Shanghai`, or in UTC where no other zone is known. */
export function formatStart({ terms, local }: Pick<PlannedMigration, "terms" | "local">): string {
  if (terms.opsType === "immediate") return IMMEDIATE;
  if (local) return `${weekday(Date.parse(local.time.slice(0, 10)))} ${local.time} ${local.zone}`;
  return formatUtc(terms.planTime);
}

/** `Fri 2026-12-04 17:30 UTC`. */
export function formatUtc(at: number): string {
  const utc = new Date(at).toISOString();
  return `${weekday(at)} ${utc.slice(0, 10)} ${utc.slice(11, 16)} UTC`;
}

/** `force_transfer`, `abandon: local data is lost`. */
export function dataPolicyWords(dataPolicy: DataPolicy): string {
  return DATA_POLICY_WORDS[dataPolicy];
}

function weekday(at: number): string {
  return WEEKDAYS[(Math.floor(at / DAY) + 4) % 7] ?? ""; // 1970 began on a Thursday.
}

/** Reads a line of `planned`. Throws an `UnreadableLineError` if it is none. */
export function parsePlanned(eventId: string, text: string): PlannedMigration {
  const line = new LineReader("planned", eventId, text);
  const { resourceId, instanceName } = line.required(parseInstance(line.next()));
  const start = line.next();
  const [, time, zone] = start === IMMEDIATE ? [] : line.required(LOCAL.exec(start) ?? undefined);
  const wave = line.numberAfter("wave ");
  const dataPolicy = line.required(DATA_POLICY_CODES.get(line.next()));
  const password = line.required(PASSWORD_CODES.get(line.next()));
  const clockChange = CLOCK_CHANGE_CODES.find((code) => line.has(CLOCK_CHANGE_WORDS[code]));
  const terms: Terms =
    start === IMMEDIATE
      ? { opsType: "immediate", dataPolicy }
      : { opsType: "scheduled", dataPolicy, planTime: line.required(parseTime(line.next())) };
  const group = line.after("group ");
  const deadline = line.timeAfter("deadline ");
  line.end();
  const planned: PlannedMigration = { eventId, resourceId, terms, password, basis: line.basis };
  if (instanceName !== undefined) planned.instanceName = instanceName;
  if (group !== undefined) planned.group = unescapeText(group);
  if (wave !== undefined) planned.wave = wave;
  if (deadline !== undefined) planned.deadline = deadline;
  if (time && zone && zone !== "UTC") planned.local = { time, zone };
  if (clockChange) planned.clockChange = clockChange;
  return planned;
}

/** Reads `planned`. Throws an `UnreadableLineError` for what is not lines. */
export function readPlanned(planned: unknown): PlannedMigration[] {
  return Object.entries(linesOf("planned", planned)).map(([eventId, line]) => parsePlanned(eventId, line));
}

/** The same without the lines that a preview does not know. */
export function readKnownPlanned(planned: object): PlannedMigration[] {
  return Object.entries(planned).flatMap(([eventId, line]: [string, unknown]) =>
    isLine(line) ? [parsePlanned(eventId, line)] : [],
  );
}

/** Whether a line has these terms, as a line of `migrations` writes them: without reading it whole. */
export function hasTerms(line: string, time: string, dataPolicy: string): boolean {
  return hasColumn(line, time) && hasColumn(line, DATA_POLICY_WORDS[dataPolicy as DataPolicy]);
}

function codesOf<Code extends string>(words: Readonly<Record<Code, string>>): ReadonlyMap<string, Code> {
  return new Map((Object.keys(words) as Code[]).map((code) => [words[code], code]));
}
