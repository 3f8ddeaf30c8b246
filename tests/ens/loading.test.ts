import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as ens from "../../provider/src/ens/index";

describe("the ens module", () => {
  it("exports what it is meant to, and no more", () => {
    assert.deepEqual(Object.keys(ens).sort(), [
      "ConfigurationError",
      "CredentialsError",
      "DATA_POLICIES",
      "EnsError",
      "MIGRATE_EVENT_TYPE",
      "ServiceError",
      "TransportError",
      "UnknownOutcomeError",
      "decode",
      "installedPackage",
      "isOlder",
      "meaningOf",
      "openEnsClient",
      "proxyFor",
      "resolveEndpoint",
    ]);
  });

  it("loads nothing heavy before it is used", () => {
    const script = `
      const entry = ${JSON.stringify(join(__dirname, "..", "..", "provider", "src", "ens", "index.ts"))};
      require(entry);
      const files = Object.keys(require.cache).filter((file) => !/[\\\\/]node_modules[\\\\/](tsx|esbuild)[\\\\/]/.test(file));
      process.stdout.write(JSON.stringify(files));
    `;
    const files = JSON.parse(
      execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", script], { encoding: "utf8" }),
    ) as string[];
    assert.deepEqual(
      files.filter((file) => file.includes("node_modules")),
      [],
    );
    assert.ok(files.length <= 17, files.join("\n"));
  });
});
