import type { Failure } from "../plan/model/advice";
import { counted } from "../plan/model/words";

const NAMED = 50;

/** Failures in words: one text a cause, naming the events it met. */
export function reasonsOf(failures: readonly Failure[]): string[] {
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
    return `${named}${more}: ${reason}`;
  });
}

/** What the engine prints and keeps in the stack's state, in clear, of failures whose events are secret. */
export function withoutEvents(failures: readonly Failure[]): string {
  const events = new Set(failures.map(({ eventId }) => eventId));
  return (
    `${counted(events.size, "event")} failed. The messages of this command say which and why. This one does not, because ` +
    "the events are secret and Pulumi keeps it in the state, unencrypted"
  );
}
