import assert from "node:assert/strict";
import fc from "fast-check";
import { formatPlanned, parsePlanned } from "../../../provider/src/plan/lines/planned";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import {
  anyBasis,
  anyEventId,
  anyResourceId,
  anyTerms,
  anyTime,
  atOnce,
  EVENT,
  planned,
  record,
} from "../builders";

const anyLocal = fc.constantFrom(
  "2026-12-05 01:30 +08:00",
  "2026-12-05 01:30 -05:30",
  "2026-12-05 01:30 Asia/Shanghai",
);
const anyNote = fc.constantFrom("random password", "password given", "local data is lost");

const anyPlanned: fc.Arbitrary<PlannedMigration> = record(
  {
    eventId: anyEventId,
    resourceId: anyResourceId,
    terms: anyTerms,
    group: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
      .filter((text) => !/[|\p{Cc}]/u.test(text)),
    wave: fc.integer({ min: 1, max: 1_000 }),
    deadline: anyTime,
    local: anyLocal,
    notes: fc.uniqueArray(anyNote, { maxLength: 3 }),
    basis: anyBasis,
  },
  ["eventId", "resourceId", "terms", "notes", "basis"],
);

describe("a line of planned", () => {
  it("reads as a person would write it down", () => {
    const line = formatPlanned({ ...planned(), local: "2026-12-05 01:30 +08:00", basis: "Jx0k_2aQ" });
    assert.match(
      line,
      /^2026-12-05 01:30 \+08:00 \| 2026-12-04T17:30:00\.\d{3}Z \| force_transfer \| random password \| i-1 \| #Jx0k_2aQ$/,
    );
  });

  it("begins with the wave and the time, since the CLI cuts long lines off", () => {
    const line = formatPlanned({
      ...planned(),
      group: "edge",
      wave: 2,
      local: "2026-12-05 01:30 Asia/Shanghai",
    });
    assert.ok(line.startsWith("wave 2 | 2026-12-05 01:30 Asia/Shanghai | 2026-12-04T17:30:00."), line);
  });

  it("says immediate where there is no time", () => {
    const line = formatPlanned({
      ...planned(atOnce("abandon")),
      notes: ["local data is lost"],
      basis: "Jx0k_2aQ",
    });
    assert.equal(line, "immediate | abandon | local data is lost | i-1 | #Jx0k_2aQ");
  });

  it("reads back as what it was written from", () => {
    fc.assert(
      fc.property(anyPlanned, (each) => {
        assert.deepEqual(parsePlanned(each.eventId, formatPlanned(each)), each);
      }),
    );
  });

  it("is one line", () => {
    fc.assert(
      fc.property(anyPlanned, (each) => {
        assert.doesNotMatch(formatPlanned(each), /[\r\n]/);
      }),
    );
  });

  const good = formatPlanned(planned());
  const broken: string[] = [
    "",
    "nonsense",
    "i-1",
    "immediate | i-1",
    "immediate | force_transfer | i-1",
    "immediate | force_transfer | random password | i-1",
    "immediate | force_transfer | #Jx0k_2aQ",
    "at once | force_transfer | i-1 | #Jx0k_2aQ",
    "immediate | keep | i-1 | #Jx0k_2aQ",
    "2026-12-04 | force_transfer | i-1 | #Jx0k_2aQ",
    "2026-12-04T17:30:00+08:00 | force_transfer | i-1 | #Jx0k_2aQ",
    "force_transfer | immediate | i-1 | #Jx0k_2aQ",
    good.replaceAll(" | ", "|"),
    good.slice(0, good.lastIndexOf(" | ")),
  ];
  for (const line of broken) {
    it(`${JSON.stringify(line)} is refused and quoted`, () => {
      assert.throws(() => parsePlanned(EVENT, line), {
        name: "TypeError",
        message: `planned["e-1"] is no planned migration: ${JSON.stringify(line)}`,
      });
    });
  }

  for (const time of ["2026-13-04T17:30:00Z", "2026-12-04T25:30:00Z"]) {
    it(`${time}, which looks like a time and is none, is refused`, () => {
      assert.throws(() => parsePlanned(EVENT, `i-1 | ${time} | force_transfer | #Jx0k_2aQ`), TypeError);
    });
  }
});
