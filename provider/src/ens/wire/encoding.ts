import { percentEncode } from "../../api/request";

/** Sorted and encoded: used both as the signed text and as the URL, so that the two cannot differ. */
export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(query[name] ?? "")}`)
    .join("&");
}
