import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import * as v from "valibot";
import { CONNECTION_FIELDS } from "../../provider/src/api/connection";
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
