import type { EventInfo } from "../api/ens";
import { namesFrom } from "../plan/lines/instance";
import type { EventCause } from "../plan/model/advice";
import { isPending, UNREAD } from "../plan/model/migration";
import type { PlannedMigration } from "../plan/model/planned";
import type { Terms } from "../plan/model/terms";
import type { Decided, Reading } from "../plan/orders/decideAll";
import { noSlot } from "../plan/orders/failures";
import { laterNotices } from "../plan/orders/notices";
import { linesOf } from "../plan/orders/reasons";
import { type Order, remember } from "../plan/orders/remember";
import { leaveBehind } from "../plan/orders/reread";
import type { Fitted } from "../plan/schedule/fit";
import type { Context } from "./context";
import type { Ledger } from "./ledger";
import type { ApplyRequest } from "./request";

/** Enters what was decided into the ledger, and returns the orders to send. */
export function enter(
  { decisions, observations }: Reading & { decisions: readonly Decided[] },
  { passwords }: ApplyRequest,
  { later, stuck }: Pick<Fitted, "later" | "stuck">,
  ledger: Ledger,
  { say }: Context,
): Order[] {
  const orders: Order[] = [];
  const notices: EventCause[] = [];
  const slotless = new Set(stuck.map(({ eventId }) => eventId));
  for (const { planned, decision } of decisions) {
    const { eventId, resourceId, basis } = planned;
    switch (decision.action) {
      case "keep":
        ledger.migrations.set(eventId, decision.migration);
        if (decision.notice) notices.push({ eventId, ...decision.notice });
        break;
      case "fail":
        ledger.migrations.set(eventId, decision.migration);
        ledger.fail(decision.failure);
        break;
      case "send": {
        const { terms, remembered, earlier } = decision;
        const { eventStatus, notBefore } = observations.of(eventId, resourceId) ?? {};
        const status = eventStatus ?? remembered?.status ?? UNREAD;
        const eventInfo = eventInfoOf(planned, terms, passwords[eventId]);
        const order = { eventInfo, basis, status, notBefore, remembered, earlier };
        if (slotless.has(eventId)) refuse(order, ledger);
        else orders.push(order);
      }
    }
  }
  const named = new Map(decisions.map(({ planned }) => [planned.eventId, planned]));
  for (const line of linesOf(notices, namesFrom(named))) say("info", line);
  const sent = new Set(orders.map(({ eventInfo }) => eventInfo.eventId));
  for (const notice of laterNotices(later.filter(({ planned }) => sent.has(planned.eventId))))
    say("info", notice);
  return orders;
}

function eventInfoOf(
  { eventId, resourceId }: PlannedMigration,
  terms: Terms,
  password: string | undefined,
): EventInfo {
  return terms.opsType === "immediate"
    ? { eventId, resourceId, ...terms, ...(password !== undefined && { password }) }
    : { eventId, resourceId, ...terms };
}

/** Its group has no slot left: as if `maxErrors` had held it back. */
function refuse(order: Order, ledger: Ledger): void {
  const { eventId } = order.eventInfo;
  const why = noSlot();
  ledger.migrations.set(eventId, remember(order, { outcome: "unsent", ...why }, undefined));
  ledger.fail({ eventId, ...why });
}

/** Events that left the plan, unless another plan holds them: that it names one is not enough, its own step may yet fail. */
export function leaveRemovedBehind(
  { observations, reading, absence }: Reading,
  { planned, before, options }: ApplyRequest,
  ledger: Ledger,
  { isHeld }: Context,
): void {
  const wanted = new Set(planned.map(({ eventId }) => eventId));
  for (const [eventId, migration] of before) {
    if (wanted.has(eventId) || isHeld(eventId)) continue;
    const observed = observations.of(eventId, migration.resourceId);
    const left = leaveBehind(options.stack, eventId, migration, observed, { reading, absence });
    if (!left) continue;
    // With `fail`, an event that moved stays this plan's until another one holds its order.
    const isStillOurs = options.onRemove === "fail" && !migration.released && isPending(left);
    const { released: _, ...ours } = left;
    ledger.migrations.set(eventId, isStillOurs ? ours : left);
  }
}
