import * as v from "valibot";
import { nearest } from "./nearest";

/*
 * What users write is described once, field by field: how it is read, its default, and its row in the documentation. The title
 * of a schema says in a few words what may be written, the description what it means; both are Markdown.
 */

/** A field with its meaning. `absent` says what holds where it is not written, if that is not a value of its own. */
export function field<const Schema extends v.GenericSchema>(
  schema: Schema,
  meaning: string,
  absent = "none",
) {
  return v.pipe(schema, v.description(meaning), v.metadata({ absent }));
}

export const text = v.pipe(v.string("must be a string"), v.title("string"));

export const flag = v.pipe(v.boolean("must be true or false"), v.title("`true`, `false`"));

/** What a rule judges: it gives the reason why a value is wrong, and `undefined` for a right one. */
export function judged<Value>(failureOf: (value: unknown) => string | undefined) {
  return v.custom<Value>(
    (value) => failureOf(value) === undefined,
    ({ input }) => failureOf(input) ?? "",
  );
}

export function oneOf<const Choices extends readonly string[]>(choices: Choices) {
  const quoted = choices.map((choice) => `"${choice}"`);
  return v.pipe(
    v.picklist(
      choices,
      ({ input }) =>
        `must be one of ${quoted.join(", ")}${typeof input === "string" ? nearest(input, choices) : ""}`,
    ),
    v.title(quoted.map((choice) => `\`${choice}\``).join(", ")),
  );
}
