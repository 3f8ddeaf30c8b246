/**
 * In a preview, inputs that depend on resources not made yet arrive as these strings, one per kind of value
 * (pulumi/pulumi `sdk/go/common/resource/plugin/rpc.go`). They must pass through `check` untouched.
 */
const SENTINELS: ReadonlySet<unknown> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // bool
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9", // string
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** What stands for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function isUnknown(value: unknown): boolean {
  // A set hashes every string it is asked for; the length rules most of them out for nothing.
  return typeof value === "string" && value.length === UNKNOWN.length && SENTINELS.has(value);
}

/** Whether any part of a plain JSON value is not known yet. */
export function containsUnknown(value: unknown): boolean {
  if (typeof value === "string") return isUnknown(value);
  if (typeof value !== "object" || value === null) return false;
  // No list of values: it would be made anew for each of many thousand events.
  for (const key in value) if (containsUnknown((value as Record<string, unknown>)[key])) return true;
  return false;
}
