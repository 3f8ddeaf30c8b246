import assert from "node:assert/strict";
import fc from "fast-check";
import { nameEvent } from "../../../provider/src/plan/lines/instance";
import { formatPlanned, parsePlanned } from "../../../provider/src/plan/lines/planned";
import { EVENT, planned } from "../builders";
import { anyPlanned } from "./arbitrary";

describe("a line of planned", () => {
  it("shows what a person must know within the 150 characters that Pulumi shows", () => {
    const line = formatPlanned({
      ...planned(),
      instanceName: "n".repeat(128),
      resourceId: "i-55qi8m11rr53c4i964md8a00l",
      terms: {
        opsType: "scheduled",
        dataPolicy: "abandon",
        planTime: Date.parse("2026-12-04T17:30:00.417Z"),
      },
      wave: 12,
      local: { time: "2026-12-05 01:30", zone: "America/Port-au-Prince" },
    });
    assert.match(
      line.slice(0, 150),
      /^n{32}… \(i-\w+\) \| Sat 2026-12-05 01:30 America\/Port-au-Prince \| wave 12 \| abandon: local data is lost/,
    );
  });

  it("shows no name that only repeats the id", () => {
    const { resourceId, ...each } = planned();
    assert.equal(
      formatPlanned({ ...each, resourceId, instanceName: resourceId }),
      formatPlanned({ ...each, resourceId }),
    );
    assert.equal(nameEvent("e-1", { resourceId, instanceName: resourceId }), `e-1 (${resourceId})`);
  });

  it("names the day of the week of the local time", () => {
    for (const [time, day] of [
      ["2026-11-28 01:00", "Sat"],
      ["2027-02-28 23:59", "Sun"],
      ["2100-03-01 00:00", "Mon"],
    ] as const) {
      const line = formatPlanned({ ...planned(), local: { time, zone: "Asia/Shanghai" } });
      assert.ok(line.includes(` | ${day} ${time} Asia/Shanghai | `), line);
    }
  });

  it("reads back as what it was written from, whatever the texts in it", () => {
    fc.assert(
      fc.property(anyPlanned, (each) => {
        assert.deepEqual(parsePlanned(each.eventId, formatPlanned(each)), each);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is one line without control characters, and has no separators but its own", () => {
    fc.assert(
      fc.property(anyPlanned, (each) => {
        const line = formatPlanned(each);
        assert.doesNotMatch(line, /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
        const { instanceName: _, group: __, ...plain } = each;
        const columns = formatPlanned(plain).split("|").length + (each.group === undefined ? 0 : 1);
        assert.equal(line.split("|").length, columns);
      }),
    );
  });

  it("reads a random password as lines had it before the first release", () => {
    const line = formatPlanned(planned());
    const old = line.replace("password will change", "random password");
    assert.notEqual(old, line);
    assert.deepEqual(parsePlanned("e-1", old), planned());
  });

  const good = formatPlanned(planned());
  const end = "password will change | #1.Jx0k_2aQ";
  const broken: string[] = [
    "",
    "nonsense",
    "i-1",
    "i-1 | immediate",
    "i-1 | immediate | force_transfer | password will change",
    "i-1 | immediate | force_transfer | #1.Jx0k_2aQ",
    `immediate | force_transfer | ${end}`,
    `web-1 | immediate | force_transfer | ${end}`,
    `(i-1) | immediate | force_transfer | ${end}`,
    `i-1) | immediate | force_transfer | ${end}`,
    `i-1 | at once | force_transfer | ${end}`,
    `i-1 | immediate | keep | ${end}`,
    `i-1 | immediate | abandon | ${end}`,
    `i-1 | immediate | force_transfer | wave 1 | ${end}`,
    `i-1 | immediate | wave one | force_transfer | ${end}`,
    `i-1 | immediate | force_transfer | released | ${end}`,
    `i-1 | immediate | force_transfer | password will change | 2026-12-04T17:30:00Z | #1.Jx0k_2aQ`,
    `i-1 | Sat 2026-12-05 01:30 UTC | force_transfer | ${end}`,
    `i-1 | Sat 2026-12-05 01:30 UTC | force_transfer | password will change | 2026-13-04T17:30:00Z | #1.Jx0k_2aQ`,
    `i-1 | Sat 2026-12-05 01:30 UTC | force_transfer | password will change | 2026-12-04T25:30:00Z | #1.Jx0k_2aQ`,
    `i-1 | Sat 2026-12-05 01:30 UTC | force_transfer | password will change | 2026-12-04T17:30:00+08:00 | #1.Jx0k_2aQ`,
    `i-1 | Sat 2026-12-05 01:30 UTC | force_transfer | password will change | 2027-02-29T17:30:00Z | #1.Jx0k_2aQ`,
    `i-1 | Sat 2026-12-05 01:30 UTC | force_transfer | password will change | 2026-12-04T24:00:00Z | #1.Jx0k_2aQ`,
    `i-1 | immediate | force_transfer | password will change | deadline tomorrow | #1.Jx0k_2aQ`,
    good.replaceAll(" | ", "|"),
    good.slice(0, good.lastIndexOf(" | ")),
    `${good} | more`,
  ];
  for (const line of broken) {
    it(`${JSON.stringify(line)} is refused and quoted`, () => {
      assert.throws(
        () => parsePlanned(EVENT, line),
        (error: Error) =>
          error.name === "UnreadableLineError" &&
          error.message.startsWith(`planned["e-1"] cannot be read: ${JSON.stringify(line)}. `),
      );
    });
  }
});
