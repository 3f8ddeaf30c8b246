import { isDeepStrictEqual } from "node:util";
import { containsUnknown, isUnknown } from "../api/unknown";
import type { CheckFailure } from "./input/failures";
import { linesOf } from "./lines/columns";
import { nameEvent } from "./lines/instance";
import { parsePlanned } from "./lines/planned";
import { UnreadableLines } from "./lines/unreadable";
import { firstOf } from "./model/words";

type Inputs = Readonly<Record<string, unknown>>;

const TAKE_OUT = 'remove "events" from ignoreChanges';

/** Lines that an import has brought, or that `ignoreChanges` keeps: the plan's other inputs must still agree with them. */
export function checkKept(olds: Inputs, inputs: Inputs, elsewhere: unknown): CheckFailure[] {
  const { planned, acknowledgeDataLoss } = inputs;
  const failures = olds["planned"] === undefined ? [] : checkIgnored(olds, inputs);
  if (olds["secret"] === true && inputs["secret"] !== true) {
    const reason = `were secret when they were planned, and ignoreChanges keeps what was planned: keep them secret, or ${TAKE_OUT}`;
    failures.push({ property: "events", reason, plain: reason });
  }
  if (containsUnknown(planned)) return failures;
  const ofOthers = new Set<unknown>(Array.isArray(elsewhere) ? elsewhere : []);
  const abandoned: string[] = [];
  const unreadable = new UnreadableLines();
  const lines = unreadable.tryRead(() => linesOf("planned", planned)) ?? {};
  for (const [eventId, line] of Object.entries(lines)) {
    const read = unreadable.tryRead(() => parsePlanned(eventId, line));
    if (ofOthers.has(eventId)) {
      const reason = `is also in another plan of this program: ${TAKE_OUT}, or remove the event from the other plan`;
      failures.push({
        property: `planned["${eventId}"]`,
        reason,
        plain: reason,
        ...(read && { event: nameEvent(eventId, read) }),
      });
    }
    if (read?.terms.dataPolicy === "abandon") abandoned.push(nameEvent(eventId, read));
  }
  if (abandoned.length > 0 && acknowledgeDataLoss !== true && !isUnknown(acknowledgeDataLoss)) {
    failures.push({
      property: "acknowledgeDataLoss",
      reason: `must be true while the plan abandons the local data of ${firstOf(abandoned, 5)}; to plan these events again, ${TAKE_OUT}`,
      plain: `must be true while the plan abandons the local data of some events; to plan these events again, ${TAKE_OUT}`,
    });
  }
  return [...failures, ...unreadable.failures];
}

/** What is planned follows from these too, and state does not keep the events to plan them anew. */
function checkIgnored(olds: Inputs, inputs: Inputs): CheckFailure[] {
  const changed = ["dataPolicy", "schedule"].filter((property) => {
    const value = inputs[property];
    // Null is a failure of its own.
    return value !== null && !containsUnknown(value) && !isDeepStrictEqual(value, olds[property]);
  });
  return changed.map((property) => {
    const reason = `has changed, but ignoreChanges keeps the events as they were planned: ${TAKE_OUT}, or add "${property}" to it`;
    return { property, reason, plain: reason };
  });
}
