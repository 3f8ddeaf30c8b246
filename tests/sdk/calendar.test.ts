import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
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

  for (const [part, instead] of [
    [undefined, "undefined"],
    ["2026-12-24", '"2026-12-24"'],
    [[yearEnd, null], "a list that holds null"],
    [[[yearEnd]], "a list that holds a list"],
    [pulumi.output([yearEnd]), "an output or a promise"],
  ] as const) {
    it(`is refused where a part of it is ${instead}, as a mistake of the program`, () =>
      assert.throws(
        () => calendar(launch, part as unknown as typeof launch),
        (error: unknown) => {
          assert.ok(pulumi.RunError.isInstance(error));
          assert.equal(
            error.message,
            `calendar: argument 2 must be an exclusion or a list of exclusions, not ${instead}`,
          );
          assert.match(error.stack ?? "", /calendar\.test\.ts/);
          return true;
        },
      ));
  }
});
