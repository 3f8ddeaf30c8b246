import path from "node:path";
import ts from "typescript";

/**
 * Pulumi's types as the schema sees them: an input and an output are the value itself. Without the real ones, reading takes a
 * second instead of five.
 */
const PULUMI = `
export type Input<T> = T;
export type Output<T> = T;
export type CustomResourceOptions = object;
export class CustomResource {}
`;

const PULUMI_FILE = "/@pulumi/pulumi.d.ts";

/**
 * @typedef {object} Api
 * @property {ts.TypeChecker} checker
 * @property {Map<string, ts.Symbol>} exports   by name
 */

/**
 * What a module exports, with its types and docstrings.
 * @param {string} file
 * @returns {Api}
 */
export function readApi(file) {
  /** @type {ts.CompilerOptions} */
  const options = {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === PULUMI_FILE || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === PULUMI_FILE
      ? ts.createSourceFile(name, PULUMI, ts.ScriptTarget.ES2022)
      : getSourceFile(name, ...rest);
  host.resolveModuleNameLiterals = (literals, from, redirected, settings) =>
    literals.map(({ text }) =>
      text === "@pulumi/pulumi"
        ? { resolvedModule: { resolvedFileName: PULUMI_FILE, extension: ts.Extension.Dts } }
        : ts.resolveModuleName(text, from, settings, host, undefined, redirected),
    );
  const program = ts.createProgram([file], options, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${path.basename(file)} exports nothing, or cannot be read`);
  const exports = checker.getExportsOfModule(module).map((symbol) => {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return /** @type {const} */ ([symbol.name, isAlias ? checker.getAliasedSymbol(symbol) : symbol]);
  });
  return { checker, exports: new Map(exports) };
}
