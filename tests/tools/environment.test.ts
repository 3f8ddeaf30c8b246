import assert from "node:assert/strict";
import path from "node:path";
import { cacheDirectory } from "../../tools/cacheDirectory.mjs";
import { pulumiEnvironment } from "../../tools/pulumiEnvironment.mjs";
import { searchPath, withFirstOnPath } from "../../tools/searchPath.mjs";

describe("cacheDirectory", () => {
  const cases: [NodeJS.Platform, NodeJS.ProcessEnv, string, string][] = [
    ["linux", {}, "/home/ann", "/home/ann/.cache/pulumi-ens"],
    ["linux", { XDG_CACHE_HOME: "/var/ann" }, "/home/ann", "/var/ann/pulumi-ens"],
    ["darwin", {}, "/Users/ann", "/Users/ann/Library/Caches/pulumi-ens"],
    ["win32", { LOCALAPPDATA: "D:\\Local" }, "C:\\Users\\ann", "D:\\Local\\pulumi-ens"],
    ["win32", {}, "C:\\Users\\ann", "C:\\Users\\ann\\AppData\\Local\\pulumi-ens"],
    ["win32", { PULUMI_ENS_CACHE: "E:\\ens" }, "C:\\Users\\ann", "E:\\ens"],
    ["linux", { PULUMI_ENS_CACHE: "/ens", XDG_CACHE_HOME: "/var/ann" }, "/home/ann", "/ens"],
  ];
  for (const [platform, env, home, expected] of cases) {
    it(`${platform} with ${JSON.stringify(env)}: ${expected}`, () => {
      assert.equal(cacheDirectory({ platform, env, home }), expected);
    });
  }
});

describe("the search path", () => {
  const join = (...directories: string[]) => directories.join(path.delimiter);

  it("keeps the spelling of the variable", () => {
    assert.deepEqual(withFirstOnPath({ Path: "b" }, "a"), { Path: join("a", "b") });
    assert.deepEqual(withFirstOnPath({}, "a"), { PATH: "a" });
  });

  it("gets several directories in their order, each once", () => {
    assert.deepEqual(withFirstOnPath({ PATH: "c" }, "a", "b", "a"), { PATH: join("a", "b", "c") });
  });

  it("has no empty entries", () => {
    assert.deepEqual(searchPath({ PATH: join("a", "", "b") }), ["a", "b"]);
  });
});

describe("pulumiEnvironment", () => {
  const options = { home: "/t/home", backend: "/t/my state", directory: "/cli" };

  it("keeps state in a directory, whose name is not encoded", () => {
    assert.equal(pulumiEnvironment(options).PULUMI_BACKEND_URL, "file:///t/my state");
    assert.equal(pulumiEnvironment({ ...options, backend: "C:\\t\\s" }).PULUMI_BACKEND_URL, "file://C:/t/s");
  });

  it("finds the hosts of other languages after those that come with the CLI", () => {
    const { PATH } = pulumiEnvironment({ ...options, hosts: "/hosts", env: { PATH: "/bin" } });
    assert.equal(PATH, ["/cli", "/hosts", "/bin"].join(path.delimiter));
  });

  it("lets no settings and no credentials of the caller through", () => {
    const env = pulumiEnvironment({
      ...options,
      env: {
        PATH: "/bin",
        HOME: "/h",
        PULUMI_ACCESS_TOKEN: "t",
        ALICLOUD_ACCESS_KEY: "k",
        ALIBABA_CLOUD_PROFILE: "p",
      },
    });
    assert.deepEqual(env, {
      PATH: ["/cli", "/bin"].join(path.delimiter),
      HOME: "/h",
      PULUMI_HOME: "/t/home",
      PULUMI_BACKEND_URL: "file:///t/my state",
      PULUMI_CONFIG_PASSPHRASE: "not a secret",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    });
  });
});
