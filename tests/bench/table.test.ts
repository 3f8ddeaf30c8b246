import assert from "node:assert/strict";
import { formatFigure, formatNumber } from "../../bench/format";
import type { Row } from "../../bench/row";
import { comparisonTable, markdownTable, textTable } from "../../bench/table";

const ROWS: readonly Row[] = [
  {
    work: "no-op up, 1000 events",
    unit: "s",
    measured: { median: 4.4, min: 4.25, max: 5, runs: 5 },
    ratio: 1.128,
    against: "the same program with no plan",
    target: "≤ 1.3 ×",
    reached: true,
    note: "a note",
  },
  {
    work: "writes",
    unit: "calls",
    measured: { median: 500, min: 500, max: 500, runs: 3 },
    target: "500",
    reached: false,
  },
  { work: "a | b", unit: "ms", measured: { median: 0.1234, min: 0.1234, max: 0.1234, runs: 1 } },
];

describe("the table", () => {
  it("writes numbers with three digits, and counts whole", () => {
    assert.deepEqual(
      [0, 0.01234, 1.234, 12.34, 123.4, 12_345].map((value) => formatNumber(value, "ms")),
      ["0", "0.012", "1.23", "12.3", "123", "12345"],
    );
    assert.equal(formatNumber(1_001, "calls"), "1001");
  });

  it("writes a range where runs differ", () => {
    assert.equal(formatFigure({ median: 2, min: 1, max: 3, runs: 3 }, "s"), "2.00 s (1.00–3.00)");
    assert.equal(formatFigure({ median: 2, min: 2, max: 2, runs: 3 }, "s"), "2.00 s");
  });

  it("has a line a row, with notes below it, in columns", () => {
    const lines = textTable(ROWS).split("\n");
    assert.deepEqual(lines, [
      "work                   measured            ratio   target   reached",
      "───────────────────────────────────────────────────────────────────",
      "no-op up, 1000 events  4.40 s (4.25–5.00)  1.13 ×  ≤ 1.3 ×  yes",
      "  against the same program with no plan; a note",
      "writes                 500 calls                   500      no",
      "a | b                  0.123 ms",
    ]);
  });

  it("has as many cells in each line of Markdown, also where a text holds a bar", () => {
    const lines = markdownTable(ROWS).split("\n");
    assert.equal(lines.length, 5);
    for (const line of lines) assert.equal(line.match(/(?<!\\)\|/g)?.length, 7, line);
    assert.match(
      lines[2] ?? "",
      /1\.13 × \| ≤ 1\.3 × \| yes \| against the same program with no plan; a note \|$/,
    );
  });

  it("compares the same work of two revisions", () => {
    const slower = { median: 2.2, min: 2.2, max: 2.2, runs: 1 };
    const others = [{ work: "no-op up, 1000 events", unit: "s" as const, measured: slower }];
    const lines = comparisonTable(ROWS, others, { this: "here", other: "main" }).split("\n");
    assert.match(lines[0] ?? "", /^work +here +main +ratio$/);
    assert.match(lines[1] ?? "", /4\.40 s \(4\.25–5\.00\) +2\.20 s +2\.00 ×$/);
    assert.match(lines[2] ?? "", /^writes +500 calls$/);
  });
});
