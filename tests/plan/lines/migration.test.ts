import assert from "node:assert/strict";
import fc from "fast-check";
import { formatMigration, parseMigration } from "../../../provider/src/plan/lines/migration";
import {
  hasEnded,
  isPending,
  type Migration,
  isOver,
  type Ordered,
  type OurOrder,
  standing,
} from "../../../provider/src/plan/model/migration";
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
  NOW,
  observed,
  OTHER_TIME,
  ourOrder,
  record,
  rejected,
  unknown,
  unsent,
} from "../builders";

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
      code: fc.stringMatching(/^[\w.]{1,30}$/),
      message: anyMessage.map(asKept),
      requestId: fc.uuid(),
    },
    ["state", "basis", "terms", "code", "message"],
  ),
  record({ state: fc.constant("unsent" as const), basis: anyBasis, why: anyMessage.map(asKept) }),
  record({ state: fc.constant("observed" as const), basis: anyBasis }),
);

const anyMigration: fc.Arbitrary<Migration> = record(
  {
    resourceId: anyResourceId,
    status: fc.oneof(anyStatus, fc.constantFrom("Unread", "Unlisted")),
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
      "another order in its place",
      migration(accepted(), "Scheduled", { movedTo: OTHER_TIME, ofAnother: true }),
      / \| moved to 2026-12-11T17:30:00Z \| of another order \| call 1 \| #/,
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
      "a lost answer after another order of ours",
      migration(unknown(at(), null, ourOrder(atOnce("abandon"))), "Scheduled"),
      /\| outcome unknown 2026-12-04T\S+ force_transfer \| earlier immediate abandon #[\w-]{8} \| #[\w-]{8}$/,
    ],
    [
      "an order that ran under one of two terms",
      migration(accepted(at(), { or: marked(at(OTHER_TIME, "abandon")) }), "Executed"),
      /\| Executed \| ordered 2026-12-04T\S+ force_transfer \| or 2026-12-11T\S+ abandon \| /,
    ],
    [
      "an order that ENS took and does not show yet",
      migration(accepted(at(), { since: NOW, replaced: [OTHER_TIME] }), "Scheduled", {
        outdated: OTHER_TIME,
      }),
      /\| taken at 2026-12-01T00:00:00Z \| instead of 2026-12-11T17:30:00Z \| still shows 2026-12-11T17:30:00Z \| call 1 \| #/,
    ],
    [
      "an event that ENS has ceased to list",
      migration(accepted(atOnce()), "Executing", { missingSince: NOW }),
      /\| missing since 2026-12-01T00:00:00Z \| call 1 \| #/,
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
    [accepted(), "Unlisted", false],
    [unknown(), "Unlisted", false],
    [observed(), "Unlisted", false],
    [rejected(), "Inquiring", false],
    [rejected(), "Scheduled", false],
    [unsent(), "Scheduled", false],
  ];
  for (const [ordered, status, pending] of rows) {
    it(`${ordered.state} and ${status}: ${pending ? "yes" : "no"}`, () => {
      assert.equal(isPending(migration(ordered, status)), pending);
    });
  }

  it("until the platform's last word, or until ENS has long ceased to list it", () => {
    const ended = ["Executed", "Failed", "Canceled", "Avoided"];
    for (const status of ended) assert.deepEqual([hasEnded(status), isOver(status)], [true, true]);
    assert.deepEqual([hasEnded("Unlisted"), isOver("Unlisted")], [false, true]);
    for (const status of ["Inquiring", "Scheduled", "Executing", "Unread", "Paused"])
      assert.deepEqual([hasEnded(status), isOver(status)], [false, false]);
  });
});

describe("the order of ours that stands", () => {
  it("is the accepted one, or the one before a lost one", () => {
    assert.deepEqual(standing(accepted()), ourOrder());
    assert.deepEqual(standing(unknown(at(OTHER_TIME), NOW, ourOrder())), ourOrder());
  });

  it("is none otherwise", () => {
    for (const ordered of [undefined, unknown(), rejected(), unsent(), observed()])
      assert.equal(standing(ordered), undefined);
  });
});
