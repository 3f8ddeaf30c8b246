import type { PolicyConfigSchema } from "@pulumi/policy";
import { parseDuration } from "@pulumi-ens/provider/plan";

/** A duration as plans write it: `"90m"`, `"1h30m"`, `"2d"` or `"PT90M"`. */
export const DURATION: PolicyConfigSchema["properties"][string] = {
  type: "string",
  pattern: "^(?:[0-9.]+[smhd])+$|^P[0-9TDHMS.]+$",
};

/** An option's duration in milliseconds. Throws a `TypeError` that names the option if it is not one. */
export function durationOf(option: string, text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw new TypeError(
    `${option} must be a duration, such as "30m", "24h", "2d" or "PT24H", not ${JSON.stringify(text)}`,
  );
}
