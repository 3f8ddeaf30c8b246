import { formatInstant } from "./instant";
import type { EventStatus } from "../ens/client";
import { formatTerms, parseTerms } from "./planned";
import type { Terms } from "./terms";

/** What we know of the order for an event. `basis` is what it was decided under. */
export type Ordered = { basis: string } & (
  | Accepted
  | Unknown
  // ENS refused it.
  | { state: "rejected"; terms: Terms; code: string; message: string; requestId?: string }
  // It should go out and did not.
  | { state: "unsent"; why: string }
  // Nothing of ours: somebody else's order was kept, or the event ran its course without us.
  | { state: "observed" }
);

/** ENS took it. Without a request id it was found at ENS. */
export interface Accepted {
  state: "accepted";
  terms: Terms;
  requestId?: string;
  /** When ENS took it, by the platform's clock in Unix milliseconds; until a reading shows it, or longer with `replaced`. */
  since?: number;
  /** The `NotBefore` that ENS gave while it asked for an order, if it has milliseconds, which would pass for a mark. Until it is shown. */
  asked?: number;
  /** The times of orders that it replaced, which a late reading may show. */
  replaced?: readonly number[];
  /** It has run or ended, and nobody can tell whether these terms were in force instead. */
  or?: Terms;
}

/** It was sent and the answer was lost. */
export interface Unknown {
  state: "unknown";
  terms: Terms;
  /** When it was sent, by the platform's clock in Unix milliseconds; `undefined` where ENS's answers do not tell it. */
  since?: number;
  /** The order of ours that may still stand in its place. */
  earlier?: OurOrder;
}

/** An order of ours, and what it was decided under. */
export interface OurOrder {
  basis: string;
  terms: Terms;
}

/** What is remembered of one event between operations. */
export interface Migration {
  /** The instance's id, `i-…`. */
  resourceId: string;
  /** As ENS words it at the last read; `Unread` before the first, `Unlisted` once ENS has long ceased to list it. */
  status: EventStatus | "Unread" | "Unlisted" | (string & {});
  /** What was ordered, and how ENS answered. */
  ordered: Ordered;
  /** `NotBefore` as first read after the order was taken: what later reads are held against. Unix milliseconds. */
  notBefore?: number;
  /** Which time ENS has shown since. Unix milliseconds. */
  movedTo?: number;
  /** That time is another order's. A move by the platform takes the mark, so this outlives it. */
  ofAnother?: true;
  /** ENS shows this time of another order, and may only be late to show the one that it took. Unix milliseconds. */
  outdated?: number;
  /** No longer in the plan, its order still pending or its bad end not reported. */
  released?: true;
  /** It ended badly and no operation has failed over it yet. */
  unreported?: true;
  /** ENS has not listed it since then, by the platform's clock in Unix milliseconds. */
  missingSince?: number;
}

export const UNREAD = "Unread";
export const UNLISTED = "Unlisted";

const ENDED: ReadonlySet<string> = new Set(["Executed", "Failed", "Canceled", "Avoided"]);
const ENDED_BADLY: ReadonlySet<string> = new Set(["Failed", "Canceled"]);

/** The platform's last word on an event. */
export function hasEnded(status: string): boolean {
  return ENDED.has(status);
}

/** Nothing more is to come: it has ended, or ENS has long ceased to list it. */
export function isOver(status: string): boolean {
  return hasEnded(status) || status === UNLISTED;
}

export function endedBadly(status: string): boolean {
  return ENDED_BADLY.has(status);
}

/** ENS has no order of ours for it: that was refused, or never went out. */
export function isNotTaken(ordered: Ordered): ordered is Extract<Ordered, { state: "rejected" | "unsent" }> {
  return ordered.state === "rejected" || ordered.state === "unsent";
}

/** Whether ENS may still act on an order for it. */
export function isPending(migration: Migration): boolean {
  if (isOver(migration.status)) return false;
  switch (migration.ordered.state) {
    case "accepted":
    case "unknown":
      return true;
    case "observed":
      return migration.status !== "Inquiring";
    case "rejected":
    case "unsent":
      return false;
  }
}

/** When the order in force for an event starts, as far as is known: ours, where the platform has moved it to, or somebody else's. */
export function timeInForce({ ordered, movedTo, notBefore }: Migration): number | undefined {
  switch (ordered.state) {
    case "accepted":
    case "unknown":
      return movedTo ?? (ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : undefined);
    case "observed":
      return notBefore;
    case "rejected":
    case "unsent":
      return undefined;
  }
}

/** The order of ours that is known to stand at ENS, whatever becomes of one after it. */
export function standing(ordered: Ordered | undefined): OurOrder | undefined {
  if (ordered?.state === "accepted") return { basis: ordered.basis, terms: ordered.terms };
  return ordered?.state === "unknown" ? ordered.earlier : undefined;
}

const SEPARATOR = " | ";

/**
 * One readable line for an event:
 *
 * `i-55qi8m11rr53c4i964md8a00l | Scheduled | ordered 2026-12-04T17:30:00.417Z force_transfer | NotBefore as ordered | call 1 | #Jx0k_2aQ`
 *
 * `callOf` numbers request ids, which many lines share.
 */
export function formatMigration(migration: Migration, callOf: (requestId: string) => number): string {
  const { ordered } = migration;
  const planTime =
    "terms" in ordered && ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : undefined;
  const call = "requestId" in ordered && ordered.requestId ? [`call ${callOf(ordered.requestId)}`] : [];
  return [
    migration.resourceId,
    migration.status,
    formatOrdered(ordered),
    ...(migration.notBefore === undefined
      ? []
      : [
          `NotBefore ${migration.notBefore === planTime ? "as ordered" : formatInstant(migration.notBefore)}`,
        ]),
    ...(migration.movedTo === undefined ? [] : [`moved to ${formatInstant(migration.movedTo)}`]),
    ...(migration.ofAnother ? ["of another order"] : []),
    ...(ordered.state === "unknown" && ordered.earlier
      ? [`earlier ${formatTerms(ordered.earlier.terms)} #${ordered.earlier.basis}`]
      : []),
    ...(ordered.state === "accepted" && ordered.or ? [`or ${formatTerms(ordered.or)}`] : []),
    ...(ordered.state === "accepted" && ordered.since !== undefined
      ? [`taken at ${formatInstant(ordered.since)}`]
      : []),
    ...(ordered.state === "accepted" && ordered.asked !== undefined
      ? [`asked for ${formatInstant(ordered.asked)}`]
      : []),
    ...(ordered.state === "accepted" && ordered.replaced?.length
      ? [`instead of ${ordered.replaced.map(formatInstant).join(" ")}`]
      : []),
    ...(migration.outdated === undefined ? [] : [`still shows ${formatInstant(migration.outdated)}`]),
    ...(migration.missingSince === undefined
      ? []
      : [`missing since ${formatInstant(migration.missingSince)}`]),
    ...(migration.released ? ["released"] : []),
    ...(migration.unreported ? ["unreported"] : []),
    ...call,
    `#${ordered.basis}`,
    ...(ordered.state === "rejected" ? [`${ordered.code}: ${oneLine(ordered.message)}`] : []),
    ...(ordered.state === "unsent" ? [oneLine(ordered.why)] : []),
  ].join(SEPARATOR);
}

function formatOrdered(ordered: Ordered): string {
  switch (ordered.state) {
    case "accepted":
      return `ordered ${formatTerms(ordered.terms)}`;
    case "unknown":
      return `outcome unknown ${ordered.since === undefined ? "" : `since ${formatInstant(ordered.since)} `}${formatTerms(ordered.terms)}`;
    case "rejected":
      return `rejected ${formatTerms(ordered.terms)}`;
    case "unsent":
      return "not sent";
    case "observed":
      return "no order of this plan";
  }
}

/** Messages of others stay on their line, and short. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 400).trimEnd();
}

/** Reads a line of `migrations`. Throws a `TypeError` that quotes the line if it is none. */
export function parseMigration(
  eventId: string,
  line: string,
  requestIdOf: (call: number) => string | undefined,
): Migration {
  const bad = (): never => {
    throw new TypeError(`migrations["${eventId}"] is no migration: ${JSON.stringify(line)}`);
  };
  // It comes from a state file, which people edit.
  if (typeof line !== "string") return bad();
  const columns = line.split(SEPARATOR);
  const basisAt = columns.findIndex((column, index) => index > 2 && /^#[\w-]*$/.test(column));
  const [resourceId, status, phrase, ...facts] = columns.slice(0, Math.max(basisAt, 0));
  if (!resourceId || !status || !phrase) return bad();

  const fact = (prefix: string): string | undefined =>
    facts.find((column) => column.startsWith(prefix))?.slice(prefix.length);
  const time = (prefix: string): number | undefined => {
    const at = Date.parse(fact(prefix) ?? "");
    return Number.isNaN(at) ? undefined : at;
  };
  const call = fact("call ");
  const requestId = call === undefined ? undefined : requestIdOf(Number(call));
  const ordered = parseOrdered(phrase, columns[basisAt]?.slice(1) ?? "", {
    requestId,
    earlier: fact("earlier "),
    or: fact("or "),
    taken: time("taken at "),
    asked: time("asked for "),
    replaced: words(fact("instead of "))
      .map(Date.parse)
      .filter((at) => !Number.isNaN(at)),
    text: columns.slice(basisAt + 1).join(SEPARATOR),
  });
  if (!ordered) return bad();

  const notBefore = fact("NotBefore ");
  const planTime =
    "terms" in ordered && ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : undefined;
  const read = notBefore === "as ordered" ? planTime : notBefore && Date.parse(notBefore);
  const movedTo = time("moved to ");
  const outdated = time("still shows ");
  const missingSince = time("missing since ");
  return {
    resourceId,
    status,
    ordered,
    ...(read ? { notBefore: read } : {}),
    ...(movedTo === undefined ? {} : { movedTo }),
    ...(facts.includes("of another order") ? { ofAnother: true } : {}),
    ...(outdated === undefined ? {} : { outdated }),
    ...(missingSince === undefined ? {} : { missingSince }),
    ...(facts.includes("released") ? { released: true } : {}),
    ...(facts.includes("unreported") ? { unreported: true } : {}),
  };
}

interface Details {
  requestId: string | undefined;
  earlier: string | undefined;
  or: string | undefined;
  taken: number | undefined;
  asked: number | undefined;
  replaced: readonly number[];
  text: string;
}

function parseOrdered(
  phrase: string,
  basis: string,
  { requestId, earlier, or, taken, asked, replaced, text }: Details,
): Ordered | undefined {
  if (phrase === "not sent") return { state: "unsent", basis, why: text };
  if (phrase === "no order of this plan") return { state: "observed", basis };
  const [, head = "", since, when, policy] =
    /^(ordered|rejected|outcome unknown)(?: since (\S+))? (\S+) (\S+)$/.exec(phrase) ?? [];
  const terms = parseTerms(when, policy);
  if (!terms) return undefined;
  const call = requestId === undefined ? {} : { requestId };
  switch (head) {
    case "ordered": {
      const [time, dataPolicy] = words(or);
      const other = parseTerms(time, dataPolicy);
      return {
        state: "accepted",
        basis,
        terms,
        ...call,
        ...(other && { or: other }),
        ...(taken !== undefined && { since: taken }),
        ...(asked !== undefined && { asked }),
        ...(replaced.length > 0 && { replaced }),
      };
    }
    case "rejected": {
      const colon = text.indexOf(": ");
      return {
        state: "rejected",
        basis,
        terms,
        code: text.slice(0, colon),
        message: text.slice(colon + 2),
        ...call,
      };
    }
    default: {
      const [time, dataPolicy, earlierBasis] = words(earlier);
      const standing = parseTerms(time, dataPolicy);
      return {
        state: "unknown",
        basis,
        terms,
        ...(since && !Number.isNaN(Date.parse(since)) && { since: Date.parse(since) }),
        ...(standing && { earlier: { terms: standing, basis: (earlierBasis ?? "").slice(1) } }),
      };
    }
  }
}

function words(text: string | undefined): string[] {
  return text?.split(" ") ?? [];
}
