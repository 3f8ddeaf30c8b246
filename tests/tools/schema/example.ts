import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Api, readApi } from "../../../tools/schema/readApi.mjs";
import { type ObjectSpec, TypeSpecs } from "../../../tools/schema/typeSpecs.mjs";

/** Reads a module that consists of this text. */
function read<Result>(text: string, use: (api: Api, specs: TypeSpecs) => Result): Result {
  const directory = mkdtempSync(path.join(tmpdir(), "pulumi-ens-schema-"));
  try {
    const file = path.join(directory, "index.ts");
    writeFileSync(file, text);
    const api = readApi(file);
    return use(api, new TypeSpecs(api, (name) => `t:index:${name}`));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What the exported interface `Thing` comes to, and the types that it needs. */
export function specOf(text: string): ObjectSpec & { types: TypeSpecs["types"] } {
  return read(text, ({ checker, exports }, specs) => {
    const spec = specs.objectSpec([checker.getDeclaredTypeOfSymbol(exports.get("Thing")!)], "");
    return { ...spec, types: specs.types };
  });
}
