import assert from "node:assert/strict";
import path from "node:path";
import ts from "typescript";

const ROOT = path.resolve(__dirname, "../..");
const PROGRAMS = require.resolve("./typedPrograms");

/** What TypeScript says about the programs and about our own declarations; other packages' are none of our business. */
function compile(options: ts.CompilerOptions): string[] {
  const common = { noEmit: true, strict: true, target: ts.ScriptTarget.ES2022, types: ["node"] };
  const program = ts.createProgram([PROGRAMS], { ...common, ...options });
  const ours = program.getSourceFiles().filter(({ fileName }) => !fileName.includes("/node_modules/"));
  assert.ok(ours.length > 1, "our declarations are part of the program");
  return [
    ...program.getOptionsDiagnostics(),
    ...ours.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ].map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    const where = file ? `${path.relative(ROOT, file.fileName)}:${line}` : "options";
    return `${where}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
}

describe("the types of @pulumi-ens/sdk", function () {
  this.timeout("60s");

  it("take and refuse the right programs under the strictest settings", () => {
    const faults = compile({
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noPropertyAccessFromIndexSignature: true,
      noImplicitOverride: true,
      isolatedModules: true,
    });

    assert.deepEqual(faults, []);
  });

  it("take and refuse the same programs with the older module resolution of many Pulumi projects", () => {
    const faults = compile({
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
      target: ts.ScriptTarget.ES2020,
      experimentalDecorators: true,
      noFallthroughCasesInSwitch: true,
      noImplicitReturns: true,
      forceConsistentCasingInFileNames: true,
    });

    assert.deepEqual(faults, []);
  });
});
