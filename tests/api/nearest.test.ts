import assert from "node:assert/strict";
import { nearest } from "../../provider/src/api/nearest";

const KNOWN = ["eventId", "resourceId", "planTime", "dataPolicy"];

describe("did you mean", () => {
  const near: [string, string][] = [
    ["plantime", "planTime"],
    ["PlanTime", "planTime"],
    ["planTiem", "planTime"],
    ["eventID", "eventId"],
    ["dataPolcy", "dataPolicy"],
    ["resourceIds", "resourceId"],
    ["policy", "dataPolicy"],
    ["POLICYS", "dataPolicy"],
  ];
  for (const [name, meant] of near) {
    it(`${name} is near ${meant}`, () => {
      assert.equal(nearest(name, KNOWN), `; did you mean ${meant}?`);
    });
  }

  it("is not said of a word that several names have in them, nor where there is no name", () => {
    assert.equal(nearest("america", ["America/Lima", "America/New_York"]), "");
    assert.equal(nearest("planTime", []), "");
  });

  for (const name of ["zone", "somethingElse", "plan"]) {
    it(`${name} is near nothing`, () => {
      assert.equal(nearest(name, KNOWN), "");
    });
  }
});
