import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatMigration,
  hasEnded,
  isPending,
  type Migration,
  type Ordered,
  parseMigration,
} from "../../provider/src/plan/migration";
import {
  accepted,
  anyBasis,
  anyMessage,
  anyResourceId,
  anyStatus,
  anyTerms,
  anyTime,
  asKept,
  atOnce,
  EVENT,
  marked,
  migration,
  at,
  observed,
  OTHER_TIME,
  rejected,
  unknown,
  record,
} from "./builders";

const anyRequestId = fc.uuid();
const optionalRequestId = fc.option(anyRequestId, { nil: undefined });
const withRequestId = <T extends object>(record: T, requestId: string | undefined): T =>
  requestId === undefined ? record : { ...record, requestId };

const anyOrdered: fc.Arbitrary<Ordered> = fc.oneof(
  fc
    .tuple(anyBasis, anyTerms, optionalRequestId)
    .map(([basis, terms, requestId]): Ordered =>
      withRequestId({ state: "accepted", basis, terms }, requestId),
    ),
  fc
    .tuple(anyBasis, anyTerms, anyTime)
    .map(([basis, terms, since]): Ordered => ({ state: "unknown", basis, terms, since })),
  fc
    .tuple(anyBasis, anyTerms, fc.stringMatching(/^[\w.]{1,30}$/), anyMessage, optionalRequestId)
    .map(([basis, terms, code, message, requestId]): Ordered =>
      withRequestId({ state: "rejected", basis, terms, code, message: asKept(message) }, requestId),
    ),
  fc
    .tuple(anyBasis, anyMessage)
    .map(([basis, why]): Ordered => ({ state: "unsent", basis, why: asKept(why) })),
  anyBasis.map((basis): Ordered => ({ state: "observed", basis })),
);

const anyMigration: fc.Arbitrary<Migration> = record(
  {
    resourceId: anyResourceId,
    status: fc.oneof(anyStatus, fc.constant("Unread")),
    ordered: anyOrdered,
    notBefore: anyTime,
    movedTo: anyTime,
    released: fc.constant(true as const),
    unreported: fc.constant(true as const),
  },
  ["resourceId", "status", "ordered"],
);

/** Writes and reads one line, with request ids numbered as `state` does it. */
function through(each: Migration): { line: string; read: Migration } {
  const requestIds: string[] = [];
  const line = formatMigration(each, (requestId) => requestIds.push(requestId));
  return { line, read: parseMigration(EVENT, line, (call) => requestIds[call - 1]) };
}

describe("a line of migrations", () => {
  const lines: [string, Migration, RegExp][] = [
    [
      "an order of ours that ENS took",
      migration(accepted(), "Scheduled", { notBefore: marked(at()).planTime }),
      /^i-1 \| Scheduled \| ordered 2026-12-04T17:30:00\.\d{3}Z force_transfer \| NotBefore as ordered \| call 1 \| #[\w-]{8}$/,
    ],
    [
      "an order that the platform moved",
      migration(accepted(), "Scheduled", { notBefore: OTHER_TIME, movedTo: OTHER_TIME + 1_000 }),
      / \| NotBefore 2026-12-11T17:30:00Z \| moved to 2026-12-11T17:30:01Z \| call 1 \| #/,
    ],
    [
      "an immediate order",
      migration(accepted(atOnce()), "Executing"),
      /\| Executing \| ordered immediate force_transfer \| /,
    ],
    [
      "a refused order",
      migration(rejected(), "Inquiring"),
      /\| Inquiring \| rejected .* \| #[\w-]{8} \| 409: busy$/,
    ],
    [
      "a lost answer",
      migration(unknown(), "Inquiring"),
      /\| outcome unknown since 2026-11-30T23:59:00Z 2026-12-04T/,
    ],
    [
      "an order that stayed at home",
      migration({ state: "unsent", basis: "b", why: "no time" }),
      /\| not sent \| #b \| no time$/,
    ],
    [
      "an order of somebody else",
      migration(observed(), "Scheduled"),
      /\| Scheduled \| no order of this plan \| #/,
    ],
    [
      "a released order",
      migration(accepted(), "Scheduled", { released: true }),
      / \| released \| call 1 \| #/,
    ],
    [
      "a bad end that nobody heard of",
      migration(accepted(), "Failed", { unreported: true }),
      / \| unreported \| call 1 \| #/,
    ],
  ];
  for (const [what, each, line] of lines) {
    it(`of ${what} can be read by a person`, () => {
      assert.match(through(each).line, line);
    });
  }

  it("reads back as what it was written from", () => {
    fc.assert(
      fc.property(anyMigration, (each) => {
        assert.deepEqual(through(each).read, each);
      }),
      { numRuns: 500 },
    );
  });

  it("is one line, however many the message had", () => {
    fc.assert(
      fc.property(anyTerms, anyMessage, anyBasis, (terms, message, basis) => {
        const { line } = through(migration({ state: "rejected", basis, terms, code: "500", message }));
        assert.doesNotMatch(line, /[\r\n\t]/);
      }),
    );
  });

  it("keeps a message on one line and short, and loses nothing else", () => {
    fc.assert(
      fc.property(anyTerms, anyMessage, anyBasis, (terms, message, basis) => {
        const ordered: Ordered = { state: "rejected", basis, terms, code: "500", message };
        const { read } = through(migration(ordered, "Inquiring"));
        assert.deepEqual(read, migration({ ...ordered, message: asKept(message) }, "Inquiring"));
      }),
    );
  });

  it("stays as it is when it is read and written again, even where a long message was cut", () => {
    for (const words of ["a".repeat(399) + " and more", "x ".repeat(300), "y".repeat(1_000)]) {
      const { line, read } = through(migration(rejected(at(), "500", words)));
      assert.equal(through(read).line, line);
    }
  });

  const basis = "#Jx0k_2aQ";
  const broken: string[] = [
    "",
    "nonsense",
    basis,
    `i-1 | ${basis}`,
    `i-1 | Scheduled | ${basis}`,
    ` | Scheduled | not sent | ${basis} | why`,
    `i-1 |  | not sent | ${basis} | why`,
    `i-1 | Scheduled | ordered | ${basis}`,
    `i-1 | Scheduled | ordered immediate | ${basis}`,
    `i-1 | Scheduled | ordered immediate keep | ${basis}`,
    `i-1 | Scheduled | ordered tomorrow abandon | ${basis}`,
    `i-1 | Scheduled | lost immediate abandon | ${basis}`,
    "i-1 | Scheduled | ordered immediate abandon | call 1",
    "i-1 | Scheduled | no order of this plan | released",
    "i-1 | Scheduled | ordered immediate abandon",
  ];
  for (const line of broken) {
    it(`${JSON.stringify(line)} is refused and quoted`, () => {
      assert.throws(() => parseMigration(EVENT, line, () => "request-1"), {
        name: "TypeError",
        message: `migrations["e-1"] is no migration: ${JSON.stringify(line)}`,
      });
    });
  }
});

describe("an order is pending", () => {
  const rows: [Ordered, string, boolean][] = [
    [accepted(), "Inquiring", true],
    [accepted(), "Scheduled", true],
    [accepted(), "Executing", true],
    [accepted(), "Unread", true],
    [accepted(), "Executed", false],
    [accepted(), "Failed", false],
    [accepted(), "Canceled", false],
    [accepted(), "Avoided", false],
    [unknown(), "Inquiring", true],
    [unknown(), "Executed", false],
    [observed(), "Scheduled", true],
    [observed(), "Executing", true],
    [observed(), "Inquiring", false],
    [observed(), "Avoided", false],
    [rejected(), "Inquiring", false],
    [rejected(), "Scheduled", false],
    [{ state: "unsent", basis: "b", why: "w" }, "Scheduled", false],
  ];
  for (const [ordered, status, pending] of rows) {
    it(`${ordered.state} and ${status}: ${pending ? "yes" : "no"}`, () => {
      assert.equal(isPending(migration(ordered, status)), pending);
    });
  }

  it("until the platform's last word", () => {
    const ended = ["Executed", "Failed", "Canceled", "Avoided"];
    for (const status of ended) assert.equal(hasEnded(status), true);
    for (const status of ["Inquiring", "Scheduled", "Executing", "Unread", "Paused"])
      assert.equal(hasEnded(status), false);
  });
});
