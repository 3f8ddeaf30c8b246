import assert from "node:assert/strict";
import { isOlder } from "../../../provider/src/ens/transport/version";

describe("versions", () => {
  it("are compared by number", () => {
    assert.ok(isOlder("3.99.0", "3.216.0"));
    assert.ok(!isOlder("3.216.0-alpha.1", "3.216.0"));
    assert.ok(!isOlder("4.0.0", "3.216.0"));
  });
});
