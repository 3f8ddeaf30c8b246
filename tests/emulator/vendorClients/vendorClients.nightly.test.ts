import assert from "node:assert/strict";
import type { CallRecord } from "../../../emulator/src/index";
import { orSkip } from "../../orSkip";
import { withEmulator } from "../support";
import { type Case, CASES, type Session } from "./cases";
import { ClientProcess, type VendorAnswer } from "./clientProcess";
import { LANGUAGES, type VendorClient } from "./languages";
import { shaped } from "./shape";

for (const language of LANGUAGES) {
  describe(`the vendor's clients for ${language.name} and the emulator`, function () {
    this.timeout("60s");

    let vendor: ClientProcess | undefined;

    before(async function () {
      this.timeout("600s"); // The clients are fetched, once.
      const what = `the vendor's clients for ${language.name}`;
      vendor = new ClientProcess(await orSkip(this, language.prepare, what));
    });

    after(() => vendor?.close());

    for (const client of language.clients) {
      describe(client.name, () => {
        for (const each of CASES.filter((candidate) => applies(candidate, client))) {
          it(each.name, async () => {
            assert.ok(vendor);
            await runs(each, client, vendor);
          });
        }
      });
    }
  });
}

function applies(
  { actions, numbered, readsRetryHeader }: Case,
  { lacks, shape, retryHeader }: VendorClient,
): boolean {
  return (
    !actions.some((action) => lacks?.actions.includes(action)) &&
    !(numbered && shape === "typed") &&
    !(readsRetryHeader && retryHeader === undefined)
  );
}

/** Runs a case with one client, against an emulator of its own. */
async function runs({ options, numbered, run }: Case, client: VendorClient, vendor: ClientProcess) {
  // The clients sign with the machine's time.
  await withEmulator({ ...options, machineTime: Date.now }, async (emulator) => {
    const call: Session["call"] = async (action, parameters, key = emulator) => {
      const before = emulator.calls().length;
      const answer = await vendor.call({
        client: client.name,
        endpoint: `127.0.0.1:${emulator.port}`,
        accessKeyId: key.accessKeyId,
        accessKeySecret: key.accessKeySecret,
        securityToken: key.securityToken ?? null,
        action,
        parameters: shaped(parameters, client.shape, numbered ?? false),
      });
      const [met, ...more] = emulator.calls().slice(before);
      assert.ok(met !== undefined, `no call: ${JSON.stringify(answer)}`);
      assert.deepEqual(more, [], "one call");
      assert.deepEqual(
        { action: met.action, signature: met.signatureVersion, accessKeyId: met.accessKeyId },
        { action, signature: client.signature, accessKeyId: key.accessKeyId },
      );
      tellsWhatItWasAnswered(answer, met);
      return answer;
    };
    await run({ emulator, client, call });
  });
}

function tellsWhatItWasAnswered(answer: VendorAnswer, met: CallRecord): void {
  if ("body" in answer) {
    assert.equal((answer.body as { readonly RequestId?: string }).RequestId, met.requestId);
    return;
  }
  // Where no answer of the API came, a client says what it likes.
  if (met.code === null) return;
  assert.equal(answer.requestId, met.requestId);
  if (answer.status !== null) assert.equal(answer.status, met.status);
}
