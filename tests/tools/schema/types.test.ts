import assert from "node:assert/strict";
import { specOf } from "./example";

describe("a type of the SDK as one of the schema", function () {
  this.timeout("30s");

  it("is the value itself, whether it is an input or an output", () => {
    const { properties, required } = specOf(`
      import type * as pulumi from "@pulumi/pulumi";
      export interface Thing {
        name: pulumi.Input<string>;
        flags?: pulumi.Input<pulumi.Input<boolean>[] | undefined>;
        sizes: pulumi.Output<Record<string, number>>;
        found: ReadonlyMap<string, readonly string[]>;
        maybe: number | undefined;
      }`);
    assert.deepEqual(properties, {
      name: { type: "string" },
      flags: { type: "array", items: { type: "boolean" } },
      sizes: { type: "object", additionalProperties: { type: "number" } },
      found: { type: "object", additionalProperties: { type: "array", items: { type: "string" } } },
      maybe: { type: "number" },
    });
    assert.deepEqual(required, ["found", "name", "sizes"]);
  });

  it("is whole, or a secret, where its docstring says so", () => {
    const { properties } = specOf(`
      export interface Thing {
        /** @integer */
        count: number;
        /** @integer */
        counts: Record<string, number>;
        /** @integer */
        countOrShare: (number | string)[];
        at: number | string;
        /** @secret */
        password: string;
      }`);
    assert.deepEqual(properties, {
      count: { type: "integer" },
      counts: { type: "object", additionalProperties: { type: "integer" } },
      countOrShare: { type: "array", items: { oneOf: [{ type: "integer" }, { type: "string" }] } },
      at: { oneOf: [{ type: "number" }, { type: "string" }] },
      password: { type: "string", secret: true },
    });
  });

  it("is an enum of the words in the order in which they are written, named by its type or by the property", () => {
    const { properties, types } = specOf(`
      const OTHER = ["zebra"] as const;
      /** How sure. */
      export type Level = "very_sure" | "SURE";
      export interface Thing {
        last: "zebra" | "apple";
        level?: Level | undefined;
        again: "apple" | "zebra";
        days: ("mon" | "fri")[];
        open: Level | (string & {});
      }`);
    assert.deepEqual(properties, {
      last: { $ref: "#/types/t:index:Last" },
      level: { $ref: "#/types/t:index:Level" },
      again: { $ref: "#/types/t:index:Last" },
      days: { type: "array", items: { $ref: "#/types/t:index:Day" } },
      open: { type: "string" },
    });
    const words = (...values: [name: string, value: string][]) => ({
      type: "string",
      enum: values.map(([name, value]) => ({ name, value })),
    });
    assert.deepEqual(types, {
      "t:index:Last": words(["Zebra", "zebra"], ["Apple", "apple"]),
      "t:index:Level": { description: "How sure.", ...words(["VerySure", "very_sure"], ["Sure", "SURE"]) },
      "t:index:Day": words(["Mon", "mon"], ["Fri", "fri"]),
    });
  });

  it("is one flat object where it is a union of objects", () => {
    const { properties, types } = specOf(`
      export type Answer = { about: string } & (
        | {
            /** It went well. */
            state: "yes";
            /** When. */
            at: number;
          }
        | {
            /** It did not. */
            state: "no";
            /** When it was refused. */
            at: number;
            why?: string;
          }
      );
      export interface Thing { answer?: Answer | undefined }`);
    assert.deepEqual(properties, { answer: { $ref: "#/types/t:index:Answer" } });
    assert.deepEqual(types["t:index:Answer"], {
      type: "object",
      properties: {
        about: { type: "string" },
        state: {
          $ref: "#/types/t:index:State",
          description: "`yes`: It went well. `no`: It did not.",
        },
        at: { type: "number", description: "With `yes`: When. With `no`: When it was refused." },
        why: { type: "string" },
      },
      required: ["about", "at", "state"],
    });
  });

  it("is that of the inputs also where a function returns it, so that programs can pass it on", () => {
    const { properties, types } = specOf(`
      /** One, to write. */
      export interface OneArgs { id: string; size?: number }
      export interface One { id: string }
      export interface Thing { found: One; given: OneArgs; inner: { deep: boolean } }`);
    const one = { $ref: "#/types/t:index:One" };
    assert.deepEqual(properties, { found: one, given: one, inner: { $ref: "#/types/t:index:Inner" } });
    assert.deepEqual(types, {
      "t:index:Inner": { type: "object", properties: { deep: { type: "boolean" } }, required: ["deep"] },
      "t:index:One": {
        description: "One, to write.",
        type: "object",
        properties: { id: { type: "string" }, size: { type: "number" } },
        required: ["id"],
      },
    });
  });

  for (const [what, text, error] of [
    [
      "has no form there",
      "export interface Thing { run: () => void }",
      /^run: .* no form for the type \(\) => void$/,
    ],
    [
      "is anything",
      "export interface Thing { some: { data: any } }",
      /^Some\.data: .* no form for the type any$/,
    ],
    [
      "mixes objects and strings",
      "export interface Thing { some: string | { a: string } }",
      /^some: .* no form for the type string \| \{ a: string; \}$/,
    ],
    [
      "has the name of another",
      'export interface Thing { state: "on" | "off"; other: { state: "yes" | "no" } }',
      /^Other\.state: State is already the name of another type/,
    ],
    [
      "is returned, but no input could take it",
      "export interface OneArgs { id: string } export interface One { id: number } export interface Thing { one: One }",
      /^One is not a OneArgs/,
    ],
  ] as const)
    it(`is an error where it ${what}`, () => assert.throws(() => specOf(text), { message: error }));
});

describe("a docstring of the SDK as a description", function () {
  this.timeout("30s");

  it("has names for links, lines for paragraphs, and nothing that is for TypeScript alone", () => {
    const { properties } = specOf(`
      export const other = 1;
      export interface Thing {
        /**
         * First line
         * and second, as {@link other} says, or {@link Missing} and {@link Missing|what is missing}, or {@link other the other one}.
         *
         * Next paragraph.
         *
         * @remarks Only with \`await\`.
         * @example
         * \`\`\`ts
         * new Thing();
         * \`\`\`
         */
        some: string;
        other: string;
      }`);
    assert.deepEqual(properties, {
      some: {
        type: "string",
        description:
          "First line and second, as `other` says, or `Missing` and what is missing, or the other one.\n\nNext paragraph.",
      },
      other: { type: "string" },
    });
  });
});
