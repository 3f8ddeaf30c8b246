/**
 * What the engine's provider process evaluates, in the program's directory. A constant, so that it never counts as a
 * change, needs no serialised closure, and always runs the installed version (docs/adr/0002-constant-provider.md).
 */
export const PROVIDER = [
  "exports.handler = () => {",
  '  try { return require("@pulumi-ens/sdk/provider").provider; }',
  "  catch (error) {",
  '    if (error.code !== "MODULE_NOT_FOUND") throw error;',
  '    const failure = new Error("this stack has an ENS MigrationPlan, whose provider does not load: " + error.message.split("\\n")[0] +',
  '      ". Install @pulumi-ens/sdk beside the program (npm install) and run the command again");',
  // The host prints both in one line, beside the engine, which shows the message.
  '    failure.toString = () => "ENS MigrationPlan";',
  '    failure.stack = "its provider does not load";',
  "    throw failure;",
  "  }",
  "};",
].join("\n");
