import type { Connection } from "../api/connection";
import type { EnsClient } from "../api/ens";
import type { Say } from "../apply/context";
import type { Memory } from "./memory";

/** Plain JSON as a host hands it over. Never `any`: what is in it is checked before it is used. */
export type Properties = Readonly<Record<string, unknown>>;

/** What whoever hosts the provider gives for one operation of one plan. */
export interface Host {
  /** One for all operations of the process. */
  memory: Memory;
  clientFor: (connection: Connection | undefined, log: (line: string) => void) => Promise<EnsClient>;
  /** The machine's clock, Unix milliseconds. */
  now: () => number;
  /** Takes one line for the person who watches. It does not name the plan: the host knows where it shows the line. */
  say: Say;
  /** A wait ends early on it, and nothing more is sent; the result says which orders stand. */
  signal?: AbortSignal | undefined;
  /**
   * How long reading, sending and waiting may take altogether, in milliseconds; the answer to an order that was sent is waited
   * for all the same. Default: what the plan allows.
   */
  timeLimit?: number | undefined;
}
