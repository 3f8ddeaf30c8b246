import type { EventStatus } from "../../api/ens";
import type { Terms } from "./terms";

/** What is known of the order for an event. */
export type Ordered = {
  /** What it was decided under: a hash of what the user wrote about it. */
  basis: string;
} & (Accepted | Unknown | Rejected | Unsent | Observed);

/** ENS took it. */
export interface Accepted {
  /** ENS took it. */
  state: "accepted";
  /** What was ordered. */
  terms: Terms;
  /** The call that ordered it; none if the order was found at ENS. */
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
  /** It was sent and the answer was lost. */
  state: "unknown";
  /** What was ordered. */
  terms: Terms;
  /** When it was sent, by the platform's clock in Unix milliseconds; absent where ENS's answers do not tell it. */
  since?: number;
  /** The order of ours that may still stand in its place. */
  earlier?: OurOrder;
}

/** ENS refused it. */
interface Rejected {
  /** ENS refused it. */
  state: "rejected";
  /** What was ordered. */
  terms: Terms;
  /** Why, as a code of ENS. */
  code: string;
  /** Why, in ENS's words. */
  message: string;
  /** The call that was refused. */
  requestId?: string;
}

/** It should go out and did not. */
interface Unsent {
  /** It was not sent. */
  state: "unsent";
  /** Why it was not sent. */
  why: string;
}

/** Nothing of ours: somebody else's order was kept, or the event ran its course without us. */
interface Observed {
  /** The plan ordered nothing: another order was kept, or the event ran its course. */
  state: "observed";
}

/** An order of ours, and what it was decided under. */
export interface OurOrder {
  /** What it was decided under. */
  basis: string;
  /** What was ordered. */
  terms: Terms;
}

/** What is remembered of one event between operations. */
export interface Migration {
  /** The instance's id, `i-…`. */
  resourceId: string;
  /** The instance's name, for people alone: as the plan had it when it last ordered or read. */
  instanceName?: string;
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
