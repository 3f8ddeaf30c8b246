// What the provider of a program costs the process that hosts it: the time to load it, memory, and the modules it brings.
import { createRequire } from "node:module";
import path from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";

/** @type {{ provider: "plan" | "empty"; event: object }} */
const { provider: which, event } = JSON.parse(process.argv[2] ?? "");

const ROOT = path.resolve(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
/** @type {(code: string) => { handler: () => Record<string, (...args: unknown[]) => Promise<unknown>> }} */
const evaluate = ofPulumi("require-from-string");

// The real host, which also serves here: everything it needs is loaded before the provider.
require("@pulumi/pulumi/cmd/dynamic-provider");

const EMPTY = "exports.handler = () => ({ check: async (olds, news) => ({ inputs: news }) });";
const code = which === "plan" ? require("../../sdk/dist/providerString.js").PROVIDER : EMPTY;

const before = snapshot();
const start = performance.now();
const provider = evaluate(code).handler();
const loadMs = performance.now() - start;
const loaded = snapshot();

const checkStart = performance.now();
const inputs = { label: "bench", dataPolicy: "force_transfer", events: [JSON.stringify(event)] };
await provider.check?.({}, inputs);
const checkMs = performance.now() - checkStart;
const checked = snapshot();

const came = newModules(before, loaded);
console.log(
  JSON.stringify({
    loadMs,
    loadMB: megabytes(before.rss, loaded.rss),
    checkMs,
    checkedMB: megabytes(before.rss, checked.rss),
    own: came.filter((name) => /^(?:provider|sdk)\//.test(name)),
    foreign: came.filter((name) => !/^(?:provider|sdk)\//.test(name)),
  }),
);
process.exit();

function snapshot() {
  return {
    rss: process.memoryUsage().rss,
    files: Object.keys(require.cache),
    // The one list of Node's own modules that have been loaded; deprecated in nothing but name.
    builtins: /** @type {string[]} */ (Reflect.get(process, "moduleLoadList") ?? [])
      .filter((name) => name.startsWith("NativeModule ") && !name.includes("internal"))
      .map((name) => `node:${name.slice("NativeModule ".length)}`),
  };
}

/**
 * @param {number} from
 * @param {number} to
 */
function megabytes(from, to) {
  return (to - from) / 1024 / 1024;
}

/**
 * Packages and Node's own modules by name, this project's files by path.
 * @param {ReturnType<typeof snapshot>} from
 * @param {ReturnType<typeof snapshot>} to
 */
function newModules(from, to) {
  const known = new Set([...from.files, ...from.builtins]);
  const names = [...to.files, ...to.builtins].filter((name) => !known.has(name)).map(nameOf);
  return [...new Set(names)].sort();
}

/** @param {string} file */
function nameOf(file) {
  if (file.startsWith("node:")) return file;
  const parts = path.relative(ROOT, file).split(path.sep);
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return parts.join("/");
  const [scope = "", name = ""] = parts.slice(at + 1);
  return scope.startsWith("@") ? `${scope}/${name}` : scope;
}
