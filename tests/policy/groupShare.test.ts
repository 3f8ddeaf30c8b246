import assert from "node:assert/strict";
import sinon from "sinon";
import { groupShare } from "../../policy/src";
import { checked, event, judge, many, NOW } from "./judge";

const DAY = 86_400_000;

describe("the rule groupShare", () => {
  before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  after(() => sinon.restore());

  /** By group: how many of its events go on which day from now. */
  const plan = (groups: Record<string, readonly number[]>) => {
    let n = 0;
    const events = Object.entries(groups).flatMap(([group, days]) =>
      days.flatMap((count, day) =>
        Array.from({ length: count }, () =>
          event((n += 1), { planTime: NOW + (day + 1) * DAY, ...(group && { group }) }),
        ),
      ),
    );
    return checked({ events });
  };
  const violations = (maxShare: string, groups: Record<string, readonly number[]>) =>
    judge(groupShare("share", { maxShare }), { props: plan(groups) }).violations;

  it("reports each group of which too much moves together", () => {
    const remedy = '. Set schedule.maxUnavailable: "50%" with assumedDowntime, or smaller schedule.waves';
    assert.deepEqual(violations("50%", { beijing: [2, 2], shanghai: [3, 1], "": [0, 3, 1] }), [
      `the moves at 2026-11-29T04:00:00Z: 3 of 4 events of group shanghai move together; the limit is 2 (50%)${remedy}`,
      `the moves at 2026-11-30T04:00:00Z: 3 of 4 events without a group move together; the limit is 2 (50%)${remedy}`,
    ]);
  });

  it("rounds down, but lets one go", () => {
    assert.equal(violations("50%", { edge: [1, 1, 1] }).length, 0);
    assert.equal(violations("50%", { edge: [2, 1] }).length, 1);
    assert.equal(violations("1%", { edge: [1] }).length, 0);
  });

  it("is not misled by binary fractions", () => {
    // 18.4 % of 375 are 69; in binary fractions 68.99999999999999.
    assert.equal(violations("18.4%", { edge: [69, 69, 69, 69, 69, 30] }).length, 0);
    assert.equal(violations("18.3%", { edge: [69, 69, 69, 69, 69, 30] }).length, 5);
  });

  it("judges the waves of a schedule", () => {
    const schedule = {
      timeZone: "UTC",
      windows: [{ days: ["sun"], startTime: "01:00", duration: "3h" }],
      waves: ["50%"],
    };
    const props = checked({ events: many(4, { group: "edge" }), schedule });
    assert.equal(judge(groupShare("share", { maxShare: "50%" }), { props }).violations.length, 0);
    assert.match(
      judge(groupShare("share", { maxShare: "25%" }), { props }).violations[1] ?? "",
      /^wave 2 \(from .*\): 2 of 4 events/,
    );
  });

  it("is advisory by default, since the rest of a rollout is a larger share of itself", () =>
    assert.equal(groupShare("share").enforcementLevel, "advisory"));

  it("does not apply until a share is configured", () =>
    assert.equal(
      judge(groupShare("share"), { props: plan({ edge: [1] }) }).notApplicable,
      "no share is configured (option maxShare)",
    ));

  for (const maxShare of ["25", "0%", "101%", "a quarter", "25.%"]) {
    it(`refuses ${maxShare}, at once`, () =>
      assert.throws(() => groupShare("share", { maxShare }), {
        name: "TypeError",
        message: /maxShare must be a percentage/,
      }));
  }
});
