import assert from "node:assert/strict";
import { readOptions } from "../../../provider/src/plan/input/options";

describe("options read after check", () => {
  it("that a policy has spoilt are named, each with what it must be", () => {
    assert.throws(
      () => readOptions({ timeout: 600, eventsPerCall: 0, connection: { region: 5 } }),
      (error: Error) =>
        error.message ===
        'timeout must be a duration, such as "30m", "1h30m" or "PT30M"; ' +
          "eventsPerCall must be a whole number from 1 to 100; connection.region must be a string",
    );
  });

  it("may be undefined, as a host in the same process may hand them over", () => {
    const connection = { profile: "", region: "cn-hangzhou" };
    assert.deepEqual(readOptions({ connection }).connection, connection, "as older states have it");
    assert.equal(readOptions({ connection: undefined, maxErrors: undefined }).connection, undefined);
  });
});
