import assert from "node:assert/strict";
import { providerString } from "../dynamic/providerProcess";
import { STARTING } from "../dynamic/support";
import { report } from "../report";
import { tryCell } from "./cell";
import { FAULTS, type GroupName, GROUPS } from "./faults";
import { OPERATIONS } from "./operations";
import { cells, current, Outcomes, render, TRANSPORTS, write } from "./page";
import { type Measured, RISKS } from "./residual";
import { leftOut } from "./rules";
import { Testbed } from "./testbed";

describe("the fault matrix at the provider's process", function () {
  // Generous: some cells start a process of their own, on a machine that may be busy.
  this.timeout("120s");
  let testbeds: Testbed[];
  let __provider: string;
  const outcomes = new Outcomes();
  const risks: { name: string; measured: Measured }[] = [];

  before(async function () {
    this.timeout(STARTING);
    [testbeds, __provider] = await Promise.all([
      Promise.all(TRANSPORTS.map(Testbed.start)),
      providerString(),
    ]);
  });
  after(async () => {
    report(`fault matrix: ${outcomes.size} cells tried, violations ${outcomes.violations()}`);
    await Promise.all(testbeds.map((testbed) => testbed.close()));
  });

  for (const group of Object.keys(GROUPS) as GroupName[]) {
    describe(GROUPS[group].title, () => {
      for (const fault of FAULTS.filter((candidate) => candidate.group === group)) {
        for (const operation of OPERATIONS) {
          const transports = TRANSPORTS.filter((transport) => !leftOut({ fault, operation, transport }));
          if (transports.length === 0) continue;
          it(`${fault.name}: ${operation.title}`, async () => {
            const found: string[] = [];
            // The transports at the same time, each in a testbed of its own.
            await Promise.all(
              testbeds
                .filter(({ transport }) => transports.includes(transport))
                .map(async (testbed) => {
                  const tried = await tryCell(testbed, fault, operation, __provider);
                  outcomes.add({ fault, operation, transport: testbed.transport }, tried);
                  found.push(
                    ...tried.violations.map(({ kind, what }) => `${testbed.transport}: ${kind}: ${what}`),
                  );
                }),
            );
            assert.equal(found.join("\n"), "");
          });
        }
      }
    });
  }

  describe("the residual risks", () => {
    for (const { name, measure } of RISKS) {
      it(name, async () => {
        const [testbed] = testbeds;
        assert.ok(testbed);
        const measured = await measure(testbed, __provider);
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
