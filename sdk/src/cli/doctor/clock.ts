import { type Check, fail, ok, warn } from "./check";

/** ENS refuses signatures that are older or newer than this. */
const TOLERANCE = 15 * 60_000;
const NOTICEABLE = 60_000;
const LIMIT = "ENS refuses a clock that is more than 15 minutes off. Set this machine's clock (NTP)";

/** This machine's clock against the endpoint's. `ahead` is milliseconds. */
export function clockCheck(ahead: number | undefined, signature: "accepted" | "refused" | undefined): Check {
  const name = "Clock";
  if (ahead !== undefined) {
    const size = Math.abs(ahead);
    const side = `${lengthText(size)} ${ahead > 0 ? "ahead of" : "behind"} the endpoint's clock`;
    if (size >= TOLERANCE) return fail(name, `${side}; ${LIMIT}`);
    if (size >= NOTICEABLE) return warn(name, `${side}; ${LIMIT}`);
    if (signature !== "refused") return ok(name, size < 2_000 ? "in step with the endpoint" : side);
  }
  if (signature === "refused") return fail(name, `ENS refused this machine's time; ${LIMIT}`);
  if (signature === "accepted")
    return ok(name, "within 15 minutes of ENS's clock: ENS accepted the signature");
  return warn(name, "not checked: no answer had a date. Fix the failed checks first");
}

function lengthText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
