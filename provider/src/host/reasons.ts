import type { Failure } from "../plan/model/advice";
import { counted } from "../plan/model/words";

const NAMED = 50;

/** Failures as the engine prints them: one text a cause, naming the events it met. */
export function reasonsOf(label: string, failures: readonly Failure[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { eventId, reason } of failures) {
    const events = byReason.get(reason);
    if (events) events.push(eventId);
    else byReason.set(reason, [eventId]);
  }
  return [...byReason].map(([reason, eventIds]) => {
    const named = eventIds.slice(0, NAMED).join(", ");
    const more =
      eventIds.length > NAMED ? ` and ${counted(eventIds.length - NAMED, "more event")}, see migrations` : "";
    return `${label}: ${named}${more}: ${reason}`;
  });
}
