import { type Check, fail, ok, warn } from "./check";

/** ENS refuses signatures that are older or newer than this. */
const TOLERANCE = 15 * 60_000;
const NOTICEABLE = 60_000;

/** This machine's clock against the endpoint's. `ahead` is milliseconds. */
export function clockCheck(ahead: number | undefined, signature: "accepted" | "refused" | undefined): Check {
  const name = "Clock";
  if (ahead !== undefined) {
    const size = Math.abs(ahead);
    const side = `${lengthText(size)} ${ahead > 0 ? "ahead of" : "behind"} the endpoint's`;
    if (size >= TOLERANCE) return fail(name, `${side}; ENS refuses more than 15 minutes. Correct it (NTP)`);
    if (size >= NOTICEABLE) return warn(name, `${side}; ENS refuses more than 15 minutes. Correct it (NTP)`);
    if (signature !== "refused") return ok(name, size < 2_000 ? "as the endpoint's" : side);
  }
  if (signature === "refused") return fail(name, "ENS refused this machine's time: correct it (NTP)");
  if (signature === "accepted") return ok(name, "within 15 minutes of ENS's, since it took the signature");
  return warn(name, "not compared: no answer had a date");
}

function lengthText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
