import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { documentOf } from "../../bench/document";
import type { Results } from "../../bench/results";

const DOCS = path.resolve(__dirname, "../../docs");
const read = (file: string): string => readFileSync(path.join(DOCS, file), "utf8");

describe("docs/performance.md", () => {
  const results = JSON.parse(read("performance.json")) as Results;

  it("and its pictures say what docs/performance.json says", () => {
    const made = documentOf(results, read("performance.md"));
    assert.ok(Object.keys(made).length > 1);
    for (const [file, content] of Object.entries(made)) assert.equal(read(file), content, file);
  });

  it("changes with the figures", () => {
    const other = structuredClone(results);
    for (const row of other.rows) row.measured.median *= 2;
    assert.notEqual(documentOf(other, read("performance.md"))["performance.md"], read("performance.md"));
  });

  it("keeps what is written by hand", () => {
    const page = "before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n";
    const made = documentOf(results, page)["performance.md"] ?? "";
    assert.ok(
      made.startsWith("before\n<!-- bench:begin -->\n") && made.endsWith("<!-- bench:end -->\nafter\n"),
    );
    assert.doesNotMatch(made, /old/);
    assert.equal(documentOf(results, made)["performance.md"], made);
  });

  it("is refused without the marks", () => {
    assert.throws(() => documentOf(results, "no marks"), /lacks <!-- bench:begin -->/);
  });
});
