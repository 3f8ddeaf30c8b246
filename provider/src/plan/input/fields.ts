import * as v from "valibot";
import { issuePath } from "../../api/issuePath";
import { isObject, strangers } from "../../api/strict";
import { parseDuration } from "../model/duration";
import type { Failures } from "./failures";
import { failureOf } from "./issues";

const LENGTH = 'must be a duration, such as "30m", "1h30m" or "PT30M"';

/** Read as milliseconds. */
export const length = v.pipe(
  v.string(LENGTH),
  v.check((written) => parseDuration(written) !== undefined, LENGTH),
  v.title("duration"),
  v.transform((written) => parseDuration(written) ?? 0),
);

/** What is read, for failures: where it is, and in words, as in "a window". */
interface Place {
  path: string;
  what: string;
}

/** Reads an object of known fields. What is wrong with it is added to `failures`, at its place below `path`. */
export function readFields<const Schema extends v.ObjectSchema<v.ObjectEntries, undefined>>(
  schema: Schema,
  value: unknown,
  place: Place,
  failures: Failures,
): v.InferOutput<Schema> | undefined {
  const read = readRightFields(schema, value, place, failures);
  return read?.wrong.size === 0 ? read.right : undefined;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * The same where some fields can be checked further while others are wrong: the values of the right ones, and the names of the
 * wrong ones. `undefined`: it is not an object. Fields in `ignored` are for others.
 */
export function readRightFields<const Schema extends v.ObjectSchema<v.ObjectEntries, undefined>>(
  schema: Schema,
  value: unknown,
  { path, what }: Place,
  failures: Failures,
  ignored?: ReadonlySet<string>,
): { right: Partial<v.InferOutput<Schema>>; wrong: ReadonlySet<string> } | undefined {
  if (!isObject(value)) {
    const required = Object.keys(schema.entries).filter((key) => schema.entries[key]?.type !== "optional");
    failures.addPlain(path, `must be an object with ${required.join(" and ")}`, { mayBeKey: true });
    return undefined;
  }
  for (const { key, reason } of strangers(value, schema.entries, what, ignored))
    failures.addPlain(`${path}.${key}`, reason, { strangerTo: what, mayBeKey: true });
  const { success, output, issues = [] } = v.safeParse(schema, value);
  if (success) return { right: output, wrong: NONE };
  for (const issue of issues) {
    const missing = whyMissing(issue, schema.entries);
    if (missing !== undefined) failures.addPlain(path + issuePath(issue), missing);
    else failures.list.push(failureOf(issue, path, schema));
  }
  const wrong = new Set(issues.map((issue) => String(issue.path?.[0].key)));
  const read = Object.entries(output as object).filter(([key]) => !wrong.has(key));
  return { right: Object.fromEntries(read) as Partial<v.InferOutput<Schema>>, wrong };
}

function whyMissing({ path, input }: v.BaseIssue<unknown>, entries: v.ObjectEntries): string | undefined {
  const missing = path?.length === 1 && input === undefined ? entries[String(path[0].key)] : undefined;
  return missing && `is required: ${v.getDescription(missing) ?? ""}`;
}
