import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { isInstalled } from "../../tools/isInstalled.mjs";

describe("isInstalled", () => {
  const wanted = {
    "": { version: "1.0.0" },
    "node_modules/a": { version: "1.0.0" },
    "node_modules/for-another-system": { version: "1.0.0", optional: true },
    "node_modules/workspace": { resolved: "workspace", link: true },
  };
  const { "": _root, "node_modules/for-another-system": _optional, ...installed } = wanted;

  function check(found: object | undefined): boolean {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), "is-installed-"));
    try {
      fs.writeFileSync(path.join(root, "package-lock.json"), JSON.stringify({ packages: wanted }));
      if (found) {
        fs.mkdirSync(path.join(root, "node_modules"));
        fs.writeFileSync(
          path.join(root, "node_modules/.package-lock.json"),
          JSON.stringify({ packages: found }),
        );
      }
      return isInstalled(root);
    } finally {
      fs.rmSync(root, { recursive: true });
    }
  }

  it("is true for what the lock file asks for, without builds for other systems", () => {
    assert.equal(check(installed), true);
  });

  it("is false without node_modules", () => assert.equal(check(undefined), false));
  it("is false for a missing package", () => assert.equal(check({}), false));
  it("is false for another version", () => {
    assert.equal(check({ ...installed, "node_modules/a": { version: "2.0.0" } }), false);
  });
});
