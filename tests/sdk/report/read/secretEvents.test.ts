import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { readReport, toHtml, toMarkdown, toTerminal } from "../../../../sdk/src/report/index";
import { exportOf, ordered, planned } from "../exports";

interface Resource {
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

const CLEAR = exportOf({ planned: [planned(1)], migrations: { "e-1": ordered(1, "Scheduled") } });
const [plan] = (JSON.parse(CLEAR) as { deployment: { resources: [Resource] } }).deployment.resources;
const STEP = { urn: "urn:pulumi:dev::project::x::edge" };

// A secret as the engine prints it: by `stack export`, with `--show-secrets`, and by `--json`.
const signed = (more: object) => ({
  [pulumi.runtime.specialSigKey]: pulumi.runtime.specialSecretSig,
  ...more,
});
const ciphered = () => signed({ ciphertext: "v1:x" });
const shown = (value: unknown) => signed({ plaintext: JSON.stringify(value) });
const masked = () => "[secret]";

/** The plan with secret events, each secret as `as` makes it. */
function secretPlan(as: (value: unknown) => unknown): Resource {
  const { migrations, requestIds, summary } = plan.outputs;
  return {
    ...plan,
    inputs: { ...plan.inputs, planned: as(plan.inputs["planned"]), migrations: as("…"), secret: true },
    outputs: {
      ...plan.outputs,
      migrations: as(migrations),
      requestIds: as(requestIds),
      summary: as(summary),
      secret: true,
    },
  };
}

const exported = (as: (value: unknown) => unknown): string =>
  JSON.stringify({ version: 3, deployment: { resources: [secretPlan(as)] } });

describe("a report of secret events", () => {
  const preview = { steps: [{ ...STEP, op: "create", newState: secretPlan(masked) }] };
  const sources: [source: string, text: string, shownBy: string][] = [
    [
      "a stack's export",
      exported(ciphered),
      "`pulumi stack export --show-secrets` gives a report that does.",
    ],
    [
      "a preview",
      JSON.stringify(preview),
      "A preview never shows them: after `pulumi up`, `pulumi stack export --show-secrets` gives a report that does.",
    ],
    [
      "the outputs of a program",
      JSON.stringify({ edge: secretPlan(masked).outputs }),
      "`pulumi stack output --json --show-secrets` gives a report that does.",
    ],
  ];
  for (const [source, text, shownBy] of sources) {
    it(`from ${source} shows none, and says so`, () => {
      const report = readReport(text);
      assert.deepEqual(
        report.plans.map(({ name, hidden, rows }) => [name, hidden, rows]),
        [["edge", "secret", []]],
      );
      assert.deepEqual(report.plans[0]?.notices, [
        `The plan's events are secret, and this report does not show secrets. ${shownBy}`,
      ]);
      for (const page of [toHtml(report), toMarkdown(report), toTerminal(report)]) {
        assert.match(page, /its events are secret/i);
        assert.match(page, /The plan(?:'|&#39;)s events are secret/);
        assert.doesNotMatch(page, /no events|4dabf18193072939515e22adb298388d/);
      }
    });
  }

  it("from an export with --show-secrets shows them", () => {
    assert.deepEqual(readReport(exported(shown)), readReport(CLEAR));
  });

  it("shows what was ordered while they were not secret", () => {
    const step = { ...STEP, op: "update", oldState: plan, newState: secretPlan(masked) };
    const { plans } = readReport(JSON.stringify({ steps: [step] }));
    assert.deepEqual(
      plans.map(({ hidden, rows }) => [
        hidden,
        rows.map(({ eventId, status, released }) => [eventId, status, released]),
      ]),
      [["secret", [["e-1", "Scheduled", false]]]],
    );
  });
});
