import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import ts from "typescript";

const EXAMPLES = path.resolve(__dirname, "../../examples");

/** Declarations that the examples share are read once. */
const files = new Map<string, ts.SourceFile | undefined>();

function sharedHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, ...more) => {
    if (!files.has(file)) files.set(file, read(file, ...more));
    return files.get(file);
  };
  return host;
}
describe("the types of the example", function () {
  this.timeout("600s");

  for (const example of [...readdirSync(EXAMPLES), "../plugin/examples"]) {
    const file = path.join(EXAMPLES, example, "tsconfig.json");
    if (!existsSync(file)) continue;
    it(`${example} are right, by its own tsconfig.json`, () => {
      const config = ts.getParsedCommandLineOfConfigFile(file, undefined, {
        ...ts.sys,
        onUnRecoverableConfigFileDiagnostic: ({ messageText }) =>
          assert.fail(`${file}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`),
      });
      assert.ok(config && config.options.strict);
      assert.deepEqual(config.errors, []);
      const program = ts.createProgram(config.fileNames, config.options, sharedHost(config.options));
      const problems = ts.getPreEmitDiagnostics(program);
      assert.equal(ts.formatDiagnostics(problems, ts.createCompilerHost(config.options)), "");
    });
  }
});
