import assert from "node:assert/strict";
import { ACTIONS } from "../../emulator/src/actions/actions";
import { DOCUMENTED_ACTIONS } from "../../emulator/src/actions/documented";
import { orSkip } from "../orSkip";
import { ClientProcess } from "./vendorClients/clientProcess";
import { PYTHON } from "./vendorClients/languages";

describe("what the emulator knows of the API of ENS", () => {
  it("is what the vendor's SDK for Python has", async function () {
    this.timeout("600s"); // The SDK is fetched, once.
    const vendor = new ClientProcess(
      await orSkip(this, PYTHON.prepare, "the emulator's actions and parameters"),
    );
    try {
      const answer = await vendor.call({
        client: "documented",
        endpoint: "",
        accessKeyId: "",
        accessKeySecret: "",
        securityToken: null,
        action: "",
        parameters: {},
      });
      assert.deepEqual(answer, {
        body: {
          actions: [...DOCUMENTED_ACTIONS].sort(),
          parameters: Object.fromEntries(
            Object.entries(ACTIONS).map(([action, { parameters }]) => [
              action,
              Object.keys(parameters).sort(),
            ]),
          ),
        },
      });
    } finally {
      vendor.close();
    }
  });
});
