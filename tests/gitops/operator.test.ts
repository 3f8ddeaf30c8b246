import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { parseAllDocuments, stringify } from "yaml";
import { checkSchema } from "../../tools/checkers.mjs";
import { accepted, event, inDays, scenario, writes } from "../engine/fixture";
import { succeeds } from "../engine/outcome";
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
  };
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
    const objects = [...(await manifests("stack.yaml")), ...(await manifests("workspace.yaml"))];
    const expected = {
      "ens-production": "ens-order",
      "ens-production-drift": "ens-read",
      "ens-workbench": "ens-read",
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
    for (const spec of [order, drift]) {
      assert.equal(spec.refresh, true);
      assert.equal(spec.destroyOnFinalize, false);
      assert.equal(spec.useLocalStackOnly, true);
    }
  });

  it("give the provider what it needs: what the operator then runs orders", function () {
    if (process.platform === "win32") this.skip(); // The operator's pods are Linux.
    const planned = event(1);
    return scenario({ events: [planned] }, async (world) => {
      const { stack, emulator } = world;
      const machine = await pipelineEnvironment(world);
      const values: Record<string, string> = {
        accessKey: emulator.accessKeyId,
        secretKey: emulator.accessKeySecret,
        pulumiAccessToken: "",
      };
      const environment = async (name: string): Promise<NodeJS.ProcessEnv> => ({
        ...Object.fromEntries(
          Object.entries(machine).filter(([key]) => !/^(ALICLOUD|ALIBABA_CLOUD)_/.test(key)),
        ),
        ...Object.fromEntries(
          Object.entries(sources(await named("stack.yaml", "Stack", name))).map(([variable, source]) => [
            variable,
            "secret" in source ? values[source.key] : source.value,
          ]),
        ),
      });
      await stack.plans({
        edge: { dataPolicy: "force_transfer", events: [{ ...planned, planTime: inDays(3) }] },
      });
      await succeeds(
        bash("pulumi preview --stack dev --refresh --non-interactive", {
          cwd: stack.directory,
          env: await environment("ens-production-drift"),
        }),
      );
      assert.equal(writes(emulator), 0);
      await succeeds(
        bash("pulumi up --stack dev --refresh --yes --skip-preview --non-interactive", {
          cwd: stack.directory,
          env: await environment("ens-production"),
        }),
      );
      assert.deepEqual(accepted(emulator), { [planned.eventId]: 1 });
    });
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
