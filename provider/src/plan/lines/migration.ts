import { formatInstant } from "../model/instant";
import type { Migration, Ordered, OurOrder } from "../model/migration";
import { escapeText, formatLine, LineReader, parseTime, unescapeText } from "./columns";
import { formatInstance, parseInstance } from "./instance";
import { formatTerms, parseTerms } from "./terms";

/**
 * The line for one migration: instance, status, the order, and what ENS has shown since; {@link parseMigration} reads it
 * back.
 *
 * `web-1 (i-55qi8m11rr53c4i964md8a00l) | Scheduled | ordered 2026-12-04T17:30:00.417Z force_transfer | call 1 | NotBefore as ordered | #1.Jx0k_2aQ`
 *
 * `callOf` numbers request ids, which many lines share.
 */
export function formatMigration(migration: Migration, callOf: (requestId: string) => number): string {
  const { status, ordered, notBefore, movedTo, ofAnother, outdated, missingSince, released, unreported } =
    migration;
  const columns = [formatInstance(migration), escapeText(status), ...formatOrdered(ordered, callOf)];
  if (notBefore !== undefined)
    columns.push(`NotBefore ${notBefore === planTimeOf(ordered) ? "as ordered" : formatInstant(notBefore)}`);
  if (movedTo !== undefined) columns.push(`moved to ${formatInstant(movedTo)}`);
  if (ofAnother) columns.push("of another order");
  if (outdated !== undefined) columns.push(`still shows ${formatInstant(outdated)}`);
  if (missingSince !== undefined) columns.push(`missing since ${formatInstant(missingSince)}`);
  if (released) columns.push("released");
  if (unreported) columns.push("unreported");
  return formatLine(columns, ordered.basis);
}

/** Reads a line of `migrations`. Throws an `UnreadableLineError` if it is none. */
export function parseMigration(
  eventId: string,
  text: string,
  requestIdOf: (call: number) => string | undefined,
): Migration {
  const line = new LineReader("migrations", eventId, text);
  const { resourceId, instanceName } = line.required(parseInstance(line.next()));
  const status = line.required(unescapeText(line.next()) || undefined);
  const ordered = parseOrdered(line, requestIdOf);
  const notBefore = line.has("NotBefore as ordered")
    ? line.required(planTimeOf(ordered))
    : line.timeAfter("NotBefore ");
  const movedTo = line.timeAfter("moved to ");
  const ofAnother = line.has("of another order");
  const outdated = line.timeAfter("still shows ");
  const missingSince = line.timeAfter("missing since ");
  const released = line.has("released");
  const unreported = line.has("unreported");
  line.end();
  // Spreads of what is absent would cost as much as all the rest.
  const migration: Migration = { resourceId, status, ordered };
  if (instanceName !== undefined) migration.instanceName = instanceName;
  if (notBefore !== undefined) migration.notBefore = notBefore;
  if (movedTo !== undefined) migration.movedTo = movedTo;
  if (ofAnother) migration.ofAnother = ofAnother;
  if (outdated !== undefined) migration.outdated = outdated;
  if (missingSince !== undefined) migration.missingSince = missingSince;
  if (released) migration.released = released;
  if (unreported) migration.unreported = unreported;
  return migration;
}

const NOT_SENT = "not sent";
const NO_ORDER = "no order of this plan";
const ORDER = /^(ordered|rejected|outcome unknown) (.+)$/;
/** In a code it would end the code. */
const COLON = "\\u003a";

function formatOrdered(ordered: Ordered, callOf: (requestId: string) => number): string[] {
  const call = "requestId" in ordered && ordered.requestId ? [`call ${callOf(ordered.requestId)}`] : [];
  switch (ordered.state) {
    case "accepted": {
      const { terms, or, since, asked, replaced = [] } = ordered;
      return [
        `ordered ${formatTerms(terms)}`,
        ...(or ? [`or ${formatTerms(or)}`] : []),
        ...(since === undefined ? [] : [`taken at ${formatInstant(since)}`]),
        ...(asked === undefined ? [] : [`asked for ${formatInstant(asked)}`]),
        ...(replaced.length > 0 ? [`instead of ${replaced.map(formatInstant).join(" ")}`] : []),
        ...call,
      ];
    }
    case "unknown": {
      const { terms, since, earlier } = ordered;
      return [
        `outcome unknown ${formatTerms(terms)}`,
        ...(since === undefined ? [] : [`sent at ${formatInstant(since)}`]),
        ...(earlier ? [`earlier ${formatTerms(earlier.terms)} #${earlier.basis}`] : []),
      ];
    }
    case "rejected": {
      const { terms, code, message } = ordered;
      const why = `${escapeText(code).replaceAll(":", COLON)}: ${escapeText(short(message))}`;
      return [`rejected ${formatTerms(terms)}`, why, ...call];
    }
    case "unsent":
      return [NOT_SENT, escapeText(short(ordered.why))];
    case "observed":
      return [NO_ORDER];
  }
}

function parseOrdered(line: LineReader, requestIdOf: (call: number) => string | undefined): Ordered {
  const { basis } = line;
  if (line.has(NOT_SENT)) return { state: "unsent", basis, why: unescapeText(line.next()) };
  if (line.has(NO_ORDER)) return { state: "observed", basis };
  const requestId = (): { requestId?: string } => {
    const call = line.numberAfter("call ");
    const found = call === undefined ? undefined : requestIdOf(call);
    return found === undefined ? {} : { requestId: found };
  };
  const [, head = "", words = ""] = ORDER.exec(line.next()) ?? [];
  const terms = line.required(parseTerms(words));
  switch (head) {
    case "ordered": {
      const or = line.after("or ");
      const since = line.timeAfter("taken at ");
      const asked = line.timeAfter("asked for ");
      const replaced = line.after("instead of ");
      return {
        state: "accepted",
        basis,
        terms,
        ...(or !== undefined && { or: line.required(parseTerms(or)) }),
        ...(since !== undefined && { since }),
        ...(asked !== undefined && { asked }),
        ...(replaced !== undefined && {
          replaced: replaced.split(" ").map((time) => line.required(parseTime(time))),
        }),
        ...requestId(),
      };
    }
    case "rejected": {
      const why = line.next();
      const colon = why.indexOf(": ");
      if (colon < 0) line.refuse();
      const [code, message] = [unescapeText(why.slice(0, colon)), unescapeText(why.slice(colon + 2))];
      return { state: "rejected", basis, terms, code, message, ...requestId() };
    }
    case "outcome unknown": {
      const since = line.timeAfter("sent at ");
      const earlier = line.after("earlier ");
      return {
        state: "unknown",
        basis,
        terms,
        ...(since !== undefined && { since }),
        ...(earlier !== undefined && { earlier: line.required(parseOrder(earlier)) }),
      };
    }
    default:
      return line.refuse();
  }
}

/** An order of ours and its basis: `immediate force_transfer #Jx0k_2aQ`. */
function parseOrder(text: string): OurOrder | undefined {
  const [, words = "", basis = ""] = /^(.+) #([\w-]*)$/.exec(text) ?? [];
  const terms = parseTerms(words);
  return terms && { basis, terms };
}

/** Messages of others stay short. */
function short(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, 400).trimEnd();
}

function planTimeOf(ordered: Ordered): number | undefined {
  return "terms" in ordered && ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : undefined;
}
