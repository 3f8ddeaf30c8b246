import { namesFrom } from "../plan/lines/instance";
import type { EventCause } from "../plan/model/advice";
import type { PlannedMigration } from "../plan/model/planned";
import { sameTerms } from "../plan/model/terms";
import { counted } from "../plan/model/words";
import type { Observations } from "../plan/orders/observations";
import { withReading } from "../plan/orders/reading";
import { linesOf } from "../plan/orders/reasons";
import { type Context, limitsOf, reasonToEnd } from "./context";
import type { Ledger } from "./ledger";
import { observe } from "./observe";
import { atTheLatest, type Progress } from "./signsOfLife";

const RECOVERY_TIME = 60_000;
/** Where the operation has to end: what is found now is known before the next one. */
const LATE_RECOVERY_TIME = 10_000;

/**
 * Reads orders whose answers this operation lost: most of them can be found at once. Only an order as planned takes the
 * failure back; a refusal and what was not sent are reported whatever is read.
 */
export async function recover(
  planned: readonly PlannedMigration[],
  stack: string,
  ledger: Ledger,
  context: Context & Progress,
): Promise<void> {
  if (ledger.lost.size === 0) return;
  const lines = planned.filter(({ eventId }) => ledger.lost.has(eventId));
  const resourceIds = lines.map(({ resourceId }) => resourceId);
  let observations: Observations;
  try {
    const limits =
      reasonToEnd(context) === undefined
        ? limitsOf(context, RECOVERY_TIME)
        : { deadline: context.now() + LATE_RECOVERY_TIME };
    context.doing(
      () =>
        `still looking for ${counted(lines.length, "order")} whose answers were lost${atTheLatest(limits.deadline, context.now())}`,
    );
    observations = await observe(context.client, resourceIds, limits);
  } catch {
    return; // The failures say already that it is unknown; the next `up` reads again.
  }
  const found: EventCause[] = [];
  for (const line of lines) {
    const { eventId, resourceId, terms } = line;
    const migration = ledger.migrations.get(eventId);
    const observed = observations.of(eventId, resourceId);
    const read = migration && observed && withReading(stack, eventId, migration, observed);
    if (read?.ordered.state !== "accepted") continue;
    ledger.migrations.set(eventId, read);
    if (!sameTerms(read.ordered.terms, terms) || read.ordered.or) continue;
    ledger.forgive(eventId);
    found.push({ eventId, what: "the answer to its order was lost, but ENS has the order" });
  }
  for (const line of linesOf(found, namesFrom(new Map(lines.map((line) => [line.eventId, line])))))
    context.say("info", line);
}
