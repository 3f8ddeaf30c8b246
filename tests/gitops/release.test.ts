import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parse } from "yaml";
import { version } from "../../tools/releaseNode.mjs";
import { publishedManifests } from "../../tools/releaseNotes.mjs";

const ROOT = path.resolve(__dirname, "../..");

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  needs?: string[];
  strategy?: { matrix: { os: string[] } };
  steps?: Step[];
}

describe("the release workflow", () => {
  let jobs: Record<string, Job>;
  before(async () => {
    const text = await readFile(path.join(ROOT, ".github/workflows/release.yml"), "utf8");
    ({ jobs } = parse(text) as { jobs: Record<string, Job> });
  });

  const scriptOf = (job: string, name: string) =>
    jobs[job]?.steps?.find((step) => step.name === name)?.run ?? "";

  it("packs every package that is published, and publishes it after those that it needs", () => {
    const manifests = publishedManifests(ROOT);
    const names = manifests.map(({ name }) => name.replace("@pulumi-ens/", ""));
    const packed = [...scriptOf("pack", "Pack").matchAll(/--workspace (\w+)/g)].map(([, name]) => name);
    assert.deepEqual([...packed].sort(), [...names].sort());
    const [, list = ""] = /for name in ([\w ]+);/.exec(scriptOf("publish", "Publish")) ?? [];
    const published = list.split(" ");
    assert.deepEqual([...published].sort(), [...names].sort());
    for (const { name, dependencies = {} } of manifests) {
      const at = (each: string) => published.indexOf(each.replace("@pulumi-ens/", ""));
      for (const needed of Object.keys(dependencies)) assert.ok(at(needed) < at(name), `${needed}, ${name}`);
    }
  });

  it("makes the executables with the Node.js that the tool names, before it publishes", () => {
    const { executables, publish } = jobs;
    const setup = executables?.steps?.find(({ uses }) => uses?.startsWith("actions/setup-node@"));
    assert.equal(setup?.with?.["node-version"], version);
    assert.ok(publish?.needs?.includes("executables"));
  });

  it("waits for one archive of every machine that it uses", () => {
    const [, list = ""] =
      /for platform in ([\w -]+);/.exec(scriptOf("publish", "All that a release has, with its checksums")) ??
      [];
    assert.equal(new Set(list.split(" ")).size, jobs["executables"]?.strategy?.matrix.os.length);
  });
});
