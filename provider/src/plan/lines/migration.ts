import { formatInstant } from "../model/instant";
import type { Migration, Ordered } from "../model/migration";
import { formatTerms, parseTerms } from "./planned";

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
