import { formatTerms } from "../lines/terms";
import { type Advice, because, type Why } from "../model/advice";
import { formatInstant } from "../model/instant";
import { type Migration, type OurOrder, type Unknown, UNREAD } from "../model/migration";
import type { PlannedMigration } from "../model/planned";
import type { Terms } from "../model/terms";
import { sentences } from "../model/words";
import { badEndOf } from "./badEnds";
import { NO_SLOT, otherOrder } from "./notices";
import { showsTerms } from "./reading";
import type { Sibling } from "./siblings";
import { isFresh, SETTLE_TIME } from "./timeToShow";

/** Not found, on another instance, or of another type: ENS shows one as little as the other. */
export function unlisted(): Why {
  return because(
    {
      what: "ENS lists no Instance:SystemUpgrade.Migrate event with this id for this instance",
      consequence:
        "The account or the connection is wrong, an id is mistyped, or the event is so old that ENS no longer lists it",
    },
    [{ do: "remove" }, { do: "set", option: "onUnknownEvent", value: "send" }],
  );
}

export function otherEvents(eventId: string, siblings: readonly Sibling[]): Why {
  const others = siblings.map((sibling) => sibling.eventId);
  const dropped = siblings.some(({ hasOrder }) => hasOrder) ? eventId : [eventId, ...others].sort().at(-1);
  return because(
    {
      what: "its instance has more than one open event",
      details: `also ${others.sort().join(" and ")}`,
      consequence: "Two orders for one instance would race, so none is sent",
    },
    [{ do: "remove", eventId: dropped ?? eventId }],
  );
}

export function hasPassed(planTime: number, { wave }: PlannedMigration): Why {
  return because(
    {
      what: "its planned time has passed, and ENS has taken no order for it",
      details: `planned for ${formatInstant(planTime)}`,
    },
    [wave === undefined ? { do: "newTime" } : { do: "replan" }],
  );
}

/** `onReschedule: "fail"`. */
export function refusedReplacement(standing: Terms): Why {
  return because(
    {
      what: 'this stack has ordered it already, the plan now wants another order, and onReschedule is "fail"',
      details: `ordered: ${formatTerms(standing)}`,
    },
    [
      { do: "write", ...standing },
      { do: "set", option: "onReschedule", value: "resubmit" },
    ],
  );
}

/** `onExistingOrder: "fail"`. */
export function orderOfOthers({ terms }: PlannedMigration, notBefore: number | undefined): Why {
  const isPlanned = showsTerms(terms, notBefore);
  return because(
    {
      what: "it has an order already, without a mark of this stack",
      ...(notBefore !== undefined && { details: `NotBefore ${formatInstant(notBefore)}` }),
      consequence:
        "It was placed by hand, by another tool or by another stack, and ENS does not tell its data policy" +
        (isPlanned ? ". Its time is the planned one, so an interrupted `up` may have placed it too" : ""),
    },
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
  return because({ what: "ENS took the order and still shows the one before it", details: shown }, [
    way,
    { do: "up" },
  ]);
}

export function stillUnknown({ terms, since, earlier }: Unknown): Why {
  const sent = since === undefined ? "" : ` sent at ${formatInstant(since)}`;
  const before = earlier ? `, the one before it: ${formatTerms(earlier.terms)}` : "";
  return because(
    {
      what: "answer lost: ENS does not show the order yet, and may have taken it",
      details: `order: ${formatTerms(terms)}${sent}${before}`,
      consequence: "To avoid ordering twice, nothing is sent",
    },
    [{ do: "up", ...(since !== undefined && { notBefore: since + SETTLE_TIME }) }],
  );
}

/** Before an order whose answer was lost has had its time to show, `up` would only fail again. */
export function withTimeToShow(why: Why, { ordered }: Migration): Why {
  if (ordered.state !== "unknown" || ordered.since === undefined) return why;
  const notBefore = ordered.since + SETTLE_TIME;
  return because(
    why,
    why.advice.map((advice) => (advice.do === "up" ? { ...advice, notBefore } : advice)),
  );
}

/** What ENS shows may have stood before the order that it took at `since`, or have come after it. */
export function tooEarly({ terms }: OurOrder, since: number, notBefore: number): Why {
  return because(
    {
      what: "ENS took an order and shows another one",
      details: `taken at ${formatInstant(since)}: ${formatTerms(terms)}, shown: NotBefore ${formatInstant(notBefore)}`,
      consequence: "ENS may show orders late, so it is unknown which one is in force, and nothing is sent",
    },
    [{ do: "up", notBefore: since + SETTLE_TIME }],
  );
}

/** Its group has no slot left: as if `maxErrors` had held it back. */
export function noSlot(): Why {
  return because({ what: NO_SLOT }, [{ do: "replan" }, { do: "remove" }]);
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
  const shown = status === UNREAD ? "ENS has not listed it since" : `ENS shows ${status}`;
  const before = outdated === undefined ? "" : " and still the order before it";
  return because(
    {
      what: `ordered, and ${shown}${before}: ${gaveUp}`,
      ...(outdated !== undefined && { details: `shown: NotBefore ${formatInstant(outdated)}` }),
      consequence: isMissing
        ? "ENS took the order and does not show it"
        : "The order stands, and the next `pulumi up` resumes the wait",
    },
    advice,
  );
}

/** An order that only the last readings showed: nothing was decided about it yet. */
export function undecided(stack: string, eventId: string, notBefore: number): Why {
  return because(otherOrder(stack, eventId, notBefore), [{ do: "up" }]);
}

/** The platform's last word on its order is a bad one. */
export function badEnd({ status, released, ordered }: Migration): Why {
  const requestId = ordered.state === "accepted" ? ordered.requestId : undefined;
  const facts = {
    what: badEndOf(status),
    ...(requestId !== undefined && { details: `request id ${requestId}` }),
  };
  const consequence = "The plan does not order it again. Check the instance";
  return released
    ? because(
        {
          ...facts,
          consequence: `${consequence}. The event has left the plan, so only this \`up\` fails over it`,
        },
        [{ do: "up" }],
      )
    : because({ ...facts, consequence }, [{ do: "remove" }]);
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
  const details = [why.details, earlier && `the order before it: ${formatTerms(earlier.terms)}`];
  return because(
    {
      what: why.what,
      ...(details.some(Boolean) && { details: details.filter(Boolean).join(", ") }),
      consequence: sentences(why.consequence ?? "", "The order before it stands"),
    },
    [way, ...why.advice],
  );
}
