import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments, stringify } from "yaml";
import { checkSchema } from "../../tools/checkers.mjs";
import { accepted, event, type Fixture, inDays, scenario, writes } from "../engine/fixture";
import { succeeds } from "../engine/outcome";
import type { YamlProgram } from "../engine/stack";
import { orSkip } from "../orSkip";
import { bash } from "./bash";
import { pipelineEnvironment } from "./pipelineEnvironment";

const ROOT = path.resolve(__dirname, "../..");

interface EnvironmentReference {
  type: "Secret" | "Literal";
  secret?: { name: string; key: string };
  literal?: { value: string };
}

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  stringData?: Record<string, string>;
  spec?: {
    envRefs?: Record<string, EnvironmentReference>;
    env?: { name: string; value?: string; valueFrom?: { secretKeyRef: { name: string; key: string } } }[];
    preview?: boolean;
    refresh?: boolean;
    continueResyncOnCommitMatch?: boolean;
    destroyOnFinalize?: boolean;
    useLocalStackOnly?: boolean;
    programRef?: { name: string };
    workspaceTemplate?: { spec: { image: string } };
  };
  /** Of a Program. */
  program?: YamlProgram;
}

async function manifests(file: string): Promise<Manifest[]> {
  const text = await readFile(path.join(ROOT, "gitops/kubernetes", file), "utf8");
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

async function named(file: string, kind: string, name: string): Promise<Manifest> {
  const found = (await manifests(file)).find((each) => each.kind === kind && each.metadata.name === name);
  assert.ok(found, `${file} has no ${kind} ${name}`);
  return found;
}

/** What the variables of a manifest's workspace come from: `secret/key`, or a plain value. */
function sources({ spec }: Manifest): Record<string, { secret: string; key: string } | { value: string }> {
  const references = Object.entries(spec?.envRefs ?? {}).map(([name, { secret, literal }]) => [
    name,
    secret ? { secret: secret.name, key: secret.key } : { value: literal?.value ?? "" },
  ]);
  const variables = (spec?.env ?? []).map(({ name, value, valueFrom }) => [
    name,
    valueFrom
      ? { secret: valueFrom.secretKeyRef.name, key: valueFrom.secretKeyRef.key }
      : { value: value ?? "" },
  ]);
  return Object.fromEntries([...references, ...variables]) as ReturnType<typeof sources>;
}

describe("the manifests for the Pulumi Kubernetes Operator", function () {
  this.timeout("600s");

  it("take credentials from Secrets that credentials.yaml has, and nowhere else", async () => {
    const secrets = new Map(
      (await manifests("credentials.yaml")).map((each) => [each.metadata.name, each.stringData ?? {}]),
    );
    for (const values of secrets.values())
      assert.deepEqual(new Set(Object.values(values)), new Set(["replace-me"]), "nothing real is in it");
    const files = ["stack.yaml", "workspace.yaml", "program.yaml"];
    const objects = (await Promise.all(files.map(manifests))).flat();
    const expected = {
      "ens-production": "ens-order",
      "ens-production-drift": "ens-read",
      "ens-workbench": "ens-read",
      "ens-migrations": "ens-order",
    };
    const found = objects
      .filter(({ kind }) => kind === "Stack" || kind === "Workspace")
      .map((object) => {
        const names = new Set<string>();
        for (const [variable, source] of Object.entries(sources(object))) {
          if (!("secret" in source)) {
            assert.doesNotMatch(
              variable,
              /KEY|TOKEN|PASS/,
              `${object.metadata.name}: ${variable} is in plain text`,
            );
            continue;
          }
          assert.ok(secrets.get(source.secret)?.[source.key], `${object.metadata.name}: ${variable}`);
          names.add(source.secret);
        }
        return [object.metadata.name, [...names].join(" ")];
      });
    assert.deepEqual(Object.fromEntries(found), expected);
  });

  it("order once for each commit, look for drift without ordering, and destroy nothing", async () => {
    const order = (await named("stack.yaml", "Stack", "ens-production")).spec;
    const drift = (await named("stack.yaml", "Stack", "ens-production-drift")).spec;
    assert.equal(order?.continueResyncOnCommitMatch, false);
    assert.equal(drift?.preview, true);
    assert.equal(drift.continueResyncOnCommitMatch, true);
    const program = (await named("program.yaml", "Stack", "ens-migrations")).spec;
    assert.equal(program?.continueResyncOnCommitMatch, false);
    for (const spec of [order, drift, program]) {
      assert.equal(spec.refresh, true);
      assert.equal(spec.destroyOnFinalize, false);
      assert.equal(spec.useLocalStackOnly, true);
    }
  });

  /** What a command of the workspace finds: only what the Stack names, and what the machine has. */
  async function workspaceEnvironment(world: Fixture, object: Manifest): Promise<NodeJS.ProcessEnv> {
    const values: Record<string, string> = {
      accessKey: world.emulator.accessKeyId,
      secretKey: world.emulator.accessKeySecret,
      pulumiAccessToken: "",
    };
    const machine = Object.entries(await pipelineEnvironment(world));
    return {
      ...Object.fromEntries(machine.filter(([key]) => !/^(ALICLOUD|ALIBABA_CLOUD)_/.test(key))),
      ...Object.fromEntries(
        Object.entries(sources(object)).map(([variable, source]) => [
          variable,
          "secret" in source ? values[source.key] : source.value,
        ]),
      ),
    };
  }

  /** As the operator calls it. */
  const UP = "pulumi up --stack dev --refresh --yes --skip-preview --non-interactive";

  it("give the provider what it needs: what the operator then runs orders", function () {
    if (process.platform === "win32") this.skip(); // The operator's pods are Linux.
    const planned = event(1);
    return scenario({ events: [planned] }, async (world) => {
      const { stack, emulator } = world;
      const run = async (line: string, name: string): Promise<string> => {
        const env = await workspaceEnvironment(world, await named("stack.yaml", "Stack", name));
        return succeeds(bash(line, { cwd: stack.directory, env }));
      };
      await stack.plans({
        edge: { dataPolicy: "force_transfer", events: [{ ...planned, planTime: inDays(3) }] },
      });
      await run("pulumi preview --stack dev --refresh --non-interactive", "ens-production-drift");
      assert.equal(writes(emulator), 0);
      await run(UP, "ens-production");
      assert.deepEqual(accepted(emulator), { [planned.eventId]: 1 });
    });
  });

  it("order what a Program in the cluster says, with the plugin of the image", async function () {
    if (process.platform === "win32") this.skip(); // The operator's pods are Linux.
    const object = await named("program.yaml", "Stack", "ens-migrations");
    const { program } = await named("program.yaml", "Program", object.spec?.programRef?.name ?? "");
    assert.ok(program);
    const [cache, other] = [event(1), event(2)];
    const instances = [
      { instanceId: cache.resourceId, instanceName: "cache-1", tags: { tier: "cache" } },
      { instanceId: other.resourceId, instanceName: "web-1", tags: { tier: "web" } },
    ];
    await scenario({ events: [cache, other], seed: { instances }, yaml: program }, async (world) => {
      const env = await workspaceEnvironment(world, object);
      const output = await succeeds(bash(UP, { cwd: world.stack.directory, env }));
      assert.match(output, /caches: sending 1 order\b/);
      assert.deepEqual(accepted(world.emulator), { [cache.eventId]: 1 });
    });
  });

  it("take the plugin of this version, and the CLI of the other workspaces, into the image", async () => {
    const file = await readFile(path.join(ROOT, "gitops/kubernetes/Dockerfile"), "utf8");
    const others = (await manifests("stack.yaml")).flatMap(
      ({ spec }) => spec?.workspaceTemplate?.spec.image ?? [],
    );
    assert.deepEqual(new Set(others), new Set([/^FROM (\S+)$/m.exec(file)?.[1]]));
    const { version } = JSON.parse(await readFile(path.join(ROOT, "plugin/package.json"), "utf8")) as {
      version: string;
    };
    const { pluginDownloadURL } = JSON.parse(
      await readFile(path.join(ROOT, "plugin/schema.json"), "utf8"),
    ) as { pluginDownloadURL: string };
    assert.ok(
      file.includes(`\nRUN pulumi plugin install resource ens ${version} --server ${pluginDownloadURL}\n`),
      file,
    );
  });

  describe("npm run check:operator", () => {
    let scratch: string;
    before(async () => (scratch = await mkdtemp(path.join(tmpdir(), "pulumi-ens-operator-"))));
    after(() => rm(scratch, { recursive: true }));

    // In the form of the operator's own, whose Go module only the CI workflow fetches.
    const definition = {
      spec: {
        group: "pulumi.com",
        names: { kind: "Stack" },
        versions: [
          {
            name: "v1",
            schema: {
              openAPIV3Schema: {
                type: "object",
                properties: {
                  apiVersion: { type: "string" },
                  kind: { type: "string" },
                  metadata: { type: "object" },
                  spec: {
                    type: "object",
                    required: ["stack"],
                    properties: {
                      stack: { type: "string" },
                      port: { "x-kubernetes-int-or-string": true },
                      labels: { type: "object", additionalProperties: { type: "string" } },
                      free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
                    },
                  },
                },
              },
            },
          },
        ],
      },
    };

    async function check(
      spec: Record<string, unknown>,
      kind = "Stack",
    ): Promise<{ code: number; output: string }> {
      await writeFile(path.join(scratch, "crd.yaml"), stringify(definition));
      const file = path.join(scratch, "manifest.txt");
      await writeFile(
        file,
        stringify({ apiVersion: "pulumi.com/v1", kind, metadata: { name: "edge" }, spec }),
      );
      const program = path.join(ROOT, "tools/checkOperator.mjs");
      try {
        const { stdout } = await promisify(execFile)(process.execPath, [program, "--crds", scratch, file]);
        return { code: 0, output: stdout };
      } catch (error) {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { code, output: stdout + stderr };
      }
    }

    it("takes what the schema allows, and names what it does not", async function () {
      await orSkip(this, () => checkSchema(["--version"], () => undefined));
      const good = { stack: "dev", port: "http", labels: { any: "text" }, free: { any: 1 } };
      assert.deepEqual(await check(good), {
        code: 0,
        output: "ok     manifest.txt: pulumi.com/v1 Stack edge\n",
      });
      const bad = await check({ stak: "dev" });
      assert.equal(bad.code, 1);
      assert.match(bad.output, /FAILED manifest\.txt: pulumi\.com\/v1 Stack edge/);
      assert.match(bad.output, /'stack' is a required property/);
      assert.match(bad.output, /'stak' was unexpected/);
    });

    it("does not take a kind that the operator does not have", async () => {
      const { code, output } = await check({ stack: "dev" }, "Stak");
      assert.equal(code, 1);
      assert.match(output, /the operator does not define pulumi\.com\/v1 Stak/);
    });
  });
});
