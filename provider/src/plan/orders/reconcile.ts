import type { HistoryEvent } from "../../api/ens";
import { isOver, standing, UNREAD } from "../model/migration";
import { recognise } from "../model/terms";
import { withAbsence } from "./absence";
import {
  accepted,
  type Decision,
  fail,
  keep,
  keepReading,
  replace,
  type Rules,
  send,
  type Situation,
} from "./decision";
import { stillUnknown, unlisted } from "./failures";
import { lookForLost } from "./lostOrder";
import { isAsPlanned, whenScheduled, withOrderOfOthers } from "./whenScheduled";

/** What to do about one event. Whatever no rule here sends is not sent. */
export function reconcile(situation: Situation, rules: Rules): Decision {
  const { stack, planned, before, observed, reading } = situation;
  // That an event is not listed says nothing about its order, unless the history hides it in any case.
  if (!observed && rules.onUnknownEvent === "fail") return whenUnlisted(situation, rules);
  const lost = lookForLost(stack, planned.eventId, before, observed, reading);
  if ("tooEarly" in lost) {
    if (!lost.isTimed) return { action: "wait" };
    return fail(situation, observed?.eventStatus ?? UNREAD, stillUnknown(lost.tooEarly));
  }
  if ("moved" in lost && observed) return withOrderOfOthers(situation, observed, rules);
  const known = { ...situation, before: "migration" in lost ? lost.migration : before };
  if (!observed) return whenUnlisted(known, rules);
  switch (observed.eventStatus) {
    case "Inquiring":
      return withoutOrder(known, observed.eventStatus, rules);
    case "Scheduled":
      return whenScheduled(known, observed, rules);
    default:
      return whenUnderWay(known, observed);
  }
}

/** Not found, on another instance, or of another type: ENS shows one as little as the other. */
function whenUnlisted(situation: Situation, rules: Rules): Decision {
  const { planned, before, absence } = situation;
  const absent = before && withAbsence(before, absence);
  const status = absent?.status ?? UNREAD;
  const here = { ...situation, before: absent };
  if (absent && isOver(status)) return keep(here, status, absent.ordered);
  if (rules.onUnknownEvent === "send") {
    // It was there once: nothing says that it waits for another order.
    const underWay = !["Inquiring", "Scheduled", UNREAD].includes(status);
    const decided = absent?.ordered.state === "observed" && absent.ordered.basis === planned.basis;
    return absent && (underWay || decided)
      ? keep(here, status, absent.ordered)
      : withoutOrder(here, status, rules);
  }
  return fail(here, status, unlisted());
}

/** ENS shows no order: there is none, or one of ours that it took and does not show yet. */
function withoutOrder(situation: Situation, status: string, rules: Rules): Decision {
  const { before, planned, observed } = situation;
  const ours = standing(before?.ordered);
  if (!ours) return send(situation, status);
  if (!isAsPlanned(ours, planned)) return replace(situation, status, ours, rules);
  const ordered = accepted(before);
  return observed ? keepReading(situation, observed, ordered) : keep(situation, status, ordered);
}

/** Executing, ended, or a word we do not know: the platform's business, never ordered again. */
function whenUnderWay(situation: Situation, observed: HistoryEvent): Decision {
  const { stack, planned, before } = situation;
  const { basis } = planned;
  if (before?.ordered.state === "accepted") return keepReading(situation, observed, before.ordered);
  const terms = recognise(stack, planned.eventId, observed.notBefore);
  return keepReading(
    situation,
    observed,
    terms ? { state: "accepted", basis, terms } : { state: "observed", basis },
  );
}
