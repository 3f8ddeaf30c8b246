import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { VERSION } from "../../../provider/src/plan/lines/columns";
import { formatMigration, parseMigration } from "../../../provider/src/plan/lines/migration";
import { formatPlanned, parsePlanned } from "../../../provider/src/plan/lines/planned";
import type { Migration } from "../../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";

interface Golden {
  requestIds: string[];
  planned: { what: string; line: string; means: PlannedMigration }[];
  migrations: { what: string; line: string; means: Migration }[];
}

/** Older versions are read, and only the newest is written. */
const NEWEST = `version${VERSION}.json`;
const FOLDER = path.join(__dirname, "golden");
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

it(`there are golden lines of version ${VERSION}`, () => assert.ok(files.includes(NEWEST)));

for (const file of files) {
  describe(`the lines of ${file}`, () => {
    const golden = JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")) as Golden;

    for (const { what, line, means } of golden.planned) {
      it(`of planned, with ${what}`, () => {
        assert.deepEqual(parsePlanned(means.eventId, line), means);
        if (file === NEWEST) assert.equal(formatPlanned(means), line);
      });
    }

    for (const { what, line, means } of golden.migrations) {
      it(`of migrations, with ${what}`, () => {
        assert.deepEqual(
          parseMigration("e-1", line, (call) => golden.requestIds[call - 1]),
          means,
        );
        if (file === NEWEST) {
          assert.equal(
            formatMigration(means, (requestId) => golden.requestIds.indexOf(requestId) + 1),
            line,
          );
        }
      });
    }
  });
}
