import { meaningOf } from "../../api/codes";
import type { EnsError } from "../../api/errors";
import type { Trouble } from "../transport/transport";

/** What comes after trouble; `as` is the error that it becomes once nobody tries again. */
export type NextStep =
  | { do: "again"; because: "throttled" | "passing"; as: EnsError["kind"] }
  /** The service does not know these credentials any more: once again with fresh ones. */
  | { do: "renew"; as: EnsError["kind"] }
  | { do: "giveUp"; as: EnsError["kind"] };

/** Reads change nothing: whatever may pass is tried again. */
export function readPolicy(trouble: Trouble): NextStep {
  const as = trouble.kind === "refused" ? "service" : "transport";
  const { class: because } = meaningOf(trouble);
  switch (because) {
    case "throttled":
    case "passing":
      return { do: "again", because, as };
    case "expired":
      return { do: "renew", as: "credentials" };
    case "credentials":
      return { do: "giveUp", as: "credentials" };
    case "refusal":
    case "ours":
      return { do: "giveUp", as };
  }
}

/**
 * ENS has no client token, so an order that may have been taken must not be sent again: a write does as a read where it
 * provably was refused or never sent.
 */
export function writePolicy(trouble: Trouble): NextStep {
  return wasNotTaken(trouble) ? readPolicy(trouble) : { do: "giveUp", as: "unknownOutcome" };
}

function wasNotTaken(trouble: Trouble): boolean {
  if (trouble.kind === "failed") return !trouble.sent;
  const { class: why } = meaningOf(trouble);
  switch (why) {
    case "throttled":
      return true; // Whoever says HTTP 429, ENS or a proxy before it, says that it did not pass the call on.
    case "expired":
    case "credentials":
    case "refusal":
      // A page that is not ENS's says nothing about ENS.
      return trouble.kind === "refused";
    case "passing":
    case "ours":
      return false;
  }
}
