import type { PolicyConfigSchema } from "@pulumi/policy";
import { isObject, shown, strangers } from "@pulumi-ens/provider/strict";

/**
 * What is wrong with the names in options, at any depth. The engine takes top names that the schema does not have, nobody holds
 * those in code to the schema, and a mistyped limit would limit nothing. Nor would one that its source does not have.
 */
export function faultsOf(options: unknown, properties: PolicyConfigSchema["properties"]): string[] {
  if (!isObject(options)) return [`its options must be an object, not ${shown(options)}`];
  return faultsOfMembers(options, properties, "its options", "");
}

type Schema = PolicyConfigSchema["properties"][string];

function faultsOfMembers(
  value: object,
  properties: Readonly<Record<string, Schema>>,
  what: string,
  prefix: string,
): string[] {
  return [
    ...strangers(value, properties, what).map(({ key, reason }) => `${prefix}${key} ${reason}`),
    ...Object.entries(properties).flatMap(([name, schema]) =>
      Object.hasOwn(value, name) ? faultsOfValue(Reflect.get(value, name), schema, prefix + name) : [],
    ),
  ];
}

function faultsOfValue(value: unknown, { items, properties }: Schema, path: string): string[] {
  if (value === undefined || value === null)
    return [`${path} was given and is ${String(value)}: leave it out, or give it a value`];
  if (items && !Array.isArray(items)) {
    if (!Array.isArray(value)) return [`${path} must be a list, not ${shown(value)}`];
    return value.flatMap((entry: unknown, index) =>
      faultsOfValue(entry, items as Schema, `${path}[${index}]`),
    );
  }
  if (!properties) return [];
  if (!isObject(value)) return [`${path} must be an object, not ${shown(value)}`];
  return faultsOfMembers(value, properties as Record<string, Schema>, path, `${path}.`);
}
