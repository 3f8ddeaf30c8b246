import fc from "fast-check";
import type { Migration, Ordered, OurOrder } from "../../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import {
  anyBasis,
  anyEventId,
  anyMessage,
  anyResourceId,
  anyStatus,
  anyTerms,
  anyTime,
  asKept,
  record,
} from "../builders";

/** Any text, and what could be taken for a part of a line. */
const anyText = fc.oneof(anyMessage, fc.string({ unit: "binary" })).filter((text) => text !== "");

/** No longer than a line shows it whole, also where all of it is escaped. */
export const anyName = fc.oneof(
  anyText.map((text) => text.slice(0, 5)),
  fc.stringMatching(/^[\w ().#-]{1,33}$/),
);

export const anyPlanned: fc.Arbitrary<PlannedMigration> = record(
  {
    eventId: anyEventId,
    resourceId: anyResourceId,
    instanceName: anyName,
    terms: anyTerms,
    group: anyText,
    wave: fc.integer({ min: 1, max: 1_000 }),
    deadline: anyTime,
    local: fc.record(
      {
        time: fc.constantFrom("2026-12-05 01:30", "2027-03-28 03:00"),
        zone: fc.constantFrom("+08:00", "-05:30", "Asia/Shanghai", "America/Argentina/Buenos_Aires"),
      },
      { noNullPrototype: true },
    ),
    clockChange: fc.constantFrom("windowStartSkipped" as const, "timeShownTwice" as const),
    password: fc.constantFrom("given" as const, "random" as const),
    basis: anyBasis,
  },
  ["eventId", "resourceId", "terms", "password", "basis"],
).map((planned) => {
  if (planned.terms.opsType === "scheduled") return planned;
  const { local: _, clockChange: __, ...atOnce } = planned;
  return atOnce;
});

const anyOurOrder: fc.Arbitrary<OurOrder> = record({ basis: anyBasis, terms: anyTerms });

const anyOrdered: fc.Arbitrary<Ordered> = fc.oneof(
  record(
    {
      state: fc.constant("accepted" as const),
      basis: anyBasis,
      terms: anyTerms,
      requestId: fc.uuid(),
      since: anyTime,
      asked: anyTime,
      replaced: fc.array(anyTime, { minLength: 1, maxLength: 3 }),
      or: anyTerms,
    },
    ["state", "basis", "terms"],
  ),
  record(
    {
      state: fc.constant("unknown" as const),
      basis: anyBasis,
      terms: anyTerms,
      since: anyTime,
      earlier: anyOurOrder,
    },
    ["state", "basis", "terms"],
  ),
  record(
    {
      state: fc.constant("rejected" as const),
      basis: anyBasis,
      terms: anyTerms,
      code: anyText,
      message: anyMessage.map(asKept),
      requestId: fc.uuid(),
    },
    ["state", "basis", "terms", "code", "message"],
  ),
  record({ state: fc.constant("unsent" as const), basis: anyBasis, why: anyMessage.map(asKept) }),
  record({ state: fc.constant("observed" as const), basis: anyBasis }),
);

export const anyMigration: fc.Arbitrary<Migration> = record(
  {
    resourceId: anyResourceId,
    instanceName: anyName,
    status: fc.oneof(anyStatus, fc.constantFrom("Unread", "Unlisted"), anyText),
    ordered: anyOrdered,
    notBefore: anyTime,
    movedTo: anyTime,
    ofAnother: fc.constant(true as const),
    outdated: anyTime,
    missingSince: anyTime,
    released: fc.constant(true as const),
    unreported: fc.constant(true as const),
  },
  ["resourceId", "status", "ordered"],
);
