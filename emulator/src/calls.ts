import type { FaultKind } from "./faults/kinds";

/** One call of the API, as a test wants to count it. It holds no parameter values: those may be secret. */
export interface CallRecord {
  /** Null when the request named none. */
  readonly action: string | null;
  readonly method: string;
  /** ISO 8601, on the emulator's clock. */
  readonly time: string;
  /** The key the request claimed, also when its signature was wrong. */
  readonly accessKeyId: string | null;
  readonly signatureVersion: "V1" | "V3" | null;
  /** Null when the connection was reset instead of answered. */
  readonly status: number | null;
  /** The vendor's error code; null on success and when the answer carried none. */
  readonly code: string | null;
  readonly requestId: string;
  /** Orders carried out, whatever came of each, or entries returned; 0 when the call was refused as a whole. */
  readonly items: number;
  /** Characters of path and query. */
  readonly urlLength: number;
  /** The kind of the fault that was injected into this call. */
  readonly fault: FaultKind | null;
}
