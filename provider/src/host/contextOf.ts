import type { Connection } from "../api/connection";
import type { Context } from "../apply/context";
import type { Host } from "./host";

/** What `apply` and `refresh` need of a host for one plan. */
export async function contextOf(
  { memory, clientFor, now, say, signal, timeLimit }: Host,
  id: string,
  { stack, connection }: { stack: string; connection?: Connection | undefined },
): Promise<Context> {
  const deadline = timeLimit === undefined ? undefined : now() + timeLimit;
  return {
    client: await clientFor(connection, (line) => say("info", line)),
    now,
    say,
    signal,
    deadline,
    isHeld: (eventId) => memory.isHeldByOther(id, stack, eventId),
    inherited: (eventId) => memory.rememberedByOther(id, stack, eventId),
  };
}
