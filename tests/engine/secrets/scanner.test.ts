import assert from "node:assert/strict";
import { formsOf, Scanner } from "./scan";
import { findsNone, SECRETS } from "./scanner";

describe("the scan for secrets", function () {
  this.timeout("900s");

  it("finds a secret in every form", () => {
    for (const form of formsOf(SECRETS.password)) {
      const scanner = new Scanner({ password: SECRETS.password });
      scanner.text("here", `before ${form} after`);
      assert.ok(scanner.hits.length > 0, form);
    }
    for (const before of ["", "a", "ab", "abc"]) {
      const scanner = new Scanner({ password: SECRETS.password });
      scanner.text("here", Buffer.from(`${before}${SECRETS.password}:x`).toString("base64"));
      assert.ok(scanner.hits.length > 0, `in base64 after ${before.length} characters`);
    }
  });

  findsNone("builtin");
});
