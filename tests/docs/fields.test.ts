import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { CONNECTION_FIELDS } from "../../provider/src/api/connection";
import {
  CONFIGURATION,
  type ConfigurationEntry,
  type ConfigurationName,
  keysOf,
} from "../../provider/src/ens/settings/configuration";
import { EVENT } from "../../provider/src/plan/input/event";
import { INPUTS } from "../../provider/src/plan/input/options";
import { EXCLUSION, SCHEDULE, WINDOW } from "../../provider/src/plan/schedule/fields";
import { page, ROOT } from "./pages";

type Row = [field: string, values: string, ifAbsent: string, meaning: string];

const code = (text: string): string => `\`${text}\``;

/** The rows that a table of fields comes to. */
function rowsOf(fields: v.ObjectEntries): Row[] {
  return Object.entries(fields).map(([name, entry]) => {
    const optional = "wrapped" in entry ? (entry as v.OptionalSchema<v.GenericSchema, unknown>) : undefined;
    const schema = optional?.wrapped ?? entry;
    const { absent } = v.getMetadata(schema);
    const ifAbsent = !optional
      ? "required"
      : optional.default !== undefined
        ? code(JSON.stringify(optional.default))
        : String(absent);
    return [code(name), v.getTitle(schema) ?? "", ifAbsent, v.getDescription(schema) ?? ""];
  });
}

/** The rows of the first table below a heading. */
function rowsBelow(file: string, heading: string): string[][] {
  const { text } = page(file);
  const lines = text.slice(text.indexOf(`\n${heading}\n`)).split("\n");
  const first = lines.findIndex((line) => line.startsWith("|"));
  const table = lines.slice(first);
  return table
    .slice(
      2,
      table.findIndex((line) => !line.startsWith("|")),
    )
    .map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What users may write is described beside its schema; the pages repeat it. Copy what a failure shows. */
describe("tables of fields on the pages", () => {
  for (const [file, heading, fields] of [
    ["docs/configuration.md", "## Plan options", INPUTS],
    ["docs/configuration.md", "## Event fields", EVENT],
    ["docs/configuration.md", "## `connection`", CONNECTION_FIELDS],
    ["docs/schedule.md", "### `schedule`", SCHEDULE],
    ["docs/schedule.md", "### `schedule.windows[]`", WINDOW],
    ["docs/schedule.md", "### `schedule.exclusions[]`", EXCLUSION],
  ] as const)
    it(`${file}, ${heading}`, () => assert.deepEqual(rowsBelow(file, heading), rowsOf(fields)));
});

/** A row for each setting, and one for each field of an object. */
function configurationRows(): string[][] {
  return Object.entries<ConfigurationEntry>(CONFIGURATION).flatMap(([name, { fields = {}, ...entry }]) => {
    const keys = (field = ""): string[] =>
      (["alicloud", "ens"] as const).map((prefix) =>
        keysOf(name as ConfigurationName, prefix)
          .map((key) => code(`${key}${field}`))
          .join(", then "),
      );
    return [
      [...keys(), entry.values?.map((value) => code(value)).join(", ") ?? entry.type, entry.description],
      ...Object.entries(fields).map(([field, { type, required, description }]) => [
        ...keys(`.${field}`),
        required ? `${type}, required` : type,
        description,
      ]),
    ];
  });
}

it("docs/configuration.md, ## Configuration keys", () =>
  assert.deepEqual(rowsBelow("docs/configuration.md", "## Configuration keys"), configurationRows()));

interface GoldenLines {
  migrations: { line: string }[];
}

/** What a column of a line has instead of the words of a table that stand for something. */
const STANDS_FOR: Record<string, string> = {
  "TIME …": String.raw`\S+Z(?: \S+Z)*`,
  "TIME POLICY": String.raw`(?:immediate|\S+Z) [a-z_]+`,
  TIME: String.raw`\S+Z`,
  N: String.raw`\d+`,
  BASIS: String.raw`[\w.-]+`,
};

describe("the forms of a line in docs/operations.md", () => {
  const forms = ["### What was ordered", "### Facts"]
    .flatMap((heading) => rowsBelow("docs/operations.md", heading))
    .map(([form = ""]) => form.replaceAll("`", ""));
  const patterns = new Map(
    forms.map((form) => [
      form,
      new RegExp(
        `^${form.replaceAll(/TIME …|TIME POLICY|\bTIME\b|\bN\b|\bBASIS\b/g, (word) => STANDS_FOR[word] ?? word)}$`,
      ),
    ]),
  );
  const golden = JSON.parse(
    readFileSync(path.join(ROOT, "tests/plan/lines/golden/version1.json"), "utf8"),
  ) as GoldenLines;
  const columns = golden.migrations.flatMap(
    ({ line }) =>
      line
        .split(" | ")
        .slice(2) // The instance and the status.
        .filter((_, index, all) => !/^(?:rejected |not sent$)/.test(all[index - 1] ?? "")), // The reason.
  );

  it("are all that there are", () => {
    const unexplained = columns.filter((column) => ![...patterns.values()].some((form) => form.test(column)));
    assert.deepEqual(unexplained, []);
  });

  it("all occur", () => {
    const unused = forms.filter((form) => !columns.some((column) => patterns.get(form)?.test(column)));
    assert.deepEqual(unused, []);
  });
});
