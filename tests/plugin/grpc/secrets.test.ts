import assert from "node:assert/strict";
import { immediate, scheduled } from "../../conformance/events";
import { failureOf } from "../../conformance/failureOf";
import type { Properties } from "../../conformance/host";
import { argsFor, ConfiguredPlugin, EDGE } from "./configuredPlugin";
import { isSecret, secret, withoutSecrets } from "./wire";

const PASSWORD = "Hidden7Password";
const KEY = "Hidden7Key";
const COMPUTED = ["planned", "migrations", "requestIds", "summary", "plannedWaves", "ended"];

describe("secrets in the plugin", () => {
  const the = new ConfiguredPlugin();
  /** No answer has it in clear, so no state has. */
  const isMarked = (hidden: string, ...answers: unknown[]) => {
    const clear = JSON.stringify(answers.map(withoutSecrets));
    assert.ok(!clear.includes(hidden), clear);
  };
  /** Nor does a person see it. */
  const isHidden = (hidden: string, ...answers: unknown[]) => {
    const { stdout, stderr } = the.plugin.process.output;
    isMarked(hidden, answers, the.engine.lines, stdout, stderr);
  };

  for (const [form, password] of [
    ["marked by the program", secret(PASSWORD)],
    ["in clear", PASSWORD],
  ] as const) {
    it(`a password ${form} is sent, and is plain in no answer, line or print`, async () => {
      const args = argsFor([immediate(1, { password }), scheduled(2)]);
      const inputs = await the.checked(args);
      assert.ok(isSecret(inputs["passwords"]));
      assert.deepEqual(inputs["passwords"].value, { "e-1": PASSWORD });
      const preview = await the.plugin.create(EDGE, inputs, { preview: true });
      const kept = { inputs, ...(await the.plugin.create(EDGE, inputs)) };
      const read = await the.plugin.read(EDGE, kept);
      const updated = await the.plugin.update(EDGE, kept, inputs);
      const compared = await the.plugin.diff(EDGE, kept, inputs);

      assert.equal(the.emulator.ledger()[0]?.password, true);
      isHidden(PASSWORD, inputs, preview, kept, read, updated, compared);
      for (const outputs of [kept.outputs, updated, read.outputs, preview.outputs])
        assert.ok(!JSON.stringify(outputs).includes(PASSWORD), "outputs have no need of it, marked or not");
    });

    it(`a password ${form} that is refused is not shown`, async () => {
      const weak = form === "in clear" ? "weak-secret" : secret("weak-secret");
      const { failures } = await the.plugin.check(EDGE, {}, argsFor([immediate(1, { password: weak })]));

      assert.match(failures[0]?.reason ?? "", /^events\[0\]\.password of e-1 \(i-1\) must have 8/);
      isHidden("weak-secret", failures);
    });

    it(`a password ${form} that ENS echoes reaches neither the failure nor the state`, async () => {
      const message = `the Password ${PASSWORD} is on a list of stolen ones`;
      the.emulator.faults([{ kind: "itemFailure", eventId: "e-1", message }]);
      const inputs = await the.checked(argsFor([immediate(1, { password }), scheduled(2)]));

      const error = await failureOf(the.plugin.create(EDGE, inputs));

      assert.match(error.message, /is on a list of stolen ones/);
      isHidden(PASSWORD, error.message, error.partial);
    });
  }

  it("a plan whose events are secret as a whole has nothing computed of them in clear where a state keeps it", async () => {
    the.emulator.faults([{ kind: "itemFailure", eventId: "e-2" }]);
    const inputs = await the.checked(argsFor(secret([scheduled(1), scheduled(2)])));
    const error = await failureOf(the.plugin.create(EDGE, inputs));
    assert.ok(error.partial);
    const kept = { inputs, id: error.partial.id, outputs: error.partial.properties };
    const updated = await the.plugin.update(EDGE, kept, inputs);
    const read = await the.plugin.read(EDGE, { ...kept, outputs: updated });

    assert.ok(isSecret(inputs["planned"]));
    for (const outputs of [kept.outputs, updated, read.outputs])
      for (const name of COMPUTED) assert.ok(isSecret(outputs[name]), name);
    for (const hidden of ["e-1", "i-1", "e-2", "i-2"])
      isMarked(hidden, inputs, kept, updated, read, error.message, error.partial.reasons);
  });

  it("a detailed diff of such a plan does not name its events", async () => {
    const kept = await the.upped(argsFor(secret([scheduled(1)])));
    const inputs = await the.checked(argsFor(secret([scheduled(1), scheduled(2)])), { olds: kept.inputs });

    const compared = await the.plugin.diff(EDGE, kept, inputs);

    assert.deepEqual(compared.detailed, { planned: "update" });
  });

  it("a secret option is kept as one, and a message about it does not quote it", async () => {
    const inputs = await the.checked(argsFor([], { changeTicket: secret("CHG-hidden") }));
    assert.ok(isSecret(inputs["changeTicket"]));
    const { failures } = await the.plugin.check(EDGE, {}, argsFor([], { timeout: secret("hidden-timeout") }));

    assert.match(failures[0]?.reason ?? "", /^timeout/);
    isHidden("hidden-timeout", failures);
    isHidden("CHG-hidden", inputs);
  });

  it("keys of the configuration are shown nowhere, whatever is wrong with them", async function () {
    this.timeout("60s"); // Calls to an endpoint where nobody listens are tried again.
    const wrong: Properties[] = [
      { accessKey: "LTAI1", secretKey: KEY },
      { accessKey: "LTAI1", secretKey: secret(KEY) },
      { secretKey: KEY },
      { accessKey: 7, secretKey: [KEY] },
      { accessKey: "LTAI1", secretKey: { value: KEY } },
      { assumeRole: { roleArn: KEY, policy: KEY } },
      { credentialsUri: `http://user:${KEY}@127.0.0.1:1/` },
      { endpoint: `http://user:${KEY}@127.0.0.1:1/` },
    ];
    for (const args of wrong) {
      const { failures } = await the.plugin.checkConfig({}, args);
      await the.plugin.configure(args);
      const error = await the.upped(argsFor([scheduled(1)])).then(
        () => "it ordered",
        (failure: unknown) => String(failure),
      );
      isHidden(KEY, failures, error);
    }
  });
});
