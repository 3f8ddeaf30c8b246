import assert from "node:assert/strict";
import { readReport, toTerminal } from "../../../../sdk/src/report/index";
import { exportOf, fixture, large, ordered, planned } from "../exports";

const ESCAPE = "\u001b";

describe("the report in a terminal", () => {
  it("refuses options that there are not, and says what was meant", () => {
    const report = readReport(fixture("previewSchedule"));
    const wrong = { color: true, width: "80" } as object;
    assert.throws(() => toTerminal(report, wrong), {
      name: "TypeError",
      message: /^toTerminal:\n {2}color .* did you mean colour\?\n {2}width must be a number of columns$/,
    });
    assert.doesNotThrow(() => toTerminal(report, { width: Number.POSITIVE_INFINITY }));
  });

  it("answers what moves on Saturday in one line", () => {
    const text = toTerminal(readReport(fixture("previewSchedule")));
    assert.match(
      text,
      /^Saturday 2026-12-05, Asia\/Shanghai: 8 moves\n {2}wave 1: 1, wave 2: 4, wave 3: 3$/m,
    );
    assert.match(text, /^ {2}window 01:00–04:00 \(cutoff: no start from 03:30\)$/m);
    assert.match(text, /^ {2}excluded 03:00–03:30: database backup$/m);
  });

  it("is this, for a small plan", () => {
    const text = exportOf({
      planned: [
        planned(1, { group: "beijing" }),
        planned(2, {
          group: "beijing",
          terms: { opsType: "immediate", dataPolicy: "try_transfer" },
          password: "given",
        }),
      ],
      migrations: { "e-1": ordered(1, "Scheduled") },
    });
    assert.equal(
      toTerminal(readReport(text)),
      [
        "edge: 2 moves: 1 immediately, 1 on Saturday 2026-12-05, Asia/Shanghai",
        "  ● 1 Scheduled  ○ 1 Planned",
        "",
        "Immediately: 1 move",
        "  beijing: 1",
        "  INSTANCE  GROUP    DATA          STATUS     EVENT",
        "  i-2       beijing  try_transfer  ○ Planned  e-2    sets the password that the event gives",
        "",
        "Saturday 2026-12-05, Asia/Shanghai: 1 move",
        "  beijing: 1",
        "  LOCAL  UTC               INSTANCE  GROUP    DATA            STATUS       EVENT",
        "  01:30  2026-12-04 17:30  i-1       beijing  force_transfer  ● Scheduled  e-1    ENS sets a random password",
        "",
      ].join("\n"),
    );
  });

  it("says what all instances share once", () => {
    const lines = toTerminal(readReport(exportOf({ planned: [planned(1), planned(2)] }))).split("\n");
    assert.ok(lines.includes("  all of them: force_transfer, ENS sets a random password"));
    assert.equal(lines.filter((line) => line.includes("force_transfer")).length, 1);
  });

  it("sums up the days of several plans", () => {
    const text = toTerminal(readReport(fixture("export")));
    assert.match(text, /^All plans\n {2}Saturday 2026-12-05: 3 moves \(edge: 3\)\n/);
  });

  for (const width of [40, 60, 80, 100, 120, 160]) {
    it(`keeps to ${width} columns, and to what matters`, () => {
      for (const name of ["export", "exportPartial", "previewUpdate", "exportSchedule"]) {
        const lines = toTerminal(readReport(fixture(name)), { width }).split("\n");
        // A single id or status may be longer than a very narrow terminal.
        const tooLong = lines.filter((line) => line.length > Math.max(width, 58));
        assert.deepEqual(tooLong, [], name);
        assert.ok(lines.some((line) => /i-0+1 .*(Executed|Scheduled)/.test(line)));
      }
    });
  }

  it("is coloured only where it is asked to be", () => {
    const report = readReport(fixture("export"));
    const coloured = toTerminal(report, { colour: true });
    assert.ok(coloured.includes(`${ESCAPE}[31m✖ Failed`));
    assert.equal(coloured.replace(/\p{Cc}\[[\d;]*m/gu, ""), toTerminal(report));
  });

  it("lets no text of others drive the terminal", () => {
    const evil = planned(1, { group: `a\u202eb${ESCAPE}[2J\u0007\r\ny` });
    assert.doesNotMatch(toTerminal(readReport(exportOf({ planned: [evil] }))), /[^\P{Cc}\n]|\u202e/u);
  });

  it("keeps columns in line, and lines in the terminal, with Chinese names", () => {
    const names = ["网关-一号", "web-2", "ｗeb缓存"];
    const text = exportOf({
      planned: names.map((instanceName, index) =>
        planned(index, { instanceName, group: "北京".repeat(index) || "x" }),
      ),
    });
    const rows = toTerminal(readReport(text))
      .split("\n")
      .filter((line) => /^ {2}\d\d:/.test(line));
    const before = (line: string) => [...(line.split("○")[0] ?? "")].map((sign) => (sign > "\u2fff" ? 2 : 1));
    const starts = rows.map((line) => before(line).reduce((sum, cells) => sum + cells, 0));
    assert.deepEqual([rows.length, new Set(starts).size], [3, 1], rows.join("\n"));
    const long = exportOf({ name: "计划".repeat(60), planned: [planned(1)] });
    for (const line of toTerminal(readReport(long), { width: 60, short: true }).split("\n").slice(1))
      assert.ok(before(line).length <= 60, line);
  });

  it("has a line for each of 500 instances", () => {
    const text = toTerminal(readReport(large(500)));
    assert.equal(text.match(/^ {2}\d\d:\d\d {2}/gm)?.length, 500);
  });
});
