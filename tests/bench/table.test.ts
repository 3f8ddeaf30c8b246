import assert from "node:assert/strict";
import type { Row } from "../../bench/benchmark";
import { withResults } from "../../bench/page";
import { formatFigure, formatNumber, markdownTable } from "../../bench/table";

const ROWS: readonly Row[] = [
  {
    work: "no-op up, 1000 events",
    unit: "s",
    measured: { median: 4.4, min: 4.25, max: 5 },
    ratio: 1.128,
    against: "the same program with no plan",
    target: "≤ 1.3 ×",
    reached: true,
    note: "a note",
  },
  {
    work: "writes",
    unit: "calls",
    measured: { median: 500, min: 500, max: 500 },
    target: "500",
    reached: false,
  },
];

describe("the table of the benchmarks", () => {
  it("writes numbers with three digits, and counts whole", () => {
    assert.deepEqual(
      [0, 0.01234, 1.234, 12.34, 123.4, 12_345].map((value) => formatNumber(value, "ms")),
      ["0", "0.012", "1.23", "12.3", "123", "12345"],
    );
    assert.equal(formatNumber(1_001, "calls"), "1001");
  });

  it("writes a range where runs differ", () => {
    assert.equal(formatFigure({ median: 2, min: 1, max: 3 }, "s"), "2.00 s (1.00–3.00)");
    assert.equal(formatFigure({ median: 2, min: 2, max: 2 }, "s"), "2.00 s");
  });

  it("says what was measured, against what, and whether that is what was promised", () => {
    const [, , ...lines] = markdownTable(ROWS).split("\n");
    assert.deepEqual(lines, [
      "| no-op up, 1000 events | 4.40 s (4.25–5.00) | 1.13 × | ≤ 1.3 × | yes | against the same program with no plan; a note |",
      "| writes | 500 calls |  | 500 | no |  |",
    ]);
  });

  it("goes into the page between its marks, and leaves the rest", async () => {
    const page = "before\n\n<!-- bench:begin -->\n\nold\n\n<!-- bench:end -->\n\nafter\n";
    assert.equal(await withResults(page, "new"), page.replace("old", "new"));
    assert.throws(() => withResults("no marks", "new"), /lacks <!-- bench:begin -->/);
  });
});
