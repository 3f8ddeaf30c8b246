import * as v from "valibot";
import { issuePath } from "../../api/issuePath";
import type { Page } from "./operation";

/** An answer that cannot be what ENS says it answers. The message names the first field that is wrong. */
export class MalformedAnswerError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = "MalformedAnswerError";
  }
}

// The vendor's own example ends an id in a newline.
export const id = v.pipe(v.string(), v.trim(), v.nonEmpty());
// Numbers written as texts are taken: the vendor's clients take them too.
export const integer = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))]),
  v.safeInteger(),
);
/** How a list that is read by page number is counted. */
export const PAGING = { TotalCount: integer, PageSize: v.nullish(integer) };

/** A page of a list. A service may leave an empty list out; one that counts something must give it. */
export function pageOf<Entry, Item>(
  { TotalCount, PageSize }: { TotalCount: number; PageSize?: number | null | undefined },
  name: string,
  entries: readonly Entry[] | null | undefined,
  itemOf: (entry: Entry) => Item,
): Page<Item> {
  if (!entries && TotalCount > 0) throw new MalformedAnswerError(`${name} is missing`);
  return { items: (entries ?? []).map(itemOf), totalCount: TotalCount, pageSize: PageSize ?? undefined };
}

export function parse<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new MalformedAnswerError(`${fieldOf(issue)} ${problem(issue)}`);
}

/** `Results[2].EventId`, as a reader of the API's documentation would write it. */
function fieldOf(issue: v.BaseIssue<unknown>): string {
  return issuePath(issue).replace(/^\./, "") || "the answer";
}

const KINDS: Readonly<Record<string, string>> = {
  union: "a number",
  safe_integer: "a whole number",
  iso_timestamp: "a time",
};

function problem(issue: v.BaseIssue<unknown>): string {
  if (issue.input === undefined) return "is missing";
  if (issue.input === null) return "is null";
  if (issue.input === "") return "is empty";
  // Never the value itself: an answer may echo what was sent.
  return `is not ${KINDS[issue.type] ?? `of type ${issue.type}`}`;
}
