import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

const ROOT = path.resolve(__dirname, "../..");
const load = createRequire(path.join(ROOT, "program.js")) as (name: string) => object;

/** What somebody's program or state may name: a change here is a change for users. */
describe("the package @pulumi-ens/sdk", () => {
  it("exports exactly this to programs", () => {
    assert.deepEqual(Object.keys(load("@pulumi-ens/sdk")).sort(), [
      "MigrationPlan",
      "calendar",
      "getMigrationEvents",
      "getMigrationEventsOutput",
      "parseMigrations",
      "parsePlanned",
    ]);
  });

  it("exports exactly this to the provider process", () => {
    assert.deepEqual(Object.keys(load("@pulumi-ens/sdk/provider")), ["provider"]);
  });

  it("opens no other door", () => {
    for (const inside of [
      "@pulumi-ens/sdk/dist/events",
      "@pulumi-ens/sdk/dist/events.js",
      "@pulumi-ens/sdk/src",
    ])
      assert.throws(() => load(inside), { code: "ERR_PACKAGE_PATH_NOT_EXPORTED" });
  });

  describe("its provider, which every pulumi command loads in a fresh process", () => {
    let loaded: string[];

    before(async () => {
      const script =
        'require("@pulumi-ens/sdk/provider"); console.log(JSON.stringify(Object.keys(require.cache)))';
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], { cwd: ROOT });
      loaded = (JSON.parse(stdout) as string[]).map((file) =>
        path.relative(ROOT, file).replaceAll("\\", "/"),
      );
    });

    it("loads no module but its own", () => {
      assert.deepEqual(
        loaded.filter((file) => !/^(?:sdk|provider)\/dist\//.test(file)),
        [],
      );
    });

    it("loads neither the client nor what decides about plans before a method needs it", () => {
      const late = /^provider\/dist\/(?:apply|ens|plan\/(?:input|orders|schedule)|plan\/(?:check|diff)\.js)/;
      assert.deepEqual(
        loaded.filter((file) => late.test(file)),
        [],
      );
    });
  });
});
