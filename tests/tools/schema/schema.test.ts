import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { CONNECTION_FIELDS } from "../../../provider/src/api/connection";
import { CONFIGURATION } from "../../../provider/src/ens/settings/configuration";
import { EVENT } from "../../../provider/src/plan/input/event";
import { INPUTS } from "../../../provider/src/plan/input/options";
import { EXCLUSION, SCHEDULE, WINDOW } from "../../../provider/src/plan/schedule/fields";
import { schemaFile, schemaText } from "../../../tools/schema/schemaText.mjs";

interface Property {
  type?: string;
  $ref?: string;
  description?: string;
  secret?: boolean;
  items?: Property;
}

interface ObjectType {
  description?: string;
  properties: Record<string, Property>;
  required?: string[];
}

interface Schema {
  config: { variables: Record<string, Property> };
  provider: { inputProperties: Record<string, Property> };
  resources: Record<
    string,
    ObjectType & { inputProperties: Record<string, Property>; requiredInputs: string[] }
  >;
  functions: Record<string, { description: string; inputs: ObjectType; outputs: ObjectType }>;
  types: Record<string, ObjectType | { enum: { value: string }[] }>;
}

const text = readFileSync(schemaFile, "utf8");
const schema = JSON.parse(text) as Schema;
const plan = schema.resources["ens:index:MigrationPlan"]!;
const objectType = (name: string) => schema.types[`ens:index:${name}`] as ObjectType;

/** Which optional fields a validator has, and which it needs. */
function fieldsOf(fields: Readonly<Record<string, object>>): { all: string[]; required: string[] } {
  const all = Object.keys(fields).sort();
  return { all, required: all.filter((name) => !("wrapped" in fields[name]!)) };
}

describe("plugin/schema.json", function () {
  this.timeout("60s");

  it("is what the types of the SDK come to: `npm run schema` writes it", async () => {
    assert.equal(text, await schemaText());
  });

  it("has the inputs that the provider reads, and asks for those that it needs", () => {
    const { all, required } = fieldsOf(INPUTS);
    assert.deepEqual(Object.keys(plan.inputProperties).sort(), all);
    assert.deepEqual(plan.requiredInputs, required);
  });

  for (const [name, fields] of [
    ["Schedule", SCHEDULE],
    ["Window", WINDOW],
    ["Exclusion", EXCLUSION],
    ["Connection", CONNECTION_FIELDS],
  ] as const) {
    it(`has the fields of a ${name} that the provider reads`, () => {
      const { all, required } = fieldsOf(fields);
      assert.deepEqual(Object.keys(objectType(name).properties).sort(), all);
      assert.deepEqual(objectType(name).required ?? [], required);
    });
  }

  it("has the fields of an event that the provider reads, and what discovery adds to them", () => {
    const { all, required } = fieldsOf(EVENT);
    const { properties, required: needed } = objectType("MigrationEvent");
    const added = Object.keys(properties).filter((name) => !all.includes(name));
    const information = /Information from `getMigrationEvents`; a plan ignores it/;
    for (const name of added) assert.match(properties[name]?.description ?? "", information, name);
    assert.deepEqual(
      Object.keys(properties)
        .filter((name) => !added.includes(name))
        .sort(),
      all,
    );
    assert.deepEqual(needed, required);
  });

  it("has the configuration that the provider reads", () => {
    assert.deepEqual(Object.keys(schema.config.variables), Object.keys(CONFIGURATION));
    assert.deepEqual(schema.provider.inputProperties, schema.config.variables);
  });

  it("marks passwords and keys as secrets", () => {
    const secrets = (properties: Record<string, Property>) =>
      Object.keys(properties).filter((name) => properties[name]?.secret);
    assert.deepEqual(secrets(objectType("MigrationEvent").properties), ["password"]);
    for (const name of ["secretKey", "securityToken", "assumeRoleWithOidc"])
      assert.ok(secrets(schema.config.variables).includes(name), name);
  });

  it("has times in Unix milliseconds as numbers: an integer has 32 bits in some languages", () => {
    const all = Object.values(schema.types).flatMap((type) => ("properties" in type ? [type] : []));
    const times = all.flatMap(({ properties }) =>
      Object.entries(properties).filter(([, { description }]) => description?.includes("Unix milliseconds")),
    );
    assert.ok(times.length > 8, `${times.length} times`);
    for (const [name, property] of times) assert.notEqual(property.type, "integer", name);
  });

  it("says everything without the words of one language", () => {
    const descriptions: [where: string, text: string][] = [];
    JSON.parse(text, function (this: unknown, key: string, value: unknown) {
      if (key === "description" && typeof value === "string")
        descriptions.push([JSON.stringify(this), value]);
      return value;
    });
    assert.ok(descriptions.length > 100, `${descriptions.length} descriptions`);
    for (const [where, description] of descriptions) {
      const prose = description.replace(/```[^]*?```/g, "");
      assert.doesNotMatch(
        prose,
        /\bundefined\b|\bawait\b|\bpromise|\bpulumi\.|TypeScript|Node\.js|\{@/i,
        where,
      );
    }
  });

  it("describes every property", () => {
    const named: [string, Record<string, Property>][] = [
      ["config", schema.config.variables],
      ["inputs", plan.inputProperties],
      ["outputs", plan.properties],
      ...Object.entries(schema.functions).flatMap(
        ([name, { inputs, outputs }]): [string, Record<string, Property>][] => [
          [name, inputs.properties],
          [name, outputs.properties],
        ],
      ),
      ...Object.entries(schema.types).flatMap(([name, type]): [string, Record<string, Property>][] =>
        "properties" in type ? [[name, type.properties]] : [],
      ),
    ];
    const bare = named.flatMap(([where, properties]) =>
      Object.keys(properties).flatMap((name) => (properties[name]?.description ? [] : [`${where}.${name}`])),
    );
    assert.deepEqual(bare, []);
  });
});
