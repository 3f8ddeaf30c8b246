import assert from "node:assert/strict";
import { readReport, toMarkdown } from "../../../../sdk/src/report/index";
import { exportOf, fixture, large, ordered, planned, previewOf, SATURDAY, SCHEDULE } from "../exports";

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
    assert.deepEqual(charts[1]?.slice(0, 9), [
      "gantt",
      "  title Sunday 2026-12-06, Asia/Shanghai",
      "  dateFormat YYYY-MM-DD HH:mm",
      "  axisFormat %H:%M",
      "  section Windows",
      "  open 01∶00–03∶30 :active, 2026-12-06 01:00, 150m",
      "  cutoff 03∶30–04∶00 :done, 2026-12-06 03:30, 30m",
      "  excluded, database backup :done, 2026-12-06 03:00, 30m",
      "  section Wave 3",
    ]);
    assert.ok(charts[0]?.includes("  ✖ i-0000000000000000000000006 Failed :crit, 2026-12-05 02:45, 15m"));
  });

  it("colours moves otherwise than what is open and what is closed", () => {
    const tags = (section: string, line: RegExp) =>
      chartsOf(section)
        .flat()
        .flatMap((each) => (line.test(each) ? [/:(?:(\w+), )?\d/.exec(each)?.[1] ?? ""] : []));
    const text = toMarkdown(readReport(fixture("exportSchedule")));
    assert.deepEqual(new Set(tags(text, /Scheduled|Executing/)), new Set([""]));
    assert.deepEqual(new Set(tags(text, /^ {2}open/)), new Set(["active"]));
    assert.deepEqual(new Set(tags(text, /^ {2}(?:cutoff|excluded)/)), new Set(["done"]));
  });

  it("names instances, and says what is new and what changes", () => {
    const named = (number: number, basis = "Jx0k_2aQ") =>
      planned(number, { instanceName: `web-${number}`, basis });
    const later = { opsType: "scheduled", dataPolicy: "abandon", planTime: SATURDAY + 3_600_000 } as const;
    const text = toMarkdown(
      readReport(
        previewOf(
          {
            planned: [named(1), named(2)],
            migrations: { "e-1": ordered(1, "Scheduled"), "e-2": ordered(2, "Scheduled") },
          },
          { planned: [{ ...named(1, "another_"), terms: later }, named(2), named(3)] },
        ),
      ),
    );
    assert.deepEqual(chartsOf(text)[0]?.slice(5), [
      "  ● web-2 Scheduled :2026-12-05 01:30, 15m",
      "  ○ web-3 new :2026-12-05 01:30, 15m",
      "  ○ web-1 changed :2026-12-05 02:30, 15m",
    ]);
    assert.deepEqual(
      tablesOf(text)[0]?.map((line) =>
        line
          .split(" | ")
          .filter((_, at) => [0, 2, 3, 4, 5, 6, 7].includes(at))
          .join(" "),
      ),
      [
        "| Local Name Instance Change Data Status Event",
        "| --- --- --- --- --- --- ---",
        "| 01:30 web-2 i-2  force\\_transfer ● Scheduled e-2",
        "| 01:30 web-3 i-3 new force\\_transfer ○ Planned e-3",
        "| 02:30 web-1 i-1 12-05 01:30 → 12-05 02:30; force\\_transfer → abandon abandon ○ Planned e-1",
      ],
    );
  });

  it("counts by 15 minutes where many start one after the other", () => {
    const staggered = Array.from({ length: 105 }, (_, index) =>
      planned(index, {
        terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime: SATURDAY + index * 60_000 },
      }),
    );
    const [chart = []] = chartsOf(toMarkdown(readReport(exportOf({ planned: staggered }))));
    assertGantt(chart);
    assert.deepEqual(
      chart.slice(5),
      ["01:30", "01:45", "02:00", "02:15", "02:30", "02:45", "03:00"].map(
        (time) => `  ○ 15 Planned :2026-12-05 ${time}, 15m`,
      ),
    );
  });

  it("keeps each chart to what GitLab draws, and says from which one on it waits for a click", () => {
    const everyMinute = Array.from({ length: 1_440 }, (_, index) =>
      planned(index, {
        group: `group ${index % 9}`,
        wave: 1 + (index % 9),
        instanceName: "n".repeat(60),
        terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime: SATURDAY + index * 60_000 },
      }),
    );
    for (const plans of [everyMinute, everyMinute.slice(0, 24), everyMinute.slice(0, 300)]) {
      const text = toMarkdown(readReport(exportOf({ planned: plans, schedule: SCHEDULE })));
      const charts = chartsOf(text);
      assert.ok(charts.length > 0);
      for (const chart of charts) {
        assertGantt(chart);
        assert.ok(chart.join("\n").length <= 2_000, String(chart.join("\n").length));
      }
    }
    const waits = /^On GitLab, the charts after the first (\w+) are drawn once you choose "Display"\.$/m;
    const night = readReport(fixture("exportSchedule"));
    assert.equal(waits.exec(toMarkdown(night))?.[1], "3", "of 815, 815 and 816 characters");
    assert.doesNotMatch(toMarkdown(readReport(fixture("previewUpdate"))), waits);
    assert.doesNotMatch(toMarkdown(night, { short: true }), waits);
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
          "**1 new, 1 unchanged**",
          "> [!CAUTION]\n> 1 instance loses its local data (abandon): e-2 (i-2) at 2026-12-05 01:30.",
          "2 moves on Saturday 2026-12-05, Asia/Shanghai. All of them: ENS sets a random password.",
          "● 1 Scheduled · ○ 1 Planned",
          "- **Saturday 2026-12-05**: 2 moves\n",
        ].join("\n\n"),
      );
    });

    for (const [what, make] of [
      ["600 events", () => large(600)],
      ["10,000 events that all lose their data", () => large(10_000, ["abandon"])],
      ["10,000 events over a year", () => large(10_000, ["abandon"], 366)],
    ] as const) {
      it(`fits a comment with ${what}, and has all totals`, () => {
        const text = short(make());
        assert.ok(text.length < MOST, String(text.length));
        assert.match(text, /\d+ Scheduled/);
        assert.doesNotMatch(text, /mermaid|\| ---/);
      });
    }

    it("fits a comment with many plans, and says how many it leaves out", () => {
      const plans = Array.from({ length: 400 }, (_, index) => ({
        name: `plan-${index}`,
        planned: [planned(2 * index), planned(2 * index + 1, { instanceName: "网".repeat(30) })],
        inputs: { dataPolicy: "force_transfer" },
      }));
      const text = short(exportOf(...plans));
      assert.ok(text.length < MOST, String(text.length));
      const [, left] =
        /this is left out: the totals and days of (\d+) plans\. The HTML page has everything\./.exec(text) ??
        [];
      assert.equal(text.match(/^### plan/gm)?.length, 400);
      assert.equal(Number(left) + (text.match(/^○ 2 Planned$/gm)?.length ?? 0), 400);
    });

    const abandoned = (number: number) =>
      planned(number, { terms: { opsType: "scheduled", dataPolicy: "abandon", planTime: SATURDAY } });
    const losing = /^> \[!CAUTION\]\n> 1 instance loses its local data/gm;

    it("keeps the alert of the last of 600 plans", () => {
      const plans = Array.from({ length: 600 }, (_, index) => ({
        name: `plan-${index}-of-a-normal-name`,
        planned: [index === 599 ? abandoned(index) : planned(index)],
      }));
      const text = short(exportOf(...plans));
      assert.ok(text.length < MOST, String(text.length));
      assert.equal(text.match(losing)?.length, 1);
    });

    it("keeps data that is lost before other alerts, and says how many plans with alerts it leaves out", () => {
      const outside = {
        opsType: "scheduled",
        dataPolicy: "force_transfer",
        planTime: 1_796_600_000_000,
      } as const;
      const plans = Array.from({ length: 600 }, (_, index) => ({
        planned: [index === 599 ? abandoned(index) : planned(index, { terms: outside })],
        name: `plan-${index}`,
        schedule: SCHEDULE,
      }));
      const text = short(exportOf(...plans));
      assert.ok(text.length < MOST, String(text.length));
      assert.equal(text.match(losing)?.length, 1);
      const [, left, alerting] =
        /^> \[!CAUTION\]\n> Too long for one page, so this is left out: (\d+) plans \((\d+) with alerts\)/m.exec(
          text,
        ) ?? [];
      assert.equal(left, alerting);
      assert.equal(Number(left) + (text.match(/^### plan/gm)?.length ?? 0), 600);
    });

    it("leaves nothing out that fits after something that does not, and no name makes it long", () => {
      const many = Array.from({ length: 1_500 }, (_, index) => index);
      const statuses = Object.fromEntries(
        many.map((index) => [`e-${index}`, ordered(index, `Status${"x".repeat(30)}${index}`)]),
      );
      for (const first of [
        { name: "one", planned: many.map((index) => planned(index)), migrations: statuses },
        { name: "<".repeat(60_000), planned: [planned(1)] },
      ]) {
        const text = short(exportOf(first, { name: "two", planned: [abandoned(2_000)] }));
        assert.doesNotMatch(text, /left out/);
        assert.equal(text.match(losing)?.length, 1);
        assert.match(text, /^### (?:one|(?:&lt;){99}…)$/m);
      }
      const text = short(exportOf({ planned: many.map((index) => planned(index)), migrations: statuses }));
      assert.match(text, / · □ 1 Status\S+ and 1480 more$/m);
    });

    it("keeps a failure and an alert beside errors that grow as they are escaped", () => {
      const step = JSON.parse(previewOf(undefined, { planned: [abandoned(1)] })) as object;
      const diagnostics = Array.from({ length: 30 }, (_, index) => ({
        severity: "error",
        message: `error: ${index}${"&<".repeat(1_000)}`,
      }));
      const text = short(JSON.stringify({ ...step, diagnostics }));
      assert.ok(text.length < MOST, String(text.length));
      assert.match(text, /This preview failed/);
      assert.equal(text.match(losing)?.length, 1);
      assert.equal(text.match(/^> \*\*Error:\*\* \d+(?:&amp;&lt;)+(?:&amp;)?…$/gm)?.length, 20);
      assert.match(text, /10 more errors/);
    });

    it("has an error of each of many failed plans before the second one of any", () => {
      const diagnostics = Array.from({ length: 600 }, (_, index) => ({
        severity: "error",
        message: `error: ${Math.floor(index / 30)} ${"x&".repeat(1_000)}`,
        urn: `urn:pulumi:dev::p::pulumi-nodejs:dynamic/ens:MigrationPlan::plan${index % 30}`,
      }));
      const text = short(JSON.stringify({ steps: [], diagnostics }));
      assert.ok(text.length < MOST, String(text.length));
      assert.equal(text.match(/^> \*\*Error:\*\* 0 /gm)?.length, 30);
      const shown = text.match(/^> \*\*Error:\*\* \d+ x/gm)?.length ?? 0;
      assert.match(text, new RegExp(`left out: ${600 - shown} errors\\.`));
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
        /: the charts and tables of 2 days with \d+ instances, the first of them Thursday 2026-12-10 \(large\)\./,
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

    it("stays below 1 MiB whatever plans are called", () => {
      const plans = [1, 2].map((number) => ({
        name: `${number}${"名".repeat(700_000)}`,
        planned: [planned(number)],
      }));
      assert.ok(Buffer.byteLength(toMarkdown(readReport(exportOf(...plans)))) < 10_000);
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
