import { formatTerms } from "../lines/terms";
import { type Advice, type Why, worded } from "../model/advice";
import { formatInstant } from "../model/instant";
import type { Migration, OurOrder, Unknown } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import type { Terms } from "../model/terms";
import { NO_SLOT, otherOrder } from "./notices";
import { showsTerms } from "./reading";
import type { Sibling } from "./siblings";
import { isFresh, SETTLE_TIME } from "./timeToShow";

function because(what: string, advice: Advice[]): Why {
  return { reason: worded(what, advice), advice };
}

/** Not found, on another instance, or of another type: ENS shows one as little as the other. */
export function unlisted({ eventId, resourceId }: PlannedMigration): Why {
  return because(
    `ENS lists no event ${eventId} of type Instance:SystemUpgrade.Migrate for ${resourceId}: ` +
      "the account or connection is wrong, an id is mistyped, or the event is so old that it is no longer listed",
    [{ do: "remove" }, { do: "set", option: "onUnknownEvent", value: "send" }],
  );
}

export function otherEvents({ eventId, resourceId }: PlannedMigration, siblings: readonly Sibling[]): Why {
  const all = [eventId, ...siblings.map((sibling) => sibling.eventId)].sort();
  const dropped = siblings.some(({ hasOrder }) => hasOrder) ? eventId : (all.at(-1) ?? eventId);
  return because(
    `${resourceId} has ${all.length} open events, ${all.join(" and ")}. Two orders for one instance would race, so none is sent`,
    [{ do: "remove", eventId: dropped }],
  );
}

export function hasPassed(planTime: number, { wave }: PlannedMigration): Why {
  return because(`its planned time ${formatInstant(planTime)} has passed and no order for it was taken`, [
    wave === undefined ? { do: "newTime" } : { do: "replan" },
  ]);
}

/** `onReschedule: "fail"`. */
export function refusedReplacement(standing: Terms): Why {
  return because(
    `this stack has ordered it already (${formatTerms(standing)}), what is planned now is another order, and onReschedule is "fail"`,
    [
      { do: "write", ...standing },
      { do: "set", option: "onReschedule", value: "resubmit" },
    ],
  );
}

/** `onExistingOrder: "fail"`. */
export function orderOfOthers({ terms }: PlannedMigration, notBefore: number | undefined): Why {
  return because(
    `it has an order already${notBefore === undefined ? "" : ` (NotBefore ${formatInstant(notBefore)})`} without a mark of this stack: ` +
      "it was placed by hand, by another tool or by another stack, and ENS does not tell its data policy" +
      (showsTerms(terms, notBefore)
        ? "; its time is the planned one, so an `up` that was killed may have placed it too"
        : ""),
    [
      { do: "set", option: "onExistingOrder", value: "keep" },
      { do: "set", option: "onExistingOrder", value: "resubmit" },
    ],
  );
}

/** `marked`: the order of this stack that ENS shows by its mark, if it is one. */
export function notTakenOver(marked: Terms | undefined, notBefore: number | undefined): Why {
  const shown = marked ? formatTerms(marked) : `NotBefore ${formatInstant(notBefore ?? 0)}`;
  const way: Advice = marked
    ? { do: "write", ...marked }
    : { do: "set", option: "onExistingOrder", value: "keep" };
  return because(`ENS took the order and still shows the one before it (${shown})`, [way, { do: "up" }]);
}

export function stillUnknown({ terms, since, earlier }: Unknown): Why {
  const sent = since === undefined ? "" : ` at ${formatInstant(since)}`;
  return because(
    `an order (${formatTerms(terms)}) was sent${sent} and its answer was lost; ENS does not show it yet` +
      `${earlier ? ` and may still show the one before (${formatTerms(earlier.terms)})` : ""}. To avoid ordering twice, nothing is sent`,
    [{ do: "up", ...(since !== undefined && { notBefore: since + SETTLE_TIME }) }],
  );
}

/** What ENS shows may have stood before the order that it took at `since`, or have come after it. */
export function tooEarly({ terms }: OurOrder, since: number, notBefore: number): Why {
  return because(
    `ENS took an order (${formatTerms(terms)}) at ${formatInstant(since)} and shows another one (NotBefore ${formatInstant(notBefore)}). ` +
      "Its readings may be late, so nobody can tell yet which of them is in force, and nothing is sent",
    [{ do: "up", notBefore: since + SETTLE_TIME }],
  );
}

/** Its group has no slot left: as if `maxErrors` had held it back. */
export function noSlot(): Why {
  return because(NO_SLOT, [{ do: "replan" }, { do: "remove" }]);
}

/** The wait for its order ended. `at` is the platform's time. */
export function unsettled(migration: Migration, gaveUp: string, at: number | undefined): Why {
  const { status, outdated, ordered } = migration;
  const isNew = isFresh(migration, { at, waited: false });
  const since = ordered.state === "accepted" && isNew ? ordered.since : undefined;
  // A reading before that may be of what was before the order.
  const advice: Advice[] = [{ do: "up", ...(since !== undefined && { notBefore: since + SETTLE_TIME }) }];
  const isMissing = ordered.state === "accepted" && status === "Inquiring" && !isNew;
  if (isMissing && ordered.terms.opsType === "scheduled") advice.push({ do: "newTime" });
  const stands = isMissing ? "ENS took the order and does not show it" : "The order stands";
  const shows =
    outdated === undefined
      ? ""
      : ` and still shows the order before it (NotBefore ${formatInstant(outdated)})`;
  return because(`ordered, and ENS reads ${status}${shows}: ${gaveUp}. ${stands}`, advice);
}

/** An order that only the last readings showed: nothing was decided about it yet. */
export function undecided(stack: string, eventId: string, notBefore: number): Why {
  return because(otherOrder(stack, eventId, notBefore), [{ do: "up" }]);
}

/** The platform's last word on its order is a bad one. */
export function badEnd({ status, resourceId, released }: Migration): Why {
  const what = `${status} on the platform. It is not ordered again by itself: look at ${resourceId}`;
  return released
    ? { reason: `${what}; the event has left the plan already`, advice: [{ do: "up" }] }
    : { reason: `${what}, then remove the event from the plan`, advice: [{ do: "remove" }] };
}

/** Where an order stands, and ENS will not have another one, the way to rest is to want the one that stands. */
export function withWayBack(
  why: Why,
  { earlier, status }: { earlier: OurOrder | undefined; status: string },
): Why {
  if (!why.advice.some((advice) => advice.do === "remove")) return why;
  if (!earlier && status !== "Scheduled") return why;
  const way: Advice = earlier
    ? { do: "write", ...earlier.terms }
    : { do: "set", option: "onExistingOrder", value: "keep" };
  const standing = earlier
    ? `The order before it (${formatTerms(earlier.terms)}) stands`
    : "The order before it stands";
  return {
    reason: `${why.reason}. ${worded(standing, [way])}`,
    advice: [way, ...why.advice],
  };
}
