import assert from "node:assert/strict";
import { STARTING } from "../dynamic/support";
import { report } from "../report";
import { tryCell } from "./cell";
import { FAULTS, type GroupName, GROUPS } from "./faults";
import { type Lane, nameOf } from "./lanes";
import { OPERATIONS } from "./operations";
import { Outcomes } from "./page";
import { leftOut } from "./rules";
import { Testbed } from "./testbed";

/** Declares a test for each fault at each point of an operation, which tries it in all lanes at the same time. */
export function triesEverything(lanes: readonly Lane[]): { outcomes: Outcomes; testbeds: Testbed[] } {
  const testbeds: Testbed[] = [];
  const outcomes = new Outcomes();

  before(async function () {
    this.timeout(STARTING);
    testbeds.push(...(await Promise.all(lanes.map(Testbed.start))));
  });
  after(async () => {
    report(
      `fault matrix (${lanes.map(nameOf).join("; ")}): ${outcomes.size} cells tried, violations ${outcomes.violations()}`,
    );
    await Promise.all(testbeds.map((testbed) => testbed.close()));
  });

  for (const group of Object.keys(GROUPS) as GroupName[]) {
    describe(GROUPS[group].title, () => {
      for (const fault of FAULTS.filter((candidate) => candidate.group === group)) {
        for (const operation of OPERATIONS) {
          const isTried = ({ transport }: Lane) => !leftOut({ fault, operation, transport });
          if (!lanes.some(isTried)) continue;
          it(`${fault.name}: ${operation.title}`, async () => {
            const found: string[] = [];
            // The lanes at the same time, each in a testbed of its own.
            await Promise.all(
              testbeds
                .filter(({ lane }) => isTried(lane))
                .map(async (testbed) => {
                  const { lane } = testbed;
                  const tried = await tryCell(testbed, fault, operation);
                  outcomes.add({ fault, operation, lane }, tried);
                  found.push(
                    ...tried.violations.map(({ kind, what }) => `${nameOf(lane)}: ${kind}: ${what}`),
                  );
                }),
            );
            assert.equal(found.join("\n"), "");
          });
        }
      }
    });
  }
  return { outcomes, testbeds };
}
