import * as v from "valibot";
import { CONNECTION } from "../api/connection";
import { EVENT_LEVELS, EVENT_STATUSES } from "../api/ens";
import { oneOf } from "../api/fields";
import { assertValid, given, isObject, shown, strict } from "../api/strict";
import type { EventSelection } from "./discover";

const HALF = "contains half of a character (a lone surrogate), which a request cannot carry";

/** ENS drops a parameter without a value, and then answers for all instances. */
const filled = v.pipe(
  v.string(expected("a string")),
  v.regex(/\S/, "must not be empty"),
  v.regex(/^\P{Cs}*$/u, HALF),
);

const texts = v.array(filled, expected("a list of strings"));

const tags = v.pipe(
  v.custom<Record<string, string>>(isObject, expected("an object of tags and their values")),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    if (Object.hasOwn(dataset.value, "")) addIssue({ message: "must not have a tag without a key" });
    for (const [key, value] of Object.entries(dataset.value) as [string, unknown][]) {
      const path = [{ type: "object", origin: "value", input: dataset.value, key, value }] as const;
      if (typeof value !== "string") {
        const message = expected("a string, the tag's value")({ input: value });
        addIssue({ message, input: value, path: [...path] });
      } else if (/\p{Cs}/u.test(key + value)) {
        addIssue({ message: HALF, path: [...path] });
      }
    }
  }),
);

/** A filter that, empty, finds everything, where an empty list finds nothing. */
function limiting<const Schema extends v.GenericSchema>(schema: Schema, withoutIt: string) {
  const empty = v.check(
    (value) => !isObject(value) || Object.keys(value).length > 0,
    `is empty and limits nothing: leave it out ${withoutIt}`,
  );
  return given(v.pipe(v.unknown(), empty, schema), withoutIt);
}

const ALL_REGIONS = "for all regions";
const ALL_TAGS = "for instances with any tags";
const ALL_INSTANCES = "for all instances";

const SELECTION = {
  resourceIds: given(texts, ALL_INSTANCES),
  ensRegionIds: given(texts, ALL_REGIONS),
  tags: limiting(tags, ALL_TAGS),
  selector: limiting(
    strict(
      {
        ensRegionIds: given(texts, ALL_REGIONS),
        tags: limiting(
          strict({ all: limiting(tags, ALL_TAGS), any: given(tags, ALL_TAGS) }, "selector.tags"),
          ALL_TAGS,
        ),
        instanceName: given(filled, "for instances of any name"),
      },
      "a selector",
    ),
    ALL_INSTANCES,
  ),
  statuses: given(
    v.array(oneOf(EVENT_STATUSES), expected("a list of statuses")),
    "for events that may still run",
  ),
  levels: given(v.array(oneOf(EVENT_LEVELS), expected("a list of levels")), "for all levels"),
  groupBy: given(filled, "to group by region"),
};

const ARGUMENTS = strict(
  { ...SELECTION, connection: v.optional(CONNECTION) } satisfies Record<
    keyof EventSelection | "connection",
    v.GenericSchema
  >,
  "its arguments",
);

/**
 * Programs in JavaScript are not held to the types, and what configuration does not have is `undefined` in any language: either
 * would select the whole account. Throws a `TypeError` that names all that is wrong.
 */
export function assertSelection(args: unknown): void {
  if (args === undefined || args === null) {
    throw new TypeError(
      `getMigrationEvents: its argument was given and is ${String(args)}: leave it out to select the events of the whole account`,
    );
  }
  assertValid(ARGUMENTS, args, "getMigrationEvents", "await it, or use getMigrationEventsOutput");
}

function expected(what: string): (issue: { input: unknown }) => string {
  return ({ input }) => `must be ${what}, not ${shown(input)}`;
}
