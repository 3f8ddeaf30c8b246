import assert from "node:assert/strict";
import { FIRST, runPage, SECOND, THIRD } from "./runPage";

describe("pages that run, command by command", function () {
  this.timeout("600s");

  it("docs/getting-started.md", async () => {
    const events = [FIRST, SECOND, THIRD];
    const { orders, failed } = await runPage("docs/getting-started.md", events);
    assert.deepEqual(orders, Object.fromEntries(events.map(({ eventId }) => [eventId, 1])));
    assert.deepEqual(failed, []);
  });

  for (const name of ["ens-operators", "getting-started-yaml"]) {
    it(`docs/${name}.md`, async () => {
      const { orders, failed } = await runPage(`docs/${name}.md`, [FIRST, SECOND]);
      assert.deepEqual(orders, { [FIRST.eventId]: 1, [SECOND.eventId]: 1 });
      assert.deepEqual(failed, []);
    });
  }

  it("docs/languages.md, with all that a YAML program has", async () => {
    const { orders, failed } = await runPage(
      "docs/languages.md",
      [FIRST, SECOND],
      "## The same in each language",
    );
    assert.deepEqual(orders, { [FIRST.eventId]: 1, [SECOND.eventId]: 1 });
    assert.deepEqual(failed, []);
  });

  it("docs/migrating.md, from Node.js to YAML", async () => {
    const heading = "## From Node.js to another language";
    const { orders, failed } = await runPage("docs/migrating.md", [FIRST, SECOND], heading);
    assert.deepEqual(orders, { [FIRST.eventId]: 1, [SECOND.eventId]: 1 });
    assert.deepEqual(failed, []);
  });

  it("docs/migrating.md, which orders nothing", async () => {
    const ordered = [
      { ...FIRST, eventStatus: "Scheduled" as const, notBefore: "2026-12-04T17:30:00Z" },
      { ...SECOND, eventStatus: "Scheduled" as const, notBefore: "2026-12-05T17:30:00Z" },
    ];
    const { orders, failed } = await runPage("docs/migrating.md", ordered, "## Import the existing orders");
    assert.deepEqual(orders, {});
    assert.deepEqual(failed, []);
  });
});
