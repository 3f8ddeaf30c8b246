import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findPython } from "../../tools/findPython.mjs";
import { orSkip } from "../orSkip";
import { FIRST, runPage, SECOND } from "./runPage";

const NEEDS: Record<string, () => Promise<unknown>> = {
  python: async () => assert.ok(await findPython(), "Python is not installed"),
  go: () => promisify(execFile)("go", ["version"]),
};

/** The programs of these pages take minutes to install and to compile. */
describe("pages that run, in languages that take longer", function () {
  this.timeout("1200s");

  for (const [language, need] of Object.entries(NEEDS)) {
    it(`docs/getting-started-${language}.md`, async function () {
      await orSkip(this, need);
      const { orders, failed } = await runPage(`docs/getting-started-${language}.md`, [FIRST, SECOND]);
      assert.deepEqual(failed, []);
      assert.deepEqual(orders, { [FIRST.eventId]: 1, [SECOND.eventId]: 1 });
    });
  }
});
