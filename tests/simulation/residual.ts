import type { Command, Memory } from "./engine";
import { MINUTE, type Order, type Platform } from "./platform";
import { matches, type Wanted, writing } from "./program";

/** What is known to remain, each a named rule that says exactly when it explains what is in force. */
export type Residual =
  | "killed while reads may lag"
  | "two stacks within a read's lag"
  | "nothing to do reads nothing"
  | "hidden history, sent unread"
  | "NotBefore does not show the mark"
  | "an order without a mark looks like a move"
  | "an immediate order shows no mark"
  | "the marks of two stacks agree"
  | "the machine's clock is ahead"
  | "an event that had left takes no place in its group"
  | "ENS took an order and ignored it";

export interface Situation {
  command: Command;
  platform: Platform;
  eventId: string;
  wants: Wanted;
  /** What is in force and is not what the program says. */
  inForce: Order;
  /** When the plan that has the event read it last. */
  lastSeen: number | undefined;
  /** What the plans of the stack can know together, and what they could before the command. */
  memory: Memory;
  memoryBefore: Memory;
}

/** Whether NotBefore tells this order from another one with another policy or time. */
export function markShows(platform: Platform, { info }: Order): boolean {
  return (
    platform.behaviour.notBeforeAfterOrder === "planTime" &&
    info.opsType === "scheduled" &&
    info.planTime % 1000 !== 0
  );
}

/** An order whose time, milliseconds included, the user wrote: it has no mark. */
export function hasOwnMilliseconds({ sender: { wants } }: Order): boolean {
  return (wants?.event.planTime ?? 0) % 1000 !== 0;
}

export function residualOf(situation: Situation): Residual | undefined {
  const { command, platform, eventId, wants, inForce, memory, memoryBefore } = situation;
  const own = inForce.sender.stack === command.stack;
  const unseen = (situation.lastSeen ?? Number.NEGATIVE_INFINITY) < platform.state(eventId).at;
  const accepted = acceptedOrders(platform, memory, eventId);
  // A move by the platform takes the mark, unless the stack has seen it before that.
  const seenBefore = memoryBefore.seen.get(eventId) ?? Number.NEGATIVE_INFINITY;
  const { moved, at: movedAt } = platform.state(eventId);
  const hasLostMark = moved && (seenBefore < inForce.at || seenBefore >= movedAt);
  const unmarked = !markShows(platform, inForce) || hasOwnMilliseconds(inForce) || hasLostMark;

  // It stands at the time, or for an unchanging NotBefore at any time, at which this stack remembers an order of its own.
  if (
    unmarked &&
    accepted.some((order) => matches(order.info, wants)) &&
    (inForce.answer !== "accepted" || !memory.orders.has(inForce.id))
  ) {
    const last = accepted.findLast((order) => matches(order.info, wants)) as Order;
    if (looksLike(platform, inForce, last)) return "NotBefore does not show the mark";
    if (last.sender.wants && writing(last.sender.wants) === writing(wants))
      return "an order without a mark looks like a move";
  }
  // The first time that is read after an order counts as that order's, whatever it is.
  if (!own && platform.behaviour.notBeforeAfterOrder !== "planTime" && accepted.length > 0)
    return "NotBefore does not show the mark";
  // Another stack's order with the milliseconds of one of ours passes for that one, moved by the platform.
  if (!own && accepted.some(({ info }) => sameMilliseconds(info, inForce.info)))
    return "the marks of two stacks agree";
  // By a clock that is ahead its time had passed, and then it is kept whatever windows a schedule has now.
  const { schedule } = wants.options;
  if (
    own &&
    schedule &&
    inForce.info.opsType === "scheduled" &&
    inForce.info.planTime < platform.now() + 15 * MINUTE
  )
    return "the machine's clock is ahead";
  const isLost = inForce.answer === "unknown" && unmarked;
  if (own && memory.orders.has(inForce.id) && !isLost) return undefined;
  if (own && platform.behaviour.notBeforeAfterOrder !== "planTime" && accepted.length > 0)
    return "NotBefore does not show the mark";
  if (!unseen) return undefined;
  if (platform.behaviour.hidden && wants.options.onUnknownEvent === "send")
    return "hidden history, sent unread";
  const wentThere = command.read.has(eventId) || command.sent.some(({ info }) => info.eventId === eventId);
  if (!wentThere) return "nothing to do reads nothing";
  if (inForce.at < (command.read.get(eventId) ?? Number.POSITIVE_INFINITY)) return undefined;
  return own ? "killed while reads may lag" : "two stacks within a read's lag";
}

function sameMilliseconds(one: Order["info"], other: Order["info"]): boolean {
  return (
    one.opsType === "scheduled" &&
    other.opsType === "scheduled" &&
    one.planTime % 1000 !== 0 &&
    one.planTime % 1000 === other.planTime % 1000
  );
}

function acceptedOrders(platform: Platform, { orders, inherited }: Memory, eventId: string): Order[] {
  return platform.ledger.filter(
    ({ id, info, answer }) =>
      (orders.has(id) || inherited.has(id)) && info.eventId === eventId && answer === "accepted",
  );
}

function looksLike(platform: Platform, one: Order, other: Order): boolean {
  if (one.info.opsType !== "scheduled" || other.info.opsType !== "scheduled") return false;
  const second = (time: number) => Math.floor(time / 1000);
  return (
    platform.behaviour.notBeforeAfterOrder === "unchanged" ||
    second(one.info.planTime) === second(other.info.planTime)
  );
}
