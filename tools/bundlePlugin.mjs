// The plugin as one file, which starts in a third of the time of its modules: plugin/dist/pulumi-resource-ens.js
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const bundle = path.join(root, "plugin/dist/pulumi-resource-ens.js");

/** Does nothing where the bundle is newer than what it is made of. */
export async function bundlePlugin() {
  if (!isStale()) return;
  const { build } = await import("esbuild");
  const made = `${bundle}.${process.pid}`;
  await build({
    entryPoints: [path.join(root, "plugin/dist/main.js")],
    outfile: made,
    bundle: true,
    platform: "node",
    target: "node20.19",
    minifySyntax: true,
    minifyWhitespace: true,
    define: {
      PLUGIN_SCHEMA: JSON.stringify(read("schema.json")),
      PLUGIN_VERSION: JSON.stringify(JSON.parse(read("package.json")).version),
    },
    // Used where it is installed beside the program.
    external: ["@alicloud/ens20171110"],
    logLevel: "warning",
  });
  fs.renameSync(made, bundle);
}

/** @param {string} file */
function read(file) {
  return fs.readFileSync(path.join(root, "plugin", file), "utf8");
}

function isStale() {
  const at = fs.statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const madeOf = [
    "provider/dist/tsconfig.tsbuildinfo",
    "plugin/dist/tsconfig.tsbuildinfo",
    "plugin/schema.json",
    "plugin/package.json",
    "tools/bundlePlugin.mjs",
  ];
  return madeOf.some((file) => fs.statSync(path.join(root, file)).mtimeMs > at);
}
