import assert from "node:assert/strict";
import { noAbandon } from "../../policy/src";
import { checked, event, judge, NOW } from "./judge";

describe("the rule noAbandon", () => {
  const rule = noAbandon("no-abandon");
  const planTime = NOW + 86_400_000;

  it("reports every event that would lose its data, acknowledged or not", () => {
    const props = checked({
      acknowledgeDataLoss: true,
      dataPolicy: "abandon",
      events: [
        event(1, { planTime }),
        event(2, { planTime, dataPolicy: "try_transfer" }),
        event(3, { opsType: "immediate", instanceName: "web-3" }),
      ],
    });
    const { violations } = judge(rule, { props, stack: "dev" });
    assert.deepEqual(
      violations.map((violation) => violation.split(":")[0]),
      ["e-1 (i-1)", "e-3 (web-3, i-3)"],
    );
    assert.match(
      violations[0] ?? "",
      /would lose its local data \(dataPolicy abandon\)\. Write force_transfer or try_transfer/,
    );
  });

  it("lets a plan be whose every event overrides abandon", () =>
    assert.deepEqual(
      judge(rule, {
        props: checked({
          acknowledgeDataLoss: true,
          dataPolicy: "abandon",
          events: [event(1, { planTime, dataPolicy: "force_transfer" })],
        }),
      }),
      { violations: [] },
    ));

  it("is critical, and stops an update", () => {
    assert.equal(rule.severity, "critical");
    assert.equal(rule.enforcementLevel, "mandatory");
  });
});
