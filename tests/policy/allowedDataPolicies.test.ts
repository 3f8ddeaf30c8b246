import assert from "node:assert/strict";
import { allowedDataPolicies } from "../../policy/src";
import { checked, event, judge, NOW } from "./judge";

describe("the rule allowedDataPolicies", () => {
  const planTime = NOW + 86_400_000;
  const props = checked({
    acknowledgeDataLoss: true,
    events: [
      event(1, { planTime }),
      event(2, { planTime, dataPolicy: "try_transfer" }),
      event(3, { planTime, dataPolicy: "abandon" }),
    ],
  });

  it("allows both transfers by default", () => {
    const { violations } = judge(allowedDataPolicies("data"), { props });
    assert.equal(violations.length, 1);
    assert.equal(
      violations[0],
      "e-3 (i-3): dataPolicy is abandon; allowed: force_transfer, try_transfer. Change it on the event or on the plan",
    );
  });

  it("allows what code says, and what the pack's configuration says instead", () => {
    const rule = allowedDataPolicies("data", { allowed: ["force_transfer"] });
    assert.equal(judge(rule, { props }).violations.length, 2);
    assert.equal(judge(rule, { props, config: { allowed: ["abandon"] } }).violations.length, 2);
    assert.match(judge(rule, { props, config: { allowed: ["abandon"] } }).violations[0] ?? "", /^e-1/);
  });

  it("refuses a list of nothing, at once", () =>
    assert.throws(() => allowedDataPolicies("data", { allowed: [] }), {
      name: "TypeError",
      message: 'policy "data": allowed must name at least one of abandon, force_transfer, try_transfer',
    }));
});
