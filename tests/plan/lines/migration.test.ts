import assert from "node:assert/strict";
import fc from "fast-check";
import { formatMigration, parseMigration } from "../../../provider/src/plan/lines/migration";
import type { Migration, Ordered } from "../../../provider/src/plan/model/migration";
import {
  accepted,
  anyBasis,
  anyMessage,
  anyTerms,
  asKept,
  at,
  atOnce,
  EVENT,
  marked,
  migration,
  NOW,
  observed,
  OTHER_TIME,
  ourOrder,
  rejected,
  unknown,
} from "../builders";
import { anyMigration } from "./arbitrary";

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
      /^i-1 \| Scheduled \| ordered 2026-12-04T17:30:00\.\d{3}Z force_transfer \| call 1 \| NotBefore as ordered \| #1\.[\w-]{8}$/,
    ],
    [
      "an instance with a name",
      migration(accepted(), "Scheduled", { instanceName: "web-1" }),
      /^web-1 \(i-1\) \| Scheduled \| ordered /,
    ],
    [
      "an order that the platform moved",
      migration(accepted(), "Scheduled", { notBefore: OTHER_TIME, movedTo: OTHER_TIME + 1_000 }),
      / \| call 1 \| NotBefore 2026-12-11T17:30:00Z \| moved to 2026-12-11T17:30:01Z \| #/,
    ],
    [
      "another order in its place",
      migration(accepted(), "Scheduled", { movedTo: OTHER_TIME, ofAnother: true }),
      / \| moved to 2026-12-11T17:30:00Z \| of another order \| #/,
    ],
    [
      "an immediate order",
      migration(accepted(atOnce()), "Executing"),
      /\| Executing \| ordered immediate force_transfer \| /,
    ],
    [
      "a refused order",
      migration(rejected(), "Inquiring"),
      /\| Inquiring \| rejected .* \| 409: busy \| #1\.[\w-]{8}$/,
    ],
    [
      "a lost answer",
      migration(unknown(), "Inquiring"),
      /\| outcome unknown 2026-12-04T\S+ force_transfer \| sent at 2026-11-30T23:59:00Z \| #/,
    ],
    [
      "an order that stayed at home",
      migration({ state: "unsent", basis: "b", why: "no time" }),
      /\| not sent \| no time \| #1\.b$/,
    ],
    [
      "an order of somebody else",
      migration(observed(), "Scheduled"),
      /\| Scheduled \| no order of this plan \| #/,
    ],
    [
      "a lost answer after another order of ours",
      migration(unknown(at(), null, ourOrder(atOnce("abandon"))), "Scheduled"),
      /\| outcome unknown 2026-12-04T\S+ force_transfer \| earlier immediate abandon #[\w-]{8} \| #1\.[\w-]{8}$/,
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
      /\| taken at 2026-12-01T00:00:00Z \| instead of 2026-12-11T17:30:00Z \| call 1 \| still shows 2026-12-11T17:30:00Z \| #/,
    ],
    [
      "an event that ENS has ceased to list",
      migration(accepted(atOnce()), "Executing", { missingSince: NOW }),
      /\| missing since 2026-12-01T00:00:00Z \| #/,
    ],
    [
      "a released order",
      migration(accepted(), "Scheduled", { released: true }),
      / \| call 1 \| released \| #/,
    ],
    [
      "a bad end that nobody heard of",
      migration(accepted(), "Failed", { unreported: true }),
      / \| call 1 \| unreported \| #/,
    ],
  ];
  for (const [what, each, line] of lines) {
    it(`of ${what} can be read by a person`, () => {
      assert.match(through(each).line, line);
    });
  }

  it("reads back as what it was written from, whatever the texts in it", () => {
    fc.assert(
      fc.property(anyMigration, (each) => {
        assert.deepEqual(through(each).read, each);
      }),
      { numRuns: 500 },
    );
  });

  it("is one line without control characters", () => {
    fc.assert(
      fc.property(anyMigration, (each) => {
        assert.doesNotMatch(through(each).line, /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u);
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

  const end = "#1.Jx0k_2aQ";
  const broken: string[] = [
    "",
    "nonsense",
    end,
    `i-1 | ${end}`,
    `i-1 | Scheduled | ${end}`,
    ` | Scheduled | not sent | why | ${end}`,
    `i-1 |  | not sent | why | ${end}`,
    `i-1 | Scheduled | not sent | ${end}`,
    `i-1 | Scheduled | ordered | ${end}`,
    `i-1 | Scheduled | ordered immediate | ${end}`,
    `i-1 | Scheduled | ordered immediate keep | ${end}`,
    `i-1 | Scheduled | ordered tomorrow abandon | ${end}`,
    `i-1 | Scheduled | ordered immediate abandon now | ${end}`,
    `i-1 | Scheduled | lost immediate abandon | ${end}`,
    `i-1 | Scheduled | rejected immediate abandon | busy | ${end}`,
    `i-1 | Scheduled | ordered immediate abandon | NotBefore as ordered | ${end}`,
    `i-1 | Scheduled | ordered immediate abandon | NotBefore soon | ${end}`,
    `i-1 | Scheduled | ordered immediate abandon | call one | ${end}`,
    `i-1 | Scheduled | ordered immediate abandon | released | released | ${end}`,
    `i-1 | Scheduled | ordered immediate abandon | instead of | ${end}`,
    `i-1 | Scheduled | ordered immediate abandon | unheard of | ${end}`,
    "i-1 | Scheduled | ordered immediate abandon | call 1",
    "i-1 | Scheduled | no order of this plan | released",
    "i-1 | Scheduled | ordered immediate abandon",
  ];
  for (const line of broken) {
    it(`${JSON.stringify(line)} is refused and quoted`, () => {
      assert.throws(
        () => parseMigration(EVENT, line, () => "request-1"),
        (error: Error) =>
          error.name === "UnreadableLineError" &&
          error.message.startsWith(`migrations["e-1"] cannot be read: ${JSON.stringify(line)}. `),
      );
    });
  }
});
