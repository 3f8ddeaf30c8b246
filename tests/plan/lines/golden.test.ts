import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { formatMigration, parseMigration } from "../../../provider/src/plan/lines/migration";
import { formatPlanned, parsePlanned } from "../../../provider/src/plan/lines/planned";
import type { Migration } from "../../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";

interface Golden {
  requestIds: string[];
  planned: { what: string; line: string; means: PlannedMigration }[];
  migrations: { what: string; line: string; means: Migration }[];
}

const golden = JSON.parse(readFileSync(path.join(__dirname, "golden", "version1.json"), "utf8")) as Golden;

describe("lines of version 1", () => {
  for (const { what, line, means } of golden.planned) {
    it(`of planned, with ${what}`, () => {
      assert.deepEqual(parsePlanned(means.eventId, line), means);
      assert.equal(formatPlanned(means), line);
    });
  }

  for (const { what, line, means } of golden.migrations) {
    it(`of migrations, with ${what}`, () => {
      assert.deepEqual(
        parseMigration("e-1", line, (call) => golden.requestIds[call - 1]),
        means,
      );
      assert.equal(
        formatMigration(means, (requestId) => golden.requestIds.indexOf(requestId) + 1),
        line,
      );
    });
  }
});
