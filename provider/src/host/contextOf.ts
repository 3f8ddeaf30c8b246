import type { Connection } from "../api/connection";
import type { Context, Say } from "../apply/context";
import type { Host } from "./host";

/** What `apply` and `refresh` need of a host for one plan. */
export async function contextOf(
  { memory, clientFor, now, say, signal, timeLimit }: Host,
  id: string,
  { label, stack, connection }: { label: string; stack: string; connection?: Connection | undefined },
): Promise<Context> {
  const deadline = timeLimit === undefined ? undefined : now() + timeLimit;
  const trySay = withoutErrors((severity, line) => {
    // The `diff` right before an update says what the update will come upon.
    if (!memory.wasSaid(label, line)) say(severity, line);
  });
  return {
    client: await clientFor(connection, (line) => trySay("info", line)),
    now,
    say: trySay,
    signal,
    deadline,
    isHeld: (eventId) => memory.isHeldByOther(id, stack, eventId),
    inherited: (eventId) => memory.rememberedByOther(id, stack, eventId),
  };
}

/** A line that cannot be shown must not end an operation that has sent orders: it would forget them. */
function withoutErrors(say: Say): Say {
  return (severity, line) => {
    try {
      say(severity, line);
    } catch {
      // There is nobody else to say it to.
    }
  };
}
