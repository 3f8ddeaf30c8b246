import { formatInstant } from "../model/instant";

/**
 * The grammar of a line: columns of text, and at the end the grammar's version with the basis, as in `… | #1.Jx0k_2aQ`.
 * Why, and how a next version comes about: docs/adr/0005-lines.md.
 */
export const VERSION = 1;

const SEPARATOR = " | ";
const END = /^ \| #(\d+)\.([\w-]*)$/;

/** Separators, the sign of an escape, and what could end a line, hide in it or turn it around. */
const SPECIAL = /[|\\\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const ESCAPED = /\\u([\da-f]{4})/g;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3})?Z$/;

export function formatLine(columns: readonly string[], basis: string): string {
  return `${columns.join(SEPARATOR)}${SEPARATOR}#${VERSION}.${basis}`;
}

/** Version and basis as they stand in a line: ` | #1.Jx0k_2aQ`. */
export function lastColumnOf(line: string): string {
  return line.slice(line.lastIndexOf(`${SEPARATOR}#`));
}

/** Whether it is one of the columns between the first and the last. */
export function hasColumn(line: string, column: string): boolean {
  return line.includes(SEPARATOR + column + SEPARATOR);
}

/** Any text as a part of a column: `a|b` becomes `a\u007cb`. */
export function escapeText(text: string): string {
  return text.replace(SPECIAL, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export function unescapeText(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A time as `formatInstant` writes it. */
export function parseTime(text: string | undefined): number | undefined {
  const at = text !== undefined && TIME.test(text) ? Date.parse(text) : NaN;
  // JavaScript reads February 30 as a day of March.
  return !Number.isNaN(at) && formatInstant(at) === text ? at : undefined;
}

/** Whether a value is a line of any version, and not what an engine puts in place of one that is unknown yet or secret. */
export function isLine(value: unknown): value is string {
  return typeof value === "string" && value.includes(SEPARATOR);
}

/** Where a plan has lines: an input and an output. */
type Property = "planned" | "migrations";

/** Lines by event id. Throws {@link UnreadableLineError} for anything else. */
export function linesOf(property: Property, value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, string>>;
  throw new UnreadableLineError(property, undefined, value);
}

/** Reads a line column by column, in the order in which they are written. */
export class LineReader {
  readonly basis: string;
  readonly #columns: readonly string[];
  #at = 0;

  /** @throws {@link UnreadableLineError}, as all its methods do. */
  constructor(
    readonly property: Property,
    readonly eventId: string,
    readonly line: string,
  ) {
    // It comes from a state file, which people edit.
    const end = typeof line === "string" ? lastColumnOf(line) : "";
    const [, version, basis = ""] = END.exec(end) ?? [];
    if (version !== String(VERSION)) this.refuse();
    this.basis = basis;
    this.#columns = line.slice(0, -end.length).split(SEPARATOR);
  }

  next(): string {
    return this.required(this.#columns[this.#at++]);
  }

  /** The rest of the next column, if that begins so. */
  after(prefix: string): string | undefined {
    const column = this.#columns[this.#at];
    if (!column?.startsWith(prefix)) return undefined;
    this.#at += 1;
    return column.slice(prefix.length);
  }

  /** The time in the next column, if that begins so. */
  timeAfter(prefix: string): number | undefined {
    const text = this.after(prefix);
    return text === undefined ? undefined : this.required(parseTime(text));
  }

  /** The number in the next column, if that begins so. */
  numberAfter(prefix: string): number | undefined {
    const text = this.after(prefix);
    return text === undefined ? undefined : this.required(/^\d+$/.test(text) ? Number(text) : undefined);
  }

  /** Goes past the next column, if it is this one. */
  has(column: string): boolean {
    if (this.#columns[this.#at] !== column) return false;
    this.#at += 1;
    return true;
  }

  /** A value without which the line cannot be read. */
  required<T>(value: T | undefined): T {
    return value === undefined ? this.refuse() : value;
  }

  end(): void {
    if (this.#at < this.#columns.length) this.refuse();
  }

  refuse(): never {
    throw new UnreadableLineError(this.property, this.eventId, this.line);
  }
}

/** A line, or what should hold them, that this version cannot read. The message says what to do; to plan anew instead could order twice. */
export class UnreadableLineError extends Error {
  /** `planned["e-1"]`. */
  readonly property: string;
  /** The message without that. */
  readonly reason: string;
  /** The reason without the line. */
  readonly plain: string;

  constructor(property: Property, eventId: string | undefined, line: unknown) {
    const path = eventId === undefined ? property : `${property}["${eventId}"]`;
    const reason = reasonOf(property, line, `: ${String(JSON.stringify(line)).slice(0, 300)}`);
    super(`${path} ${reason}`);
    this.name = "UnreadableLineError";
    this.property = path;
    this.reason = reason;
    this.plain = reasonOf(property, line, "");
  }
}

/** Reads lines that may be secret: then the error does not quote them. */
export function quoting<Value>({ secret }: { secret: boolean }, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!secret || !(error instanceof UnreadableLineError)) throw error;
    // eslint-disable-next-line preserve-caught-error -- The cause quotes the line.
    throw new Error(`${error.property} ${error.plain}`);
  }
}

function reasonOf(property: Property, line: unknown, quoted: string): string {
  const [, version] = (typeof line === "string" && END.exec(lastColumnOf(line))) || [];
  return version === undefined || version === String(VERSION)
    ? `cannot be read${quoted}. It has been edited or damaged. ${WAY_BACK[property]}`
    : `is a line of version ${version}, and this version of pulumi-ens reads version ${VERSION}${quoted}. ` +
        "Install the version of pulumi-ens that wrote it, or a newer one";
}

const BACKUP = "Restore it from a backup of the stack's state (`pulumi stack export`, `pulumi stack import`)";
const WAY_BACK: Readonly<Record<Property, string>> = {
  planned: `${BACKUP}, or set the event's planTime to the time that was ordered`,
  migrations: `${BACKUP}. Without a backup, remove it from the state: the next \`up\` reads the event from ENS before it sends anything`,
};
