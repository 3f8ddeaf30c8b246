import * as v from "valibot";
import { judged } from "./fields";
import { issuePath } from "./issuePath";
import { nearest } from "./nearest";

export { flag, text } from "./fields";
export { nearest };

/**
 * Whether it is an object as a literal or JSON makes it, of any realm. A promise, a `Map` or a date has no keys of its own: read
 * as one, it would say nothing, and what says nothing limits nothing.
 */
export function isObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether it is still to come: a promise, or an output of Pulumi, which has a mark for whoever does not know Pulumi. */
function isDeferred(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Reflect.get(value, "__pulumiOutput") === true || typeof Reflect.get(value, "then") === "function";
}

/**
 * The keys of an object that are no fields of what it is, as in "a window", each with its fault. Nobody reads what stands there,
 * and a limit that nobody reads does not limit. Keys in `ignored` are for others.
 */
export function strangers(
  value: object,
  fields: object,
  what: string,
  ignored?: ReadonlySet<string>,
): { key: string; reason: string }[] {
  const strange = Object.keys(value).filter((key) => !Object.hasOwn(fields, key) && !ignored?.has(key));
  if (strange.length === 0) return [];
  const names = Object.keys(fields);
  const all = names.length > 0 ? `; it has ${names.join(", ")}` : "";
  return strange.map((key) => ({
    key,
    reason: `is not a property of ${what}${nearest(key, names) || all}`,
  }));
}

/** An object of these fields and no others; all that is wrong with it is found at once. */
export function strict<const Entries extends v.ObjectEntries>(entries: Entries, what: string) {
  const schema = v.object(entries);
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, v.InferOutput<typeof schema>>(({ dataset: { value }, addIssue, NEVER }) => {
      if (!isObject(value)) {
        // Not a text or number: somebody may have written a key in its place.
        const instead = typeof value === "object" && value !== null ? `, not ${shown(value)}` : "";
        addIssue({ message: `must be an object with ${Object.keys(entries).join(", ")}${instead}` });
        return NEVER;
      }
      for (const { key, reason } of strangers(value, entries, what)) {
        const place = {
          type: "object",
          origin: "key",
          input: value as Record<string, unknown>,
          key,
          value: undefined,
        } as const;
        addIssue({ message: reason, path: [place] });
      }
      const { output, issues = [] } = v.safeParse(schema, value);
      for (const { message, path, input } of issues) addIssue({ message, input, ...(path && { path }) });
      return output as v.InferOutput<typeof schema>;
    }),
  );
}

/** What may be left out, but not given as `undefined` or `null`: that is a value which its source does not have. */
export function given<const Schema extends v.GenericSchema>(schema: Schema, withoutIt: string) {
  return v.exactOptional(
    v.pipe(
      judged<v.InferInput<Schema>>((value) =>
        value === undefined || value === null
          ? `was given and is ${String(value)}: leave it out ${withoutIt}`
          : undefined,
      ),
      schema,
    ),
  );
}

/** Throws a `TypeError` that names all that is wrong, each with its place in the value. `wait` says what to do about what is still to come. */
export function assertValid(schema: v.GenericSchema, value: unknown, where: string, wait = "await it"): void {
  const { issues = [] } = v.safeParse(schema, value);
  const faults = issues.map((issue) => {
    const reason = isDeferred(issue.input) ? `is an output or a promise: ${wait}` : issue.message;
    return `${issuePath(issue).replace(/^\./, "") || "its argument"} ${reason}`.trim();
  });
  if (faults.length === 1) throw new TypeError(`${where}: ${faults.join("")}`);
  if (faults.length > 1) throw new TypeError(`${where}:${faults.map((fault) => `\n  ${fault}`).join("")}`);
}

/** A value in a message: short, on one line, and of what has parts only what it is. */
export function shown(value: unknown): string {
  if (typeof value === "string") return short(JSON.stringify(value));
  if (Array.isArray(value)) return "a list";
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (isDeferred(value)) return "an output or a promise";
  if (isObject(value)) return "an object";
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return kind === "Object" ? "an instance of a class" : `a ${kind}`;
}

function short(quoted: string): string {
  return quoted.length > 60 ? `${quoted.slice(0, 58)}…"` : quoted;
}
