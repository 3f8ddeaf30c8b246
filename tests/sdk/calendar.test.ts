import assert from "node:assert/strict";
import { calendar } from "@pulumi-ens/sdk";

const yearEnd = { from: "2026-12-24", to: "2026-12-26", reason: "year-end freeze" };
const launch = { from: "2026-12-11", to: "2026-12-11", reason: "launch" };

describe("a calendar", () => {
  it("is made of exclusions and of other calendars, in the order given", () => {
    assert.deepEqual(calendar([yearEnd], launch), [yearEnd, launch]);
  });

  it("has an exclusion once that several parts have", () => {
    assert.deepEqual(calendar([yearEnd, launch], { ...launch }, calendar(yearEnd)), [yearEnd, launch]);
  });

  it("keeps two reasons for the same days", () => {
    const audit = { ...launch, reason: "audit" };
    assert.deepEqual(calendar(launch, audit), [launch, audit]);
  });

  it("may be empty", () => assert.deepEqual(calendar(), []));
});
