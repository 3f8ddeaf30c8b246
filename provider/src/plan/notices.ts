import { isOver } from "./migration";
import { formatTerms } from "./planned";
import type { PlanState } from "./state";
import { recognise } from "./terms";

/** What a person should know of a plan whatever is about to happen. */
export function noticesOf({ migrations, stack }: PlanState): string[] {
  const notices: string[] = [];
  for (const [eventId, { status, movedTo, resourceId, released, unreported }] of migrations) {
    const named = `${eventId} (${resourceId})`;
    if (movedTo !== undefined && !released && !isOver(status)) {
      const order = recognise(stack, eventId, movedTo);
      notices.push(
        order
          ? `${named}: ENS shows another order that this stack placed (${formatTerms(order)}); the next \`up\` decides which of them stands`
          : `${named}: ENS shows ${new Date(movedTo).toISOString()}: moved by the platform, or ordered by somebody else; ` +
              "write that time as planTime to accept it, or another one to order it again",
      );
    }
    if (status !== "Failed" && status !== "Canceled") continue;
    notices.push(
      unreported
        ? `${named}: ${status} on the platform; the next \`up\` fails once over it`
        : `${named}: ${status} on the platform; it is not ordered again by itself`,
    );
  }
  return notices;
}
