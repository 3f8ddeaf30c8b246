import type { BaseIssue } from "valibot";

/** Where in a value valibot found an issue: `.windows[1].from`; empty for the value itself. */
export function issuePath({ path }: Pick<BaseIssue<unknown>, "path">): string {
  return (path ?? []).map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
}
