import type { OrderResult } from "../ledger";

/** An entry of `Results[]`. */
export interface BatchResult {
  readonly Code: number;
  readonly EventId: string;
  readonly Message: string;
  readonly ResourceId: string;
}

/** What a fault does to a batch that is otherwise answered well. */
export interface Tampering {
  /** The result of an order that is not taken. */
  readonly failure?: (eventId: string) => OrderResult | undefined;
  /** The results as they are answered; the orders are taken. */
  readonly results?: (results: readonly BatchResult[]) => readonly BatchResult[];
}
