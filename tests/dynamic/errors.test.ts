import assert from "node:assert/strict";
import sinon from "sinon";
import { withoutEcho } from "../../provider/src/dynamic/errors";

describe("what Pulumi's host prints of an error itself", () => {
  it("is left out as often as the error was thrown, also where plans fail alike at the same time", () => {
    const print = sinon.stub(console, "error");
    try {
      const thrown = [1, 2].map(() => withoutEcho(new Error("ENS is busy")));
      for (const error of thrown) console.error(`${String(error)}: ${error.stack}`);
      console.error(`${String(thrown[0])}: ${thrown[0]?.stack}`);
      console.error("another line");

      assert.deepEqual(
        print.args.map(([line]: unknown[]) => line),
        ["ProviderError: ENS is busy: ENS is busy", "another line"],
      );
    } finally {
      print.restore();
    }
  });
});
