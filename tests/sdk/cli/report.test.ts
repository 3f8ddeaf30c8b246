import assert from "node:assert/strict";
import {
  exportOf,
  fixture,
  large,
  ordered,
  outputsOf,
  planned,
  previewOf,
  SATURDAY,
  SCHEDULE,
} from "../report/exports";
import { cli, ROOT } from "./io";

const FILE = `${ROOT}/tests/sdk/report/fixtures/exportSchedule.json`;

describe("pulumi-ens report", () => {
  it("reads a file, or standard input", async () => {
    const input = fixture("exportSchedule");
    const [file, dash, piped] = await Promise.all([
      cli(["report", FILE]),
      cli(["report", "-"], { input }),
      cli(["report"], { input }),
    ]);
    assert.equal(file.code, 0, file.err);
    assert.match(file.out, /^edge-december: 38 moves over 5 days/);
    assert.equal(dash.out, file.out);
    assert.equal(piped.out, file.out);
  });

  it("writes the format that is asked for, or that the file's name says", async () => {
    const formats = await Promise.all([
      cli(["report", FILE, "--format", "html", "--title", "December"]),
      cli(["report", FILE, "-f", "markdown"]),
      cli(["report", FILE, "-o", "timeline.html"]),
      cli(["report", FILE, "-o", "timeline.MD"]),
      cli(["report", FILE, "-o", "timeline.txt"]),
      cli(["report", FILE, "-o", "timeline.html", "-f", "terminal"]),
      cli(["report", FILE, "-o", "timeline.pdf", "-f", "html"]),
    ]);
    assert.deepEqual(
      formats.map(({ out, files }) => [out, ...Object.values(files)].join("").slice(0, 15)),
      [
        "<!DOCTYPE html>",
        "## Migration ti",
        "<!DOCTYPE html>",
        "## Migration ti",
        "edge-december: ",
        "edge-december: ",
        "<!DOCTYPE html>",
      ],
    );
    assert.match(formats[0]?.out ?? "", /<h1>December<\/h1>/);
  });

  it("tells times in another zone", async () => {
    const { out } = await cli(["report", FILE, "--time-zone", "Europe/Berlin"]);
    assert.match(out, /^Friday 2026-12-04, Europe\/Berlin: 7 moves, 1 instance does not move$/m);
    const { code, err } = await cli(["report", FILE, "--time-zone", "Mars"]);
    assert.equal(code, 2);
    assert.match(err, /--time-zone must be a time zone as Area\/City, .*, not "Mars"$/m);
  });

  it("refuses an offset as a zone, and says which zone is meant", async () => {
    const { code, err } = await cli(["report", FILE, "-z", "+08:00"]);
    assert.equal(code, 2);
    assert.match(err, /--time-zone must be .*, not "\+08:00"; did you mean Asia\/Shanghai\?$/m);
  });

  it("colours a terminal, and nothing else", async () => {
    const coloured = async (around: object, ...more: string[]): Promise<boolean> =>
      (await cli(["report", FILE, ...more], around)).out.includes("\u001b");
    assert.deepEqual(
      await Promise.all([
        coloured({ outputIsTerminal: true, columns: 100 }),
        coloured({ outputIsTerminal: false }),
        coloured({ outputIsTerminal: true, env: { NO_COLOR: "1" } }),
        coloured({ outputIsTerminal: true, env: { NO_COLOR: "" } }),
        coloured({ outputIsTerminal: true, env: { TERM: "dumb" } }),
        coloured({ outputIsTerminal: true }, "--format", "markdown"),
      ]),
      [true, false, false, true, false, false],
    );
    const { files } = await cli(["report", FILE, "-o", "a.txt"], { outputIsTerminal: true });
    assert.ok(!files["a.txt"]?.includes("\u001b"));
  });

  it("refuses a file whose name says no format that there is, before it reads anything", async () => {
    for (const [name, reason] of [
      [
        "x.pdf",
        /--output x\.pdf: the ending \.pdf does not say which format; use \.txt, \.md, .*, or set --format$/m,
      ],
      ["report", /--output report: a name without an ending does not say which format/],
      ["x.constructor", /the ending \.constructor/],
      ["", /--output must not be empty/],
    ] as const) {
      const { code, out, err, files } = await cli(["report", "nowhere.json", "-o", name]);
      assert.deepEqual([code, out, files], [2, "", {}]);
      assert.match(err, reason);
    }
  });

  it("exits with 2 for every usage error", async () => {
    for (const args of [
      ["a", "b"],
      ["--colour"],
      ["-f", "pdf"],
      ["-f"],
      ["--short", "-f", "html"],
      ["--fail-on", "moves"],
      ["--fail-on", "abandon,"],
      ["--fail-on", "moves>-1"],
      ["-z", "Mars"],
      [],
    ]) {
      const { code, err } = await cli(["report", ...args]);
      assert.equal(code, 2, args.join(" "));
      assert.match(err, /See pulumi-ens report --help\n$/);
    }
  });

  it("says how to write a condition that a shell would take for a redirection", async () => {
    const { err } = await cli(["report", "--fail-on", "abandon,moves"]);
    assert.match(err, /not "moves"; in a shell, write it in quotes: 'moves>50'/);
  });

  it("says which file cannot be written", async () => {
    const { code, err } = await cli(["report", FILE, "-o", "a.md"], {
      writeFile: () => Promise.reject(new Error("EACCES: permission denied")),
    });
    assert.deepEqual(
      [code, err],
      [1, "pulumi-ens report: a.md cannot be written: EACCES: permission denied\n"],
    );
  });

  it("is short where that is asked for, as text too", async () => {
    const { out, code } = await cli(["report", FILE, "--short"]);
    assert.equal(code, 0);
    assert.match(out, /^edge-december: 38 moves[^]*\n {2}Saturday 2026-12-19, Asia\/Shanghai: 10 moves\n/);
    assert.doesNotMatch(out, /INSTANCE|window/);
    const { files } = await cli(["report", FILE, "-s", "-o", "a.md"]);
    assert.ok((files["a.md"] ?? "").length < 1_000, files["a.md"]);
  });

  describe("with --fail-on", () => {
    const SCHEDULED = { opsType: "scheduled", planTime: SATURDAY } as const;
    const preview = previewOf(
      { planned: [planned(9)], migrations: { "e-9": ordered(9, "Scheduled") } },
      {
        schedule: SCHEDULE,
        planned: [
          planned(1, { instanceName: "web-1", terms: { ...SCHEDULED, dataPolicy: "abandon" } }),
          planned(2, {
            terms: { ...SCHEDULED, planTime: SATURDAY + 10 * 3_600_000, dataPolicy: "try_transfer" },
          }),
          planned(9),
        ],
      },
    );
    const gate = async (conditions: string, input = preview) => {
      const { code, err, out } = await cli(["report", "--fail-on", conditions], { input });
      assert.match(out, /day 2026|secret|not known/, "the report is written all the same");
      return [code, ...err.trim().split("\n").filter(Boolean)];
    };

    it("exits with 3 and names condition and events, for each that applies", async () => {
      const prefix = "pulumi-ens report: --fail-on";
      assert.deepEqual(await gate("abandon"), [
        3,
        `${prefix} abandon: 1 instance loses its local data: e-1 (web-1, i-1)`,
      ]);
      assert.deepEqual(await gate("outside-window, moves>1"), [
        3,
        `${prefix} outside-window: 1 move outside the plan's windows: e-2 (i-2)`,
        `${prefix} moves>1: 2 moves: e-1 (web-1, i-1), e-2 (i-2)`,
      ]);
      assert.deepEqual(await gate("moves>2"), [0], "what stands already is not ordered again");
      const twice = await cli(["report", "--fail-on", "moves>2", "--fail-on", "moves>0"], { input: preview });
      assert.equal(twice.code, 3);
    });

    it("counts in a state what is still to move, and passes where that is none", async () => {
      const done = { "e-1": ordered(1, "Executed"), "e-2": ordered(2, "Scheduled") };
      const state = exportOf({ planned: [planned(1), planned(2)], migrations: done });
      assert.deepEqual((await gate("moves>0", state)).slice(0, 1), [3]);
      assert.deepEqual(await gate("moves>1,abandon,outside-window", state), [0]);
    });

    it("fails over a plan that it cannot judge", async () => {
      const secret = exportOf({ inputs: { planned: "[secret]" } });
      assert.deepEqual(await gate("abandon", secret), [
        3,
        "pulumi-ens report: --fail-on cannot judge plan edge: its events are secret",
      ]);
      assert.match(
        (await gate("abandon", fixture("previewCreate"))).join(),
        /cannot judge plan late: not all of its events/,
      );
    });

    it("fails where outputs do not have the windows, and only over a condition about them", async () => {
      const outputs = JSON.stringify({
        edge: outputsOf({ migrations: { "e-1": ordered(1, "Scheduled") } }),
        done: outputsOf({ migrations: { "e-2": ordered(2, "Executed") } }),
      });
      assert.deepEqual(await gate("abandon,moves>1", outputs), [0]);
      const [code, reason, ...others] = await gate("outside-window", outputs);
      assert.deepEqual([code, others], [3, []]);
      assert.match(
        String(reason),
        /cannot judge plan edge: .* do not have its windows\. Give .*"pulumi stack export"/,
      );
    });

    it("fails over an order of which ENS does not show the data policy", async () => {
      const kept = { "e-1": ordered(1, "Scheduled", { ordered: { state: "observed", basis: "Jx0k_2aQ" } }) };
      const state = exportOf({ planned: [planned(1)], migrations: kept });
      assert.deepEqual(await gate("moves>5", state), [0]);
      assert.deepEqual(await gate("abandon", state), [
        3,
        "pulumi-ens report: --fail-on cannot judge plan edge: " +
          "ENS does not show the data policy of an order that this plan did not place: e-1 (i-1)",
      ]);
    });

    it("leaves exit code 1 to a report that is not complete", async () => {
      assert.equal(
        (await cli(["report", "--fail-on", "moves>0"], { input: fixture("previewProgramFailed") })).code,
        1,
      );
    });
  });

  it("warns of Markdown that no comment holds", async () => {
    const long = await cli(["report", "-f", "markdown"], { input: large(900) });
    assert.equal(long.code, 0);
    assert.match(
      long.err,
      /^note: \d+ characters are more than a GitHub comment holds \(65536\)\. For a comment, use --short\n$/,
    );
    assert.equal((await cli(["report", "-f", "markdown"], { input: large(50) })).err, "");
  });

  it("writes what a failed preview or an interrupted command has left, and fails", async () => {
    for (const name of ["previewCheckFailed", "previewProgramFailed", "exportInterrupted"]) {
      for (const format of ["terminal", "markdown", "html"]) {
        const { code, out, err } = await cli(["report", "-f", format], { input: fixture(name) });
        assert.equal(code, 1);
        assert.match(out, /good/);
        const where = format === "terminal" ? 'see the lines that begin with "!"' : "it says why";
        assert.equal(err, `pulumi-ens report: the report is not complete; ${where}\n`);
        if (format === "terminal") assert.match(out, /^! /m);
      }
    }
    const { code, files } = await cli(["report", "-o", "a.md"], { input: fixture("previewDiffFailed") });
    assert.equal(code, 1);
    assert.match(files["a.md"] ?? "", /### other \(preview failed\)/);
  });

  it("reads what shells of Windows write: UTF-16 of either order, and byte order marks", async () => {
    const text = fixture("exportSchedule").replaceAll("database backup", "数据库备份");
    const expected = await cli(["report"], { input: text });
    assert.match(expected.out, /数据库备份/);
    const little = Buffer.from(text, "utf16le");
    const big = Buffer.from(little).swap16();
    const inputs = [
      Buffer.from(`\uFEFF${text}`),
      Buffer.concat([Buffer.of(0xff, 0xfe), little]),
      Buffer.concat([Buffer.of(0xfe, 0xff), big]),
      little,
      big,
      Buffer.from(text.replaceAll("\n", "\r\n")),
      Buffer.from(`\uFEFF${text.replaceAll("\n", "\r\n")}`, "utf16le"),
      Buffer.from(`PS C:\\edge> pulumi preview --json\r\n${text}`, "utf16le"),
    ];
    for (const input of inputs) {
      const piped = await cli(["report"], { input });
      assert.deepEqual([piped.code, piped.out], [0, expected.out]);
      const file = await cli(["report", "preview.json"], { readFile: () => Promise.resolve(input) });
      assert.equal(file.out, expected.out);
    }
    assert.match((await cli(["report"], { input: Buffer.of() })).err, /there is nothing to read/);
  });

  it("fails over what it cannot read", async () => {
    const missing = await cli(["report", "nowhere.json"]);
    assert.equal(missing.code, 1);
    assert.match(missing.err, /^pulumi-ens report: nowhere\.json cannot be read: ENOENT/);
    const wrong = await cli(["report"], { input: "Previewing update (dev):\n" });
    assert.deepEqual([wrong.code, wrong.out], [1, ""]);
    assert.match(wrong.err, /without --json/);
  });
});
