import type { BaseIssue } from "valibot";

/** Where in a value valibot found an issue: `.windows[1].from`; empty for the value itself. */
export function issuePath({ path }: Pick<BaseIssue<unknown>, "path">): string {
  return (path ?? []).map(({ key }) => (isName(key) ? `.${key}` : `[${JSON.stringify(key)}]`)).join("");
}

function isName(key: unknown): key is string {
  return typeof key === "string" && /^[\w$-]+$/.test(key);
}
