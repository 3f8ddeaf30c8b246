import assert from "node:assert/strict";
import { LANES } from "./lanes";
import { triesEverything } from "./matrix";
import { cells, current, render, write } from "./page";
import { type Measured, RISKS } from "./residual";

describe("the fault matrix at the provider's process", function () {
  // Generous: some cells start a process of their own, on a machine that may be busy.
  this.timeout("120s");
  const { outcomes, testbeds } = triesEverything(LANES);
  const risks: { name: string; measured: Measured }[] = [];

  describe("the residual risks", () => {
    for (const { name, measure } of RISKS) {
      it(name, async () => {
        const [testbed] = testbeds;
        assert.ok(testbed);
        const measured = await measure(testbed);
        risks.push({ name, measured });
        // Never more than the one order too many, and never another order than a plan asked for.
        assert.ok(measured.accepted <= 2 && measured.asPlanned, JSON.stringify(measured));
        assert.equal(measured.afterwards, "no changes");
        assert.equal(measured.seesMove ?? false, name.startsWith("two stacks"));
      });
    }
  });

  // Mocha runs a suite's own tests before its suites, and this one is to be the last.
  describe("docs/engineering/reliability.md", () => {
    it("says what was tried (UPDATE_RELIABILITY=1 writes it anew)", async () => {
      assert.equal(outcomes.size, cells().length, "only a whole run can say it");
      const page = await render({ outcomes, risks });
      if (process.env["UPDATE_RELIABILITY"] === "1") write(page);
      assert.equal(current(), page);
    });
  });
});
