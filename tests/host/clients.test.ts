import assert from "node:assert/strict";
import { sharedClients } from "../../provider/src/host/clients";
import { FakeEns } from "../apply/fakeEns";

const log = (): void => undefined;

describe("the clients of a process", () => {
  it("are one for each connection", async () => {
    const opened: unknown[] = [];
    const clientFor = sharedClients((connection) => {
      opened.push(connection);
      return Promise.resolve(new FakeEns());
    });
    const [first, second, other] = await Promise.all([
      clientFor({ profile: "ops" }, log),
      clientFor({ profile: "ops" }, log),
      clientFor(undefined, log),
    ]);
    assert.equal(first, second);
    assert.notEqual(first, other);
    assert.deepEqual(opened, [{ profile: "ops" }, undefined]);
  });

  it("are opened again after that has failed", async () => {
    let tries = 0;
    const clientFor = sharedClients(() =>
      ++tries === 1 ? Promise.reject(new Error("no credentials")) : Promise.resolve(new FakeEns()),
    );
    await assert.rejects(clientFor(undefined, log), /no credentials/);
    await clientFor(undefined, log);
    assert.equal(tries, 2);
  });
});
