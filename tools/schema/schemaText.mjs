import { fileURLToPath } from "node:url";
import prettier from "prettier";
import { packageSchema } from "./packageSchema.mjs";

export const schemaFile = fileURLToPath(new URL("../../plugin/schema.json", import.meta.url));

/** What the file must hold. */
export async function schemaText() {
  const config = await prettier.resolveConfig(schemaFile);
  return prettier.format(JSON.stringify(packageSchema(), undefined, 2), { ...config, filepath: schemaFile });
}
