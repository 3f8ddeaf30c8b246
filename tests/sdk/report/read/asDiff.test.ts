import assert from "node:assert/strict";
import { diff } from "../../../../provider/src/plan/diff";
import type { Migration, Ordered } from "../../../../provider/src/plan/model/migration";
import type { Terms } from "../../../../provider/src/plan/model/terms";
import { readReport } from "../../../../sdk/src/report/index";
import { ordered, planned, previewOf, SATURDAY, SCHEDULE } from "../exports";

const DAY = 24 * 3_600_000;
const NOW = SATURDAY - 3 * DAY;
const PLANNED = "Jx0k_2aQ";

/** Every state that an order can be in, for the planned time and data policy or others. */
function* orders(): Generator<Ordered & { basis: string }> {
  for (const basis of [PLANNED, "changed1"]) {
    for (const days of [0, 1]) {
      const terms: Terms = {
        opsType: "scheduled",
        dataPolicy: days === 0 ? "force_transfer" : "try_transfer",
        planTime: SATURDAY + 417 + days * DAY,
      };
      const earlier = { basis: "earlier1", terms: { ...terms, planTime: terms.planTime + 2 * DAY } };
      yield { state: "accepted", basis, terms };
      yield { state: "unknown", basis, terms };
      yield { state: "unknown", basis, terms, earlier };
      yield { state: "rejected", basis, terms, code: "500", message: "full" };
    }
    yield { state: "unsent", basis, why: "held back by maxErrors" };
    yield { state: "observed", basis };
  }
}

function* migrations(): Generator<Migration> {
  for (const status of [
    "Unread",
    "Inquiring",
    "Scheduled",
    "Executing",
    "Executed",
    "Canceled",
    "Unlisted",
  ]) {
    for (const order of orders()) {
      yield ordered(1, status, { ordered: order });
      yield ordered(1, status, { ordered: order, movedTo: SATURDAY + 7 * DAY });
    }
  }
}

/** `changed` of `up to 1 order (1 changed), …`, or that none is sent. */
function saidBy(outlook: readonly string[]): string {
  return /\(1 (\w+)\)/.exec(outlook.join())?.[1] ?? "unchanged";
}

describe("what a report says that a preview changes", () => {
  for (const onExistingOrder of ["fail", "keep", "resubmit"]) {
    for (const schedule of [undefined, SCHEDULE]) {
      it(`is what the provider says: ${onExistingOrder}, ${schedule ? "a schedule" : "no schedule"}`, () => {
        const inputs = { stack: "shop/prod", label: "edge", dataPolicy: "force_transfer", onExistingOrder };
        const plan = {
          planned: [planned(1, schedule && { wave: 1 })],
          inputs,
          ...(schedule && { schedule }),
        };
        const differing: unknown[] = [];
        for (const migration of migrations()) {
          const text = previewOf({ ...plan, migrations: { "e-1": migration } }, plan);
          const [step] = (JSON.parse(text) as { steps: [Record<"oldState" | "newState", Step>] }).steps;
          const { outlook } = diff(step.oldState.outputs, step.newState.inputs, NOW);
          const change = readReport(text, { now: NOW }).plans[0]?.rows[0]?.change;
          if (change !== saidBy(outlook)) differing.push({ change, outlook, migration });
        }
        assert.deepEqual(differing, []);
      });
    }
  }
});

interface Step {
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}
