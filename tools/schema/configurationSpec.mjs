import { capital } from "./describe.mjs";

/**
 * @typedef {import("@pulumi-ens/provider/configuration").ConfigurationEntry} Entry
 * @typedef {import("@pulumi-ens/provider/configuration").ConfigurationField} Field
 * @typedef {import("./typeSpecs.mjs").PropertySpec} PropertySpec
 * @typedef {import("./typeSpecs.mjs").ObjectSpec | import("./typeSpecs.mjs").EnumSpec} NamedType
 */

/**
 * The configuration of the provider, and the types of what is more than a text or a number.
 * @param {Readonly<Record<string, Entry>>} configuration
 * @param {(name: string) => string} token
 */
export function configurationSpec(configuration, token) {
  /** @type {Record<string, NamedType>} */
  const types = {};
  /** @type {Record<string, PropertySpec>} */
  const properties = {};
  for (const [name, entry] of Object.entries(configuration)) {
    const type = namedType(entry);
    const typeToken = token(capital(name));
    if (type) types[typeToken] = type;
    properties[name] = {
      ...(type ? { $ref: `#/types/${typeToken}` } : { type: entry.type }),
      ...about(entry),
    };
  }
  return { properties, types };
}

/** @param {Entry} entry @returns {NamedType | undefined} */
function namedType({ description, values, fields }) {
  if (values) return { type: "string", enum: values.map((value) => ({ name: capital(value), value })) };
  if (!fields) return undefined;
  const all = Object.entries(fields);
  const required = all.filter(([, field]) => field.required).map(([name]) => name);
  return {
    description: sentence(description),
    type: "object",
    properties: Object.fromEntries(all.map(([name, field]) => [name, { type: field.type, ...about(field) }])),
    ...(required.length > 0 && { required: required.sort() }),
  };
}

/** @param {Entry | Field} entry */
function about({ description, secret }) {
  return { description: sentence(description), ...(secret && { secret }) };
}

/** @param {string} text */
const sentence = (text) => `${capital(text)}.`;
