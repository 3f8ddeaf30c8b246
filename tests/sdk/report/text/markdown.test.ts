import assert from "node:assert/strict";
import { readReport, toMarkdown } from "../../../../sdk/src/report/index";
import { exportOf, fixture, large, ordered, planned, previewOf } from "../exports";

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

  describe("in short", () => {
    const MOST = 60_000;
    const short = (text: string) => toMarkdown(readReport(text), { short: true });

    it("is the change, what may cost data, statuses and days, without chart and table", () => {
      const text = short(
        previewOf(
          { planned: [planned(1)], migrations: { "e-1": ordered(1, "Scheduled") } },
          { planned: [planned(1), { ...planned(2), terms: { ...planned(2).terms, dataPolicy: "abandon" } }] },
        ),
      );
      assert.equal(
        text,
        [
          "## Migration timeline",
          "### edge (changed plan)",
          "1 new, 1 unchanged. 2 moves on Saturday 2026-12-05, Asia/Shanghai. All of them: ENS sets a random password.",
          "> [!CAUTION]\n> 1 instance loses its local data (abandon): e-2 (i-2) at 2026-12-05 01:30.",
          "● 1 Scheduled · ○ 1 Planned",
          "- **Saturday 2026-12-05**: 2 moves\n",
        ].join("\n\n"),
      );
    });

    for (const [what, make] of [
      ["600 events", () => large(600)],
      ["10,000 events that all lose their data", () => large(10_000, ["abandon"])],
      ["10,000 events over a year", () => large(10_000, ["abandon"], 366)],
    ] as const)
      {it(`fits a comment with ${what}, and has all totals`, () => {
        const text = short(make());
        assert.ok(text.length < MOST, String(text.length));
        assert.match(text, /\d+ Scheduled/);
        assert.doesNotMatch(text, /mermaid|\| ---/);
      });}

    it("fits a comment with many plans, and says how many it leaves out", () => {
      const plans = Array.from({ length: 400 }, (_, index) => ({
        name: `plan-${index}`,
        planned: [planned(2 * index), planned(2 * index + 1, { instanceName: "网".repeat(30) })],
        inputs: { dataPolicy: "force_transfer" },
      }));
      const text = short(exportOf(...plans));
      assert.ok(text.length < MOST, String(text.length));
      const [, left] = /this is left out: (\d+) plans\. The HTML page has everything\./.exec(text) ?? [];
      assert.equal(Number(left) + (text.match(/^### plan/gm)?.length ?? 0), 400);
    });

    it("fits a comment with errors of any length and number", () => {
      const diagnostics = Array.from({ length: 300 }, (_, index) => ({
        severity: "error",
        message: `error: ${index} ${"#".repeat(9_000)}`,
      }));
      const text = short(JSON.stringify({ steps: [], diagnostics }));
      assert.ok(text.length < MOST, String(text.length));
      assert.match(text, /This preview failed/);
      assert.match(text, /28\d more errors/);
    });
  });

  describe("for a job's summary", () => {
    const MOST = 1024 * 1024;

    it("stays below 1 MiB with 10,000 events, and says which tables it leaves out", () => {
      const text = toMarkdown(readReport(large(10_000, ["force_transfer", "try_transfer"], 7)));
      assert.ok(Buffer.byteLength(text) < MOST, String(Buffer.byteLength(text)));
      const [note = ""] = /^> \*\*Note.*left out.*$/m.exec(text) ?? [];
      assert.match(
        note,
        /: the charts and tables of 2 days with \d+ instances, from Thursday 2026-12-10 \(large\) on\./,
      );
      assert.match(note, /The HTML page has everything\.$/);
      const rows = text.match(/^\|\d\d:\d\d\|/gm)?.length ?? 0;
      const [, left] = /with (\d+) instances/.exec(note) ?? [];
      assert.equal(rows + Number(left), 10_000);
      assert.equal(
        text.match(/^- \*\*.*2026-12-1[01]\*\*: \d+ moves/gm)?.length,
        2,
        "the days are all listed",
      );
    });

    it("is whole where it fits", () => {
      assert.doesNotMatch(toMarkdown(readReport(large(2_000))), /left out/);
    });
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
