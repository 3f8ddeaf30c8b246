import assert from "node:assert/strict";
import fc from "fast-check";
import sinon from "sinon";
import { movesInOneWindow } from "../../policy/src";
import { formatMigration } from "../../provider/src/plan/lines/migration";
import type { Migration } from "../../provider/src/plan/model/migration";
import { checked, event, judgeStack, many, NOW, UNKNOWN } from "./judge";

const HOUR = 3_600_000;

/** A plan with changes to come: its inputs, with outputs that are not known yet. */
const planned = (starts: readonly number[], from = 1) => ({
  ...checked({ events: starts.map((at, index) => event(from + index, { planTime: NOW + at })) }),
  migrations: UNKNOWN,
});

/** A plan as it lies in state. */
const ordered = (migrations: readonly Migration[]) => ({
  schemaVersion: 1,
  migrations: Object.fromEntries(
    migrations.map((each, index) => [`e-${index + 1}`, formatMigration(each, () => 1)]),
  ),
});
const migration = (status: string, at: number, rest: Partial<Migration> = {}): Migration => ({
  resourceId: "i-1",
  status,
  ordered: {
    state: "accepted",
    basis: "abc",
    terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime: NOW + at },
  },
  ...rest,
});

describe("the rule movesInOneWindow", () => {
  before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  after(() => sinon.restore());

  const rule = movesInOneWindow("three-a-night", { maxMoves: 3, period: "8h" });

  it("adds the plans of a stack up", () => {
    assert.deepEqual(judgeStack(rule, { a: planned([HOUR, 2 * HOUR]), b: planned([3 * HOUR], 11) }), {
      violations: [],
    });
    assert.deepEqual(
      judgeStack(rule, { a: planned([HOUR, 2 * HOUR]), b: planned([3 * HOUR, 8 * HOUR], 11) }).violations,
      [
        "4 moves start between 2026-11-28T05:00:00Z and 2026-11-28T12:00:00Z (a 2, b 2); the limit is 3 in any 8h. Give the plans " +
          "different windows, or smaller waves with a longer interval",
      ],
    );
  });

  it("looks at any stretch of the period, its end just outside", () => {
    const at = (last: number) =>
      judgeStack(rule, { a: planned([HOUR, 4 * HOUR, 5 * HOUR, last]) }).violations.length;
    assert.equal(at(9 * HOUR - 1_000), 1);
    assert.equal(at(9 * HOUR), 0);
  });

  it("reports each crowded stretch, at its fullest", () => {
    const night = (n: number, count: number) =>
      Array.from({ length: count }, (_, index) => (24 * n + index) * HOUR);
    // On the third night the stretch from the first start has five, the one from the second has six.
    const third = [72, 78, 78.5, 79, 79.5, 80.5, 81].map((hours) => hours * HOUR);
    const { violations } = judgeStack(rule, { a: planned([...night(1, 4), ...night(2, 3), ...third]) });
    assert.deepEqual(
      violations.map((violation) => violation.split(" (")[0]),
      [
        "4 moves start between 2026-11-29T04:00:00Z and 2026-11-29T07:00:00Z",
        "6 moves start between 2026-12-01T10:00:00Z and 2026-12-01T13:00:00Z",
      ],
    );
  });

  it("counts orders that lie in state, where the platform moved them, released ones, and those to be sent again", () => {
    const terms = migration("Scheduled", HOUR).ordered;
    assert.ok(terms.state === "accepted");
    const state = ordered([
      migration("Scheduled", 100 * HOUR, { movedTo: NOW + HOUR }),
      migration("Scheduled", HOUR, { released: true }),
      migration("Inquiring", HOUR, { ordered: { ...terms, state: "rejected", code: "X", message: "busy" } }),
      migration("Scheduled", HOUR, { ordered: { state: "observed", basis: "abc" }, notBefore: NOW + HOUR }),
    ]);
    assert.equal(judgeStack(rule, { a: state }).violations.length, 1);
  });

  it("counts no event that nobody ordered, none that is under way or over, and no order once the platform moved it away", () => {
    const none: Migration["ordered"] = { state: "unsent", basis: "abc", why: "held back" };
    const state = ordered([
      migration("Scheduled", HOUR),
      migration("Scheduled", HOUR),
      migration("Scheduled", HOUR),
      migration("Scheduled", HOUR, { movedTo: NOW + 100 * HOUR }),
      migration("Inquiring", HOUR, { ordered: none }),
      migration("Inquiring", HOUR, { ordered: { state: "observed", basis: "abc" }, notBefore: NOW + HOUR }),
      ...["Executing", "Executed", "Failed", "Canceled", "Avoided", "Unlisted"].map((status) =>
        migration(status, HOUR),
      ),
    ]);
    assert.deepEqual(judgeStack(rule, { a: state }), { violations: [] });
  });

  it("takes moves at once for moves now", () => {
    const props = checked({ events: many(4, { opsType: "immediate" }) });
    sinon.clock.setSystemTime(NOW + 500);
    try {
      assert.match(
        judgeStack(rule, { a: props }).violations[0] ?? "",
        /^4 moves start at 2026-11-28T04:00:00Z/,
      );
    } finally {
      sinon.clock.setSystemTime(NOW);
    }
  });

  it("lets be what is over", () =>
    assert.deepEqual(
      judgeStack(rule, {
        a: planned([]),
        b: ordered(many(5, {}).map(() => migration("Scheduled", -2 * HOUR))),
      }),
      {
        violations: [],
      },
    ));

  it("judges what is known, and says what is not", () => {
    const verdict = judgeStack(rule, { a: planned([HOUR, HOUR, HOUR, HOUR]), b: { planned: UNKNOWN } });
    assert.equal(verdict.violations.length, 1);
    assert.match(verdict.notChecked ?? "", /^the plan's events are still unknown/);
    assert.match(
      judgeStack(rule, { b: { migrations: UNKNOWN } }).notChecked ?? "",
      /^the plan's events are still unknown/,
    );
  });

  it("does not apply to a stack without plans, or until a number is configured", () => {
    assert.equal(judgeStack(rule, {}).notApplicable, "the stack has no MigrationPlan");
    assert.equal(
      judgeStack(movesInOneWindow("m"), { a: planned([HOUR]) }).notApplicable,
      "no number is configured (option maxMoves)",
    );
  });

  it("reports if and only if some stretch has too many, whatever the order of the plans", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        (hours, maxMoves) => {
          const crowded = hours.some(
            (start) => hours.filter((hour) => hour >= start && hour < start + 8).length > maxMoves,
          );
          const state = ordered(hours.map((hour) => migration("Scheduled", hour * HOUR)));
          const { violations } = judgeStack(movesInOneWindow("m", { maxMoves, period: "8h" }), { a: state });
          assert.equal(violations.length > 0, crowded);
        },
      ),
    );
  });

  it("refuses a period that is none, at once", () => {
    assert.throws(
      () => movesInOneWindow("m", { maxMoves: 1, period: "0h" }),
      /period must be longer than 0, not "0h"/,
    );
    assert.throws(() => movesInOneWindow("m", { maxMoves: 1, period: "night" }), /period must be a duration/);
  });
});
