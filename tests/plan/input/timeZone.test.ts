import assert from "node:assert/strict";
import { timeZoneFailure } from "../../../provider/src/plan/input/timeZone";

const suggested = (text: unknown): string | undefined =>
  /; did you mean (.*)\?$/.exec(timeZoneFailure(text) ?? assert.fail(`${String(text)} is taken`))?.[1];

describe("what a time zone is", () => {
  for (const name of [
    "UTC",
    "Asia/Shanghai",
    "America/Argentina/Buenos_Aires",
    "America/Port-au-Prince",
    "America/Port_of_Spain",
    "Africa/Dar_es_Salaam",
    "Antarctica/DumontDUrville",
    "Antarctica/McMurdo",
    "Arctic/Longyearbyen",
    "Atlantic/Reykjavik",
    "Australia/Lord_Howe",
    "Europe/Isle_of_Man",
    "Indian/Maldives",
    "Pacific/Kiritimati",
  ])
    it(`${name} is one`, () => assert.equal(timeZoneFailure(name), undefined));

  for (const link of [
    "Asia/Kolkata",
    "Asia/Calcutta",
    "Asia/Saigon",
    "Asia/Ho_Chi_Minh",
    "Asia/Chongqing",
    "Europe/Kyiv",
    "America/Argentina/ComodRivadavia",
    "America/Knox_IN",
    "Australia/ACT",
    "Australia/LHI",
    "Australia/NSW",
  ]) {
    it(`${link} is one, though it is a link to another`, () =>
      assert.equal(timeZoneFailure(link), undefined));
  }

  it("every Area/City name that this Node lists is one", () => {
    const names = Intl.supportedValuesOf("timeZone").filter((name) => /^[A-Z][a-z]+\/[A-Z]/.test(name));
    const others = names.filter((name) => !name.startsWith("Etc/") && !name.startsWith("US/"));
    assert.ok(others.length > 400);
    assert.deepEqual(
      others.filter((name) => timeZoneFailure(name) !== undefined),
      [],
    );
  });

  // Each of them, or a text like it, is taken by `Intl` of some Node.
  for (const [text, meant] of [
    ["CST", "Asia/Shanghai"],
    ["PRC", "Asia/Shanghai"],
    ["prc", "Asia/Shanghai"],
    ["China Standard Time", "Asia/Shanghai"],
    ["Asia/Beijing", "Asia/Shanghai"],
    ["Beijing", "Asia/Shanghai"],
    ["Shanghai", "Asia/Shanghai"],
    ["China/Shanghai", "Asia/Shanghai"],
    ["Asia/Shanghia", "Asia/Shanghai"],
    ["Asia/Shanghai ", "Asia/Shanghai"],
    ["asia/shanghai", "Asia/Shanghai"],
    ["ASIA/SHANGHAI", "Asia/Shanghai"],
    ["+08:00", "Asia/Shanghai"],
    ["+0800", "Asia/Shanghai"],
    ["+8", "Asia/Shanghai"],
    ["UTC+8", "Asia/Shanghai"],
    ["UTC+08:00", "Asia/Shanghai"],
    ["GMT+8", "Asia/Shanghai"],
    ["Etc/GMT-8", "Asia/Shanghai"],
    ["Etc/GMT+8", undefined],
    ["UTC-8", undefined],
    ["+09:00", "Asia/Tokyo"],
    ["-05:00", undefined],
    ["asia/kolkata", "Asia/Kolkata"],
    ["America/Port-Au-Prince", "America/Port-au-Prince"],
    ["Australia/Nsw", "Australia/NSW"],
    ["New York", "America/New_York"],
    ["Hongkong", "Asia/Hong_Kong"],
    ["Singapore", "Asia/Singapore"],
    ["EST5EDT", "America/New_York"],
    ["US/Pacific", "America/Los_Angeles"],
    ["GMT", "UTC"],
    ["utc", "UTC"],
    ["UTC+0", "UTC"],
    ["Etc/UTC", "UTC"],
    ["Z", "UTC"],
    ["CET", undefined],
    ["local", undefined],
    ["system", undefined],
    ["", undefined],
    ["Asia/", undefined],
    ["/Shanghai", "Asia/Shanghai"],
  ] as const) {
    it(`${JSON.stringify(text)} is none${meant === undefined ? "" : `; ${meant} is meant`}`, () =>
      assert.equal(suggested(text), meant));
  }

  it("the failure says what a zone is, and what was written", () => {
    assert.equal(
      timeZoneFailure("CST"),
      'must be a time zone as Area/City, such as Asia/Shanghai, or UTC, not "CST"; did you mean Asia/Shanghai?',
    );
    for (const value of [8, null, undefined, {}, ["UTC"]])
      assert.match(timeZoneFailure(value) ?? "", /or UTC, not (8|null|undefined|an object|a list)$/);
  });
});
