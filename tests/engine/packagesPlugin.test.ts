import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pluginVersion } from "../../tools/pluginVersion.mjs";
import { install, packPlugin } from "./packagesPlugin";

describe("the plugin's package, installed in an empty directory", function () {
  this.timeout("60s");

  let directory: string;
  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-plugin-package-"));
    await writeFile(path.join(directory, "package.json"), "{}");
    await install(directory, await packPlugin(directory));
  });
  after(() => rm(directory, { recursive: true, force: true }));

  const installed = (file: string) =>
    readFile(path.join(directory, "node_modules/@pulumi-ens/plugin", file), "utf8");

  it("starts without any other package, and says the version of the package", async () => {
    const name = process.platform === "win32" ? "pulumi-resource-ens.cmd" : "pulumi-resource-ens";
    const { version } = JSON.parse(await installed("package.json")) as { version: string };
    assert.equal(await pluginVersion(path.join(directory, "node_modules/.bin", name)), version);
  });

  it("has a command for Windows with its line ends", async () => {
    const lines = (await installed("pulumi-resource-ens.cmd")).split("\n").slice(0, -1);
    assert.ok(lines.length > 1);
    for (const line of lines) assert.match(line, /\r$/);
  });

  it("has the licences of what is bundled", async () => {
    assert.match(await installed("dist/THIRD-PARTY-NOTICES.txt"), /^@grpc\/grpc-js \d/m);
  });
});
