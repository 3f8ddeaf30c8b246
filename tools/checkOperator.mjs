// Checks gitops/kubernetes against the schemas of the Pulumi Kubernetes Operator: npm run check:operator
//
//   node tools/checkOperator.mjs [--crds DIRECTORY] [FILE...]
//
// The schemas are in the operator's Go module, which Go fetches; --crds names a directory that has them already.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse, parseAllDocuments } from "yaml";
import { checkSchema } from "./checkers.mjs";

const OPERATOR = "github.com/pulumi/pulumi-kubernetes-operator/v2@v2.9.0";
const MANIFESTS = fileURLToPath(new URL("../gitops/kubernetes", import.meta.url));
/** Kubernetes' own kinds, whose schemas the operator does not have. */
const OTHERS = ["v1 Secret", "v1 ServiceAccount", "rbac.authorization.k8s.io/v1 ClusterRoleBinding"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { crds: { type: "string" } },
});
const files = positionals.length > 0 ? positionals : yamlFiles(MANIFESTS);
const schemas = readSchemas(values.crds ?? fetchSchemas());
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-ens-operator-"));
let checked = 0;
try {
  for (const file of files) {
    for (const document of parseAllDocuments(fs.readFileSync(file, "utf8")))
      await check(file, document.toJS());
  }
} finally {
  fs.rmSync(scratch, { recursive: true });
}
if (checked === 0 && process.exitCode === undefined) {
  console.error("None of the files has a resource of the operator.");
  process.exitCode = 1;
}

/**
 * @param {string} file
 * @param {{ apiVersion: string, kind: string, metadata?: { name?: string } }} object
 */
async function check(file, object) {
  const kind = `${object.apiVersion} ${object.kind}`;
  if (OTHERS.includes(kind)) return;
  const name = `${path.basename(file)}: ${kind} ${object.metadata?.name}`;
  const schema = schemas.get(kind);
  const problems = schema ? await problemsOf(object, schema) : [`the operator does not define ${kind}`];
  if (schema) checked += 1;
  console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${name}`);
  for (const problem of problems) console.log(`       ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

/**
 * @param {unknown} object
 * @param {unknown} schema
 */
async function problemsOf(object, schema) {
  const [instance, schemaFile] = ["object.json", "schema.json"].map((name) => path.join(scratch, name));
  if (!instance || !schemaFile) throw new Error("unreachable");
  fs.writeFileSync(instance, JSON.stringify(object));
  fs.writeFileSync(schemaFile, JSON.stringify(schema));
  const problems = await checkSchema(["--schemafile", schemaFile, instance]);
  return problems
    .map((problem) => problem.replaceAll(instance, "").trim())
    .filter((problem) => problem !== "");
}

function fetchSchemas() {
  try {
    const answer = execFileSync("go", ["mod", "download", "-json", OPERATOR], {
      encoding: "utf8",
      cwd: os.tmpdir(), // no go.mod takes part
      stdio: ["ignore", "pipe", "pipe"],
    });
    return path.join(JSON.parse(answer).Dir, "deploy", "crds");
  } catch (error) {
    const { stdout, message } = /** @type {{ stdout?: string, message: string }} */ (error);
    const reason = stdout ? JSON.parse(stdout).Error : message;
    console.error(`The operator's schemas cannot be fetched (${OPERATOR}):\n${reason}`);
    console.error(
      "Install Go (https://go.dev/doc/install), or use --crds with a copy of the operator's deploy/crds.",
    );
    process.exit(1);
  }
}

/**
 * The schemas by API version and kind, made strict: the operator drops what it does not know, and we want to hear of it.
 * @param {string} directory
 * @returns {Map<string, unknown>}
 */
function readSchemas(directory) {
  const found = new Map();
  for (const file of yamlFiles(directory)) {
    const { spec } = parse(fs.readFileSync(file, "utf8"));
    for (const { name, schema } of spec.versions)
      found.set(`${spec.group}/${name} ${spec.names.kind}`, strict(schema.openAPIV3Schema, true));
  }
  return found;
}

/**
 * @param {any} schema       in the dialect of CustomResourceDefinitions
 * @param {boolean} [root]   Kubernetes itself knows the top's `metadata`
 * @returns {unknown} a JSON schema
 */
function strict(schema, root = false) {
  if (Array.isArray(schema)) return schema.map((each) => strict(each));
  if (typeof schema !== "object" || schema === null) return schema;
  if (schema["x-kubernetes-int-or-string"]) return { type: ["integer", "string"] };
  const { properties, ...rest } = schema;
  const open = schema["x-kubernetes-preserve-unknown-fields"] || "additionalProperties" in schema;
  return {
    ...Object.fromEntries(
      Object.entries(rest)
        .filter(([key]) => key !== "default" && key !== "format")
        .map(([key, value]) => [key, strict(value)]),
    ),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [
          key,
          root && key === "metadata" ? {} : strict(value),
        ]),
      ),
      ...(!open && { additionalProperties: false }),
    }),
  };
}

/** @param {string} directory */
function yamlFiles(directory) {
  return fs
    .readdirSync(directory)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => path.join(directory, file));
}
