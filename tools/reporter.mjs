import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import Mocha from "mocha";

/** Mocha's own report, then the facts of the tests (tests/report.ts), then the result in one line. */
export default class Reporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} options
   */
  constructor(runner, options) {
    super(runner, options);
    const directory = mkdtempSync(path.join(os.tmpdir(), "pulumi-ens-facts-"));
    const facts = path.join(directory, "facts");
    writeFileSync(facts, "");
    process.env.TEST_FACTS = facts; // The processes of the test files inherit it.
    // Not in `epilogue`: files that did not load, or whose process died, are counted after it.
    process.once("exit", () => {
      for (const fact of new Set(readFileSync(facts, "utf8").split("\n").filter(Boolean)))
        console.log(`  ${fact}`);
      rmSync(directory, { recursive: true });
      const { passes, failures, pending } = this.stats;
      console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ""}`);
    });
  }
}
