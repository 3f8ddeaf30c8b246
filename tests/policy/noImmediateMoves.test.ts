import assert from "node:assert/strict";
import { noImmediateMoves } from "../../policy/src";
import { checked, event, judge, NOW } from "./judge";

describe("the rule noImmediateMoves", () => {
  const rule = noImmediateMoves("no-immediate-moves");
  const props = checked({
    events: [
      event(1, { opsType: "immediate" }),
      event(2, { planTime: NOW + 86_400_000 }),
      event(3, { opsType: "immediate", group: "edge" }),
    ],
  });

  it("reports every event that moves at once, with its instance and what to change", () => {
    const { violations } = judge(rule, { props });
    assert.equal(violations.length, 2);
    assert.match(
      violations[0] ?? "",
      /^e-1 \(i-1\): opsType is immediate, which stack prod does not allow\. Give it a planTime/,
    );
    assert.match(violations[1] ?? "", /^e-3 \(i-3, group edge\): opsType is immediate/);
  });

  for (const stack of ["prod", "production", "prod-eu", "edge-prod"]) {
    it(`takes ${stack} for a production stack`, () =>
      assert.equal(judge(rule, { props, stack }).violations.length, 2));
  }

  for (const stack of ["dev", "nonprod", "prodigy"]) {
    it(`does not apply to ${stack}, and says so`, () =>
      assert.deepEqual(judge(rule, { props, stack }), {
        violations: [],
        notApplicable: `stack ${stack} is not one of prod, production, prod-*, *-prod`,
      }));
  }

  it("takes the names of stacks literally, but for *", () => {
    const named = noImmediateMoves("no-immediate-moves", { stacks: ["live.*", "a+b"] });
    assert.equal(judge(named, { props, stack: "live.eu" }).violations.length, 2);
    assert.equal(judge(named, { props, stack: "a+b" }).violations.length, 2);
    for (const stack of ["liveXeu", "aab", "xlive.eu"])
      assert.ok(judge(named, { props, stack }).notApplicable, stack);
  });

  it("lets planned times be", () =>
    assert.deepEqual(
      judge(rule, { props: checked({ events: [event(2, { planTime: NOW + 86_400_000 })] }) }),
      {
        violations: [],
      },
    ));
});
