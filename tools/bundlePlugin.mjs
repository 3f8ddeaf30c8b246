// The plugin as one file, which starts in a third of the time of its modules: plugin/dist/pulumi-resource-ens.js,
// and beside it the licences of what is in it.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bundledPackages, notices } from "./notices.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const directory = path.join(root, "plugin/dist");
const bundle = path.join(directory, "pulumi-resource-ens.js");

/** Does nothing where the bundle is newer than what it is made of. */
export async function bundlePlugin() {
  if (!isStale()) return;
  const { metafile, code } = await makeBundle();
  put("THIRD-PARTY-NOTICES.txt", notices(bundledPackages(metafile, root)));
  // Last, because its time says that all is there.
  put("pulumi-resource-ens.js", code);
}

/** The bundle, and what it is made of. */
export async function makeBundle() {
  const { build } = await import("esbuild");
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ["plugin/dist/main.js"],
    outfile: bundle,
    write: false,
    metafile: true,
    bundle: true,
    platform: "node",
    target: "node20.19",
    minifySyntax: true,
    minifyWhitespace: true,
    // A single executable has no file beside it.
    define: {
      PLUGIN_SCHEMA: JSON.stringify(read("schema.json")),
      PLUGIN_VERSION: JSON.stringify(JSON.parse(read("package.json")).version),
    },
    external: [
      // Used where it is installed beside the program.
      "@alicloud/ens20171110",
      // For channelz, a debugging service of gRPC's library that nobody asks for.
      "@grpc/proto-loader",
    ],
    logLevel: "warning",
  });
  return { metafile, code: outputFiles[0]?.text ?? "" };
}

/**
 * Puts a file there in one move, so that nobody ever reads half of it.
 * @param {string} name
 * @param {string} text
 */
function put(name, text) {
  const file = path.join(directory, name);
  const made = `${file}.${process.pid}`;
  fs.writeFileSync(made, text);
  fs.renameSync(made, file);
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
    "package-lock.json",
    "tools/bundlePlugin.mjs",
    "tools/notices.mjs",
  ];
  return madeOf.some((file) => fs.statSync(path.join(root, file)).mtimeMs > at);
}
