import type { SentOrder } from "./orders";

/** One order that reached the platform, accepted or refused. It says whether a password came, and keeps none. */
export interface LedgerEntry {
  readonly eventId: string;
  readonly resourceId: string;
  readonly opsType: string | null;
  readonly planTime: number | null;
  readonly dataPolicy: string | null;
  readonly password: boolean;
  readonly accepted: boolean;
  readonly code: number;
  readonly message: string;
  /** ISO 8601, on the emulator's clock. */
  readonly time: string;
  readonly requestId: string;
  /** The access key id that ordered. */
  readonly caller: string;
}

/** What became of an order: 200 and `success`, or why not. */
export interface OrderResult {
  readonly code: number;
  readonly message: string;
}

export function ledgerEntry(
  order: SentOrder,
  result: OrderResult,
  now: number,
  requestId: string,
  caller: string,
): LedgerEntry {
  return {
    eventId: order.eventId,
    resourceId: order.resourceId,
    opsType: order.opsType,
    planTime: Number.isNaN(order.planTime) ? null : order.planTime,
    dataPolicy: order.dataPolicy,
    password: order.password !== null,
    accepted: result.code === 200,
    code: result.code,
    message: result.message,
    time: new Date(now).toISOString(),
    requestId,
    caller,
  };
}
