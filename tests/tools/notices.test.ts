import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { makeBundle } from "../../tools/bundlePlugin.mjs";
import { bundledPackages, notices } from "../../tools/notices.mjs";

const ROOT = path.resolve(__dirname, "../..");

describe("the licences of what is in a bundle", () => {
  let root: string;
  before(async () => (root = await mkdtemp(path.join(tmpdir(), "pulumi-ens-notices-"))));
  after(() => rm(root, { recursive: true }));

  /** Writes a package, and names one of its files. */
  async function file(place: string, manifest: object, files: Record<string, string> = {}): Promise<string> {
    const directory = path.join(root, place);
    await mkdir(directory, { recursive: true });
    await writeFile(path.join(directory, "package.json"), JSON.stringify(manifest));
    for (const [name, text] of Object.entries(files)) await writeFile(path.join(directory, name), text);
    return `${place}/lib/index.js`;
  }

  function packagesOf(...files: string[]) {
    const inputs = Object.fromEntries(files.map((each) => [each, { bytesInOutput: 1 }]));
    const output = { inputs, bytes: 1, imports: [], exports: [] };
    return bundledPackages({ inputs: {}, outputs: { "bundle.js": output } }, root);
  }

  it("name each package with its version, also twice in two versions, and none of ours", async () => {
    const outer = await file("node_modules/@scope/a", { name: "@scope/a", version: "1.0.0", license: "MIT" });
    const inner = await file("node_modules/b/node_modules/@scope/a", {
      name: "@scope/a",
      version: "2.0.0",
      license: "MIT",
    });
    const found = packagesOf("provider/dist/index.js", outer, outer.replace("index", "other"), inner);
    assert.deepEqual(
      found.map(({ name, version }) => `${name} ${version}`),
      ["@scope/a 1.0.0", "@scope/a 2.0.0"],
    );
  });

  it("are the texts that the packages come with, whatever they call the file", async () => {
    const c = await file(
      "node_modules/c",
      { name: "c", version: "1.0.0", license: "Apache-2.0" },
      { LICENSE: "text of c", NOTICE: "notice of c" },
    );
    const d = await file(
      "node_modules/d",
      { name: "d", version: "1.0.0", license: "MIT" },
      { "licence.md": "text of d" },
    );
    const text = notices(packagesOf(c, d));
    for (const wanted of ["c 1.0.0 (Apache-2.0)", "text of c", "notice of c", "d 1.0.0 (MIT)", "text of d"])
      assert.ok(text.includes(wanted), wanted);
  });

  it("are the text of the licence that is only named, with the author", async () => {
    const e = await file("node_modules/e", { name: "e", version: "1.0.0", license: "MIT", author: "E. E." });
    const text = notices(packagesOf(e));
    assert.match(text, /Copyright E\. E\.\n\nPermission is hereby granted/);
  });

  it("stop the build where nobody knows them", async () => {
    const f = await file("node_modules/f", { name: "f", version: "1.0.0", license: "WTFPL" });
    assert.throws(() => notices(packagesOf(f)), /f in .*node_modules.f has no licence file.*"WTFPL"/);
  });

  it("are beside the plugin's bundle, for all that is in it", async function () {
    this.timeout("60s");
    const written = await readFile(path.join(ROOT, "plugin/dist/THIRD-PARTY-NOTICES.txt"), "utf8");
    const { metafile } = await makeBundle();
    const inputs = Object.keys(metafile.inputs).filter((input) => input.includes("node_modules/"));
    assert.ok(inputs.length > 0);
    const names = inputs.map((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input);
    for (const name of new Set(names)) assert.match(written, new RegExp(`^${name} \\d`, "m"));
  });
});
