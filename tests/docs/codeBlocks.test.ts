import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { parseDocument } from "yaml";
import { findPython } from "../../tools/findPython.mjs";
import { orSkip } from "../orSkip";
import { cli } from "../sdk/cli/io";
import { at, type Block, blocks, pages, ROOT } from "./pages";
import { isTypeScript, moduleOf } from "./programs";

const LANGUAGES = ["ts", "js", "json", "yaml", "python", "go", "bash", "sh", "text"];
const NOTES = [
  "given",
  "changed",
  "before",
  "elsewhere",
  "file",
  "later",
  "output",
  "planned",
  "failures",
  "plannedLines",
  "migrationLines",
];

describe("the code on the pages", function () {
  this.timeout("120s");
  const all = pages().flatMap(blocks);
  const of = (...languages: string[]) => all.filter(({ language }) => languages.includes(language));

  it("is in languages that are looked at, with notes that mean something", () => {
    assert.ok(all.length > 60, `${all.length} blocks`);
    const fences = pages().reduce((sum, { text }) => sum + (text.match(/^ *```/gm)?.length ?? 0), 0);
    assert.equal(all.length, fences / 2, "a fence that is not read");
    for (const block of all) {
      assert.ok(LANGUAGES.includes(block.language), `${at(block)}: ${block.language || "no language"}`);
      assert.ok(
        block.note === undefined || NOTES.includes(block.note.word),
        `${at(block)}: ${block.note?.word}`,
      );
    }
  });

  it("compiles: TypeScript", () => {
    const modules = all.filter(isTypeScript);
    assert.deepEqual(problemsOf(modules), []);
  });

  it("finds a mistake in a block, and names its page and line", () => {
    const code = 'new ens.MigrationPlan("a", { events: [], dataPolicy: "keep" });';
    const [problem] = problemsOf([{ page: "docs/x.md", line: 10, language: "ts", code, note: undefined }]);
    assert.match(problem ?? "", /^docs\/x\.md:11: .*"keep"/);
  });

  it("compiles: what only shows what there was before, by its syntax", () => {
    const shown = all.filter(({ language, note }) => language === "ts" && note?.word === "before");
    for (const block of [...shown, ...of("js")]) {
      const { diagnostics = [] } = ts.transpileModule(block.code, { reportDiagnostics: true });
      assert.deepEqual(
        diagnostics.map(({ messageText }) => messageText),
        [],
        at(block),
      );
    }
  });

  it("parses: JSON and YAML", () => {
    for (const block of of("json")) assert.doesNotThrow(() => JSON.parse(block.code) as unknown, at(block));
    for (const block of of("yaml")) assert.deepEqual(parseDocument(block.code).errors, [], at(block));
  });

  it("parses: Python", async function () {
    const python = await orSkip(this, async () => {
      const { command } = (await findPython()) ?? {};
      return command ?? assert.fail("Python is not installed");
    });
    for (const block of of("python")) {
      const parse = ["-c", "import ast, sys; ast.parse(sys.stdin.read())"];
      assert.doesNotThrow(() => execFileSync(python, parse, { input: block.code, stdio: "pipe" }), at(block));
    }
  });

  it("parses, and has the form that gofmt gives: Go", async function () {
    const gofmt = (input: string) => execFileSync("gofmt", { input, encoding: "utf8", stdio: "pipe" });
    await orSkip(this, () => Promise.resolve().then(() => gofmt("package main\n")));
    for (const block of of("go")) assert.equal(gofmt(`${block.code}\n`), `${block.code}\n`, at(block));
  });

  it("parses: shell", () => {
    for (const block of of("bash", "sh")) {
      assert.doesNotThrow(
        () => execFileSync("bash", ["-n"], { input: block.code, stdio: "pipe" }),
        at(block),
      );
    }
  });

  it("names npm scripts, commands and options that there are", async () => {
    // A page beside a package.json may also name that one's.
    const scriptsIn = (directory: string): string[] => {
      const file = path.join(ROOT, directory, "package.json");
      if (!existsSync(file)) return [];
      const { scripts = {} } = JSON.parse(readFileSync(file, "utf8")) as { scripts?: Record<string, string> };
      return Object.keys(scripts);
    };
    let commands = 0;
    for (const block of of("bash", "sh")) {
      for (const [, script = ""] of block.code.matchAll(/\bnpm run (?:--prefix \S+ )?([\w:-]+)/g)) {
        const scripts = [...scriptsIn("."), ...scriptsIn(path.dirname(block.page))];
        assert.ok(scripts.includes(script), `${at(block)}: npm run ${script}`);
      }
      for (const [, command = "", rest = ""] of block.code.matchAll(/\bpulumi-ens ([\w-]+)([^|\n#]*)/g)) {
        commands += 1;
        const { code, out } = await cli([command, "--help"]);
        assert.equal(code, 0, `${at(block)}: pulumi-ens ${command}`);
        for (const [option] of rest.matchAll(/(?<= )--?[a-z][a-z-]*/g))
          assert.match(out, new RegExp(`(?:^|[ ,])${option}\\b`, "m"), `${at(block)}: ${command} ${option}`);
      }
    }
    assert.ok(commands > 5);
  });
});

/** What the compiler says of blocks, each as a module beside the others, at the lines of their pages. */
function problemsOf(modules: readonly Block[]): string[] {
  const files = new Map(modules.map((block, index) => [path.join(ROOT, `block${index}.ts`), block]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    esModuleInterop: true,
    skipLibCheck: true,
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const [getSourceFile, fileExists, readFile] = [
    host.getSourceFile.bind(host),
    host.fileExists.bind(host),
    host.readFile.bind(host),
  ];
  host.fileExists = (file) => files.has(path.normalize(file)) || fileExists(file);
  host.readFile = (file) => textOf(file) ?? readFile(file);
  host.getSourceFile = (file, ...more) => {
    const text = textOf(file);
    return text === undefined
      ? getSourceFile(file, ...more)
      : ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    const block = diagnostic.file && files.get(path.normalize(diagnostic.file.fileName));
    if (!block || !diagnostic.file) return message;
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
    const hidden = moduleOf(block).slice(0, moduleOf(block).lastIndexOf(block.code)).split("\n").length - 1;
    return `${block.page}:${block.line + 1 + line - hidden}: ${message}`;
  });

  function textOf(file: string): string | undefined {
    const block = files.get(path.normalize(file));
    return block && moduleOf(block);
  }
}
