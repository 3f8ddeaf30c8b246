import { isDeepStrictEqual } from "node:util";
import type { Failures } from "./input/failures";
import { containsUnknown, isUnknown } from "./input/unknown";
import { linesOf } from "./lines/columns";
import { parsePlanned } from "./lines/planned";
import { firstOf } from "./state/summary";

type Inputs = Readonly<Record<string, unknown>>;

const TAKE_OUT = 'take "events" out of ignoreChanges';

/** Lines that an import has brought, or that `ignoreChanges` keeps: the plan's other inputs must still agree with them. */
export function checkKept(olds: Inputs, inputs: Inputs, elsewhere: unknown, failures: Failures): void {
  const { planned, acknowledgeDataLoss } = inputs;
  if (olds["planned"] !== undefined) checkIgnored(olds, inputs, failures);
  if (containsUnknown(planned)) return;
  const ofOthers = new Set<unknown>(Array.isArray(elsewhere) ? elsewhere : []);
  const abandoned: string[] = [];
  for (const [eventId, line] of Object.entries(linesOf("planned", planned))) {
    if (ofOthers.has(eventId)) {
      failures.add(
        `planned["${eventId}"]`,
        `is in another plan of this program too: ${TAKE_OUT}, or the event out of the other plan`,
      );
    }
    if (parsePlanned(eventId, line).terms.dataPolicy === "abandon") abandoned.push(eventId);
  }
  if (abandoned.length > 0 && acknowledgeDataLoss !== true && !isUnknown(acknowledgeDataLoss)) {
    failures.add(
      "acknowledgeDataLoss",
      `must be true while the plan abandons the local data of ${firstOf(abandoned, 5)}; to plan that anew, ${TAKE_OUT}`,
    );
  }
}

/** What is planned follows from these too, and state does not keep the events to plan them anew. */
function checkIgnored(olds: Inputs, inputs: Inputs, failures: Failures): void {
  for (const property of ["dataPolicy", "schedule"]) {
    const value = inputs[property];
    // Null is a failure of its own.
    if (value === null || containsUnknown(value) || isDeepStrictEqual(value, olds[property])) continue;
    failures.add(
      property,
      `has changed, but ignoreChanges keeps the events as they were planned: ${TAKE_OUT}, or add "${property}" to it`,
    );
  }
}
