import assert from "node:assert/strict";
import { fixture, large } from "../report/exports";
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

  it("warns of Markdown that no comment holds", async () => {
    const long = await cli(["report", "-f", "markdown"], { input: large(900) });
    assert.equal(long.code, 0);
    assert.match(long.err, /^note: \d+ characters are more than a GitHub comment holds/);
    assert.equal((await cli(["report", "-f", "markdown"], { input: large(50) })).err, "");
  });

  it("writes what a failed preview or an interrupted command has left, and fails", async () => {
    for (const name of ["previewCheckFailed", "previewProgramFailed", "exportInterrupted"]) {
      for (const format of ["terminal", "markdown", "html"]) {
        const { code, out, err } = await cli(["report", "-f", format], { input: fixture(name) });
        assert.equal(code, 1);
        assert.match(out, /good/);
        assert.match(err, /^pulumi-ens report: the report is not complete: \d errors?, which it names\n$/);
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
