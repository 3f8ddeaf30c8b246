import type { PolicyConfigSchema } from "@pulumi/policy";
import { isObject, shown, strangers } from "@pulumi-ens/provider/strict";

type Schema = PolicyConfigSchema["properties"][string];
type Schemas = Readonly<Record<string, Schema>>;

/** Limits an entry of a list to some groups. Without a value the entry would apply to all, which its author did not mean. */
const SCOPE = "groups";

/**
 * What is wrong with the names in options, at any depth. The engine accepts top names that the schema does not have, options in
 * code are not checked against the schema, and a mistyped limit would limit nothing. Neither would one without a value; only in
 * the entry of a list is an optional member without a value left out, as in a plan's schedule.
 */
export function faultsOf(options: unknown, properties: Schemas): string[] {
  const what = "its options";
  if (!isObject(options)) return [`${what} must be an object, not ${shown(options)}`];
  const place = { path: "", what, written: Object.keys(properties), outer: {} };
  return faultsOfMembers(options, properties, place);
}

interface Place {
  /** With a dot where a name follows. */
  path: string;
  /** In words, as in "a window". */
  what: string;
  /** The names that need a value if they are written. */
  written: readonly string[];
  /** Where the names of what it is in belong. */
  outer: Readonly<Record<string, string>>;
}

function faultsOfMembers(value: object, properties: Schemas, place: Place): string[] {
  const { path, what, written } = place;
  const names = Object.keys(properties).map((name) => [
    name,
    path === "" ? `${name} of ${what}` : path + name,
  ]);
  const outer = { ...place.outer, ...(Object.fromEntries(names) as Record<string, string>) };
  return [
    ...strangers(value, properties, what).map(({ key, reason }) => {
      const elsewhere = Object.hasOwn(place.outer, key) ? place.outer[key] : undefined;
      const hint = `is not a property of ${what}; did you mean ${elsewhere}?`;
      return `${path}${key} ${elsewhere === undefined ? reason : hint}`;
    }),
    ...Object.entries(properties).flatMap(([name, schema]) => {
      const member: unknown = Reflect.get(value, name);
      const isLeftOut = !Object.hasOwn(value, name) || (member === undefined && !written.includes(name));
      return isLeftOut ? [] : faultsOfValue(member, schema, path + name, outer);
    }),
  ];
}

function faultsOfValue(value: unknown, schema: Schema, path: string, outer: Place["outer"]): string[] {
  const { items, properties, required = [], description = path } = schema;
  if (value === undefined || value === null)
    return [`${path} was given and is ${String(value)}: leave it out, or give it a value`];
  if (items && !Array.isArray(items)) {
    if (!Array.isArray(value)) return [`${path} must be a list, not ${shown(value)}`];
    return value.flatMap((entry: unknown, index) =>
      faultsOfValue(entry, items as Schema, `${path}[${index}]`, outer),
    );
  }
  if (!properties) return [];
  if (!isObject(value)) return [`${path} must be an object, not ${shown(value)}`];
  return faultsOfMembers(value, properties as Record<string, Schema>, {
    path: `${path}.`,
    what: description,
    written: [...required, SCOPE],
    outer,
  });
}
