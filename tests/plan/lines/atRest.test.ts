import assert from "node:assert/strict";
import fc from "fast-check";
import { diff } from "../../../provider/src/plan/diff";
import { withWork } from "../../../provider/src/plan/lines/atRest";
import { formatMigration } from "../../../provider/src/plan/lines/migration";
import { formatPlanned } from "../../../provider/src/plan/lines/planned";
import type { Migration } from "../../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import { sameTerms } from "../../../provider/src/plan/model/terms";
import { writeState } from "../../../provider/src/plan/state/state";
import { anyTime, EVENT, NOW, planState, STACK } from "../builders";
import { anyMigration, anyName, anyPlanned } from "./arbitrary";

/** The rule that the fast path must agree with: an order as planned, and nothing else to remember of it. */
function isAtRest(planned: PlannedMigration, migration: Migration, waitFor: string): boolean {
  const { resourceId: _, instanceName: __, status, notBefore, ordered, ...remarks } = migration;
  if (ordered.state !== "accepted" || ordered.basis !== planned.basis || Object.keys(remarks).length > 0)
    return false;
  const { state: ___, basis: ____, terms, requestId: _____, ...details } = ordered;
  if (Object.keys(details).length > 0) return false;
  const asOrdered = terms.opsType === "scheduled" && notBefore === terms.planTime;
  if (status === "Executed") return asOrdered || notBefore === undefined;
  return status === "Scheduled" && asOrdered && waitFor !== "executed" && sameTerms(terms, planned.terms);
}

const anyWaitFor = fc.constantFrom("submitted", "scheduled", "executed");

/** A plan's line and what is remembered of it: mostly at rest or nearly so. */
const anyPair: fc.Arbitrary<[PlannedMigration, Migration]> = fc
  .tuple(
    anyPlanned.map((planned) => ({ ...planned, eventId: EVENT })),
    anyMigration,
    fc.constantFrom("Scheduled", "Executed"),
    fc.subarray(["ordered", "basis", "terms", "notBefore", "remarks", "status"] as const),
    fc.option(anyName, { nil: undefined }),
    fc.option(fc.uuid(), { nil: undefined }),
  )
  .map(([planned, other, status, differs, instanceName, requestId]) => {
    const { resourceId, basis, terms } = planned;
    const {
      ordered,
      status: otherStatus,
      notBefore: _,
      resourceId: __,
      instanceName: ___,
      ...remarks
    } = other;
    const otherTerms = "terms" in ordered ? ordered.terms : terms;
    const does = (what: (typeof differs)[number]) => differs.length < 4 && differs.includes(what);
    const migration: Migration = {
      resourceId,
      ...(instanceName !== undefined && { instanceName }),
      status: does("status") ? otherStatus : status,
      ordered: does("ordered")
        ? ordered
        : {
            state: "accepted",
            basis: does("basis") ? ordered.basis : basis,
            terms: does("terms") ? otherTerms : terms,
            ...(requestId !== undefined && { requestId }),
          },
      ...(does("remarks") && remarks),
    };
    const notBefore = does("notBefore") ? other.notBefore : planTimeOf(migration);
    return [planned, notBefore === undefined ? migration : { ...migration, notBefore }];
  });

function planTimeOf({ ordered }: Migration): number | undefined {
  return "terms" in ordered && ordered.terms.opsType === "scheduled" ? ordered.terms.planTime : undefined;
}

describe("lines at rest", () => {
  it("are exactly those of orders as planned", () => {
    let atRest = 0;
    fc.assert(
      fc.property(anyPair, anyWaitFor, ([planned, migration], waitFor) => {
        const lines = {
          planned: { [EVENT]: formatPlanned(planned) },
          migrations: { [EVENT]: formatMigration(migration, () => 1) },
        };
        const expected = isAtRest(planned, migration, waitFor);
        atRest += expected ? 1 : 0;
        assert.deepEqual(withWork(lines, waitFor), expected ? { planned: {}, migrations: {} } : lines);
      }),
      { numRuns: 3_000 },
    );
    assert.ok(atRest > 300 && atRest < 2_700, `${atRest} of 3000 at rest`);
  });

  it("need nothing done and nothing said, as the whole rule finds", () => {
    let passedOver = 0;
    fc.assert(
      fc.property(anyPair, anyTime, anyWaitFor, ([planned, migration], asked, waitFor) => {
        const { ordered } = migration;
        fc.pre(ordered.state === "accepted" && isAtRest(planned, migration, waitFor));
        passedOver += 1;
        // What ENS had asked for matters only until it shows the order; but with it, the line is read whole.
        const slow: Migration = { ...migration, ordered: { ...ordered, asked } };
        const inputs = { label: "edge", stack: STACK, waitFor, planned: { [EVENT]: formatPlanned(planned) } };
        const [fast, whole] = [migration, slow].map((each) =>
          diff({ ...writeState(planState({ [EVENT]: each })) }, inputs, NOW),
        );
        assert.deepEqual(fast, { changes: false, outlook: [], notices: [], ordered: new Set() });
        assert.deepEqual(whole, fast);
      }),
      { numRuns: 500 },
    );
    assert.ok(passedOver > 100);
  });

  for (const status of ["Scheduled", "Executed"]) {
    it(`leave a line that is ${status} at a time which its order does not have: it cannot be read`, () => {
      const lines = {
        planned: { "e-1": "i-1 | immediate | force_transfer | password will change | #1.Jx0k_2aQ" },
        migrations: {
          "e-1": `i-1 | ${status} | ordered immediate force_transfer | NotBefore as ordered | #1.Jx0k_2aQ`,
        },
      };
      assert.deepEqual(withWork(lines, "scheduled"), lines);
    });
  }

  it("leave those of events that are not planned, or not remembered", () => {
    const lines = { planned: { "e-1": "one" }, migrations: { "e-2": "two" } };
    assert.deepEqual(withWork(lines, "scheduled"), lines);
  });
});
