import assert from "node:assert/strict";
import { sentenceOf } from "../../provider/src/plan/input/failures";
import { parseMigrations, parsePlanned } from "../../sdk/src/index";
import { at, blocks, pages } from "./pages";
import { runPrograms } from "./programs";
import { assertShown } from "./shown";

describe("the programs of the pages", function () {
  this.timeout("60s");

  for (const page of pages().filter(({ text }) => text.includes("new ens.MigrationPlan("))) {
    it(`${page.file}: are accepted, and give what is shown`, async () => {
      for (const { block, plans, shown } of await runPrograms(page)) {
        const failures = plans.flatMap((plan) => plan.failures.map(sentenceOf));
        const expected = shown.find(({ note }) => note?.word === "failures");
        if (expected) assertShown(expected.code, failures.join("\n"), at(expected));
        else assert.deepEqual(failures, [], at(block));
        const planned = plans.flatMap(({ inputs }) =>
          Object.entries((inputs["planned"] ?? {}) as Record<string, string>).map(
            ([eventId, line]) => `${eventId}: "${line}"`,
          ),
        );
        assert.ok(plans.length > 0, at(block));
        const lines = shown.find(({ note }) => note?.word === "planned");
        if (lines) assertShown(lines.code, planned.join("\n"), at(lines));
      }
    });
  }

  it("show only lines that the SDK reads", () => {
    const all = pages().flatMap(blocks);
    const lines = (word: string) =>
      all.filter(({ note }) => note?.word === word).flatMap(({ code }) => code.split("\n"));
    assert.ok(lines("plannedLines").length > 0 && lines("migrationLines").length > 0);
    for (const line of lines("plannedLines")) parsePlanned({ "e-1": line });
    for (const line of lines("migrationLines")) {
      const migrations = parseMigrations({
        schemaVersion: 1,
        requestIds: ["R1"],
        migrations: { "e-1": line },
      });
      assert.equal(migrations.size, 1);
    }
  });
});
