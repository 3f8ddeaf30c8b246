import assert from "node:assert/strict";
import { readReport, toMarkdown } from "../../../../sdk/src/report/index";
import { exportOf, fixture, large, planned } from "../exports";

const COMMENT = 65_536;

describe("the report as Markdown", () => {
  it("answers what moves on Saturday in one line", () => {
    const text = toMarkdown(readReport(fixture("previewSchedule")));
    assert.match(text, /^- \*\*Saturday 2026-12-05\*\*: 8 moves$/m);
    assert.match(text, /^#### Saturday 2026-12-05, Asia\/Shanghai: 8 moves$/m);
  });

  it("draws a chart of each day, with its windows, exclusions and waves", () => {
    const charts = chartsOf(toMarkdown(readReport(fixture("exportSchedule"))));
    assert.equal(charts.length, 5);
    assert.deepEqual(charts[1]?.slice(0, 8), [
      "gantt",
      "  title Sunday 2026-12-06, Asia/Shanghai",
      "  dateFormat YYYY-MM-DD HH:mm",
      "  axisFormat %H:%M",
      "  section Windows",
      "  window 01∶00–04∶00 :2026-12-06 01:00, 180m",
      "  excluded, database backup :done, 2026-12-06 03:00, 30m",
      "  section Wave 3",
    ]);
    assert.ok(charts[0]?.includes("  ✖ i-0000000000000000000000006 Failed :crit, 2026-12-05 02:45, 15m"));
  });

  it("keeps to what Mermaid can read, whatever things are called", () => {
    const group = "a:b;c#d%%e<script>`f` @someone [x](http://y) {z}";
    const text = toMarkdown(readReport(exportOf({ name: "x:y;#", planned: [planned(1, { group })] })));
    for (const chart of chartsOf(text)) assertGantt(chart);
  });

  for (const name of ["previewCreate", "previewUpdate", "export", "exportPartial", "stackOutput"]) {
    it(`draws valid charts and even tables for ${name}`, () => {
      const text = toMarkdown(readReport(fixture(name)));
      for (const chart of chartsOf(text)) assertGantt(chart);
      for (const table of tablesOf(text)) {
        const widths = new Set(table.map((line) => line.match(/(?<!\\)\|/g)?.length));
        assert.equal(widths.size, 1, table.join("\n"));
      }
    });
  }

  it("lets no text of others become markup, a link or a mention", () => {
    const group = "<img src=x> @someone [x](http://y) *b* `c`";
    const text = toMarkdown(readReport(exportOf({ planned: [planned(1, { group })] })));
    const prose = text.replace(/```mermaid[^]*?```/g, "");
    assert.doesNotMatch(prose, /<img|@someone|(?<!\\)\[x|:\/\/y|(?<!\\)\*b|(?<!\\)`c/);
    assert.match(prose, /&lt;img src=x&gt; &#64;someone \\\[x\\\]\(http&#58;\/\/y\)/);
  });

  it("folds a long table away", () => {
    const text = toMarkdown(readReport(large(100)));
    assert.match(text, /<details>\n<summary>20 instances<\/summary>\n\n\|Local\|UTC\|/);
  });

  it("counts instead of naming where a chart would grow long, and fits a comment with 500 instances", () => {
    const text = toMarkdown(readReport(large(500)));
    assert.ok(text.length < COMMENT, String(text.length));
    for (const chart of chartsOf(text)) {
      assertGantt(chart);
      assert.ok(chart.length < 80, `${chart.length} lines`);
      assert.ok(chart.some((line) => /^ {2}● \d+ Scheduled :/.test(line)));
    }
    assert.equal(text.match(/^\|\d\d:\d\d\|/gm)?.length, 500);
  });
});

function chartsOf(text: string): string[][] {
  return [...text.matchAll(/^```mermaid\n([^]*?)\n```$/gm)].map(([, chart = ""]) => chart.split("\n"));
}

function tablesOf(text: string): string[][] {
  return [...text.matchAll(/(?:^\|.*\|\n?)+/gm)].map(([table]) => table.trim().split("\n"));
}

/** The lines that Mermaid's grammar of gantt charts has, as far as we use it; names hold nothing that it reads as its own. */
function assertGantt([first, ...lines]: readonly string[]): void {
  assert.equal(first, "gantt");
  const name = String.raw`[^:;#%"<>{}\x60\\\n]+`;
  const line = new RegExp(
    String.raw`^  (?:title ${name}|dateFormat YYYY-MM-DD HH:mm|axisFormat %H:%M|section ${name}|` +
      String.raw`${name} :(?:(?:active|done|crit), )?\d{4}-\d{2}-\d{2} \d{2}:\d{2}, \d+m)$`,
  );
  for (const each of lines) assert.match(each, line);
}
