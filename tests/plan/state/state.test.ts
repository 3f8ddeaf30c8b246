import assert from "node:assert/strict";
import fc from "fast-check";
import { UNKNOWN } from "../../../provider/src/api/unknown";
import { formatMigration } from "../../../provider/src/plan/lines/migration";
import type { Migration } from "../../../provider/src/plan/model/migration";
import {
  lastRead,
  readState,
  SCHEMA_VERSION,
  SchemaVersionError,
  writeState,
} from "../../../provider/src/plan/state/state";
import {
  accepted,
  anyBasis,
  anyEventId,
  anyResourceId,
  anyStatus,
  anyTerms,
  anyWholeSecond,
  at,
  atOnce,
  migration,
  NOW,
  observed,
  planState,
  record,
  rejected,
  STACK,
  unknown,
  unsent,
} from "../builders";

/** Outputs as they lie in the stack: plain JSON. */
const stored = (outputs: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(outputs)) as Record<string, unknown>;

const anyMigrations: fc.Arbitrary<Map<string, Migration>> = fc
  .array(
    fc
      .tuple(anyEventId, anyResourceId, anyStatus, anyBasis, anyTerms, fc.constantFrom("r-1", "r-2", "r-3"))
      .map(([eventId, resourceId, status, basis, terms, requestId]): [string, Migration] => [
        eventId,
        { resourceId, status, ordered: { state: "accepted", basis, terms, requestId } },
      ]),
    { maxLength: 30 },
  )
  .map((entries) => new Map(entries));

describe("the state of a plan", () => {
  it("reads back as what it was written from", () => {
    const anyConnection = record(
      { profile: fc.string(), roleArn: fc.string(), region: fc.string(), endpoint: fc.string() },
      [],
    );
    fc.assert(
      fc.property(
        anyMigrations,
        fc.boolean(),
        fc.string(),
        fc.boolean(),
        anyConnection,
        fc.option(anyWholeSecond, { nil: undefined }),
        (migrations, unfinished, label, fail, connection, readAt) => {
          const state = {
            migrations,
            unfinished,
            label,
            stack: STACK,
            ...(readAt !== undefined && { readAt }),
            plannedWaves: [
              { wave: 1, events: 2, first: "2026-12-04T17:00:00.049Z", last: "2026-12-04T17:15:00.001Z" },
            ],
            onRemove: fail ? ("fail" as const) : ("retain" as const),
            connection,
          };
          assert.deepEqual(readState(stored(writeState(state))), state);
        },
      ),
    );
  });

  it("remembers the waves of the last up", () => {
    const plannedWaves = [
      { wave: 1, events: 2, first: "2026-12-04T17:30:00.049Z", last: "2026-12-11T17:30:00.049Z" },
    ];
    const outputs = stored(writeState(planState({}, { plannedWaves })));
    assert.deepEqual(outputs["plannedWaves"], plannedWaves);
    assert.deepEqual(readState(outputs).plannedWaves, plannedWaves);
  });

  it("names each request id once, however many events share its call", () => {
    fc.assert(
      fc.property(anyMigrations, (migrations) => {
        const { requestIds } = writeState(planState(Object.fromEntries(migrations)));
        assert.equal(new Set(requestIds).size, requestIds.length);
        assert.ok(requestIds.length <= 3);
      }),
    );
  });

  it("counts the calls from one", () => {
    const { migrations, requestIds } = writeState(
      planState({
        "e-1": migration(accepted(at(), { requestId: "r-9" })),
        "e-2": migration(accepted(at(), { requestId: "r-4" })),
        "e-3": migration(accepted(at(), { requestId: "r-9" })),
      }),
    );
    assert.deepEqual(requestIds, ["r-9", "r-4"]);
    assert.deepEqual(
      Object.values(migrations).map((line) => /call \d+/.exec(line)?.[0]),
      ["call 1", "call 2", "call 1"],
    );
  });

  it("has the version of its shape, and no connection or mark of failure where there is none", () => {
    assert.deepEqual(writeState(planState()), {
      schemaVersion: SCHEMA_VERSION,
      label: "edge",
      stack: STACK,
      onRemove: "retain",
      migrations: {},
      requestIds: [],
      summary: { events: 0, statuses: {}, unfinished: 0, released: 0 },
      plannedWaves: [],
      ended: true,
    });
  });

  for (const version of [undefined, 0, 2, "1", null]) {
    it(`of schemaVersion ${JSON.stringify(version)} is refused with what to do`, () => {
      assert.throws(
        () => readState({ ...writeState(planState()), schemaVersion: version }),
        (error) =>
          error instanceof SchemaVersionError &&
          error.message.includes(`schemaVersion ${JSON.stringify(version)}`) &&
          /Install the version of pulumi-ens that wrote it/.test(error.message),
      );
    });
  }

  it("with a broken line is refused and the line quoted", () => {
    const outputs = { ...writeState(planState()), migrations: { "e-7": "gone" } };
    assert.throws(() => readState(outputs), /migrations\["e-7"\].*"gone"/);
  });

  it("with waves or a connection that nobody wrote is read without the waves, or refused", () => {
    const outputs = writeState(planState());
    for (const plannedWaves of [true, 0, "", {}])
      assert.deepEqual(readState({ ...outputs, plannedWaves }).plannedWaves, []);
    for (const connection of ["ops", 7, { region: ["cn-hangzhou"] }, { profile: null }]) {
      assert.throws(
        () => readState({ ...outputs, connection }),
        /connection in this plan's state cannot be read/,
      );
    }
  });

  it("leaves out lines that a preview does not know yet", () => {
    const outputs = {
      ...writeState(planState()),
      migrations: { "e-1": UNKNOWN, "e-2": formatMigration(migration(observed()), () => 1) },
    };
    assert.deepEqual([...readState(outputs).migrations.keys()], ["e-2"]);
  });

  it("an import brings nothing but the version along", () => {
    assert.deepEqual(readState({ schemaVersion: SCHEMA_VERSION }), planState({}, { label: "", stack: "" }));
  });

  const ends: [string, Record<string, Migration>, boolean][] = [
    ["all ended", { "e-1": migration(accepted(), "Executed"), "e-2": migration(accepted(), "Failed") }, true],
    [
      "one runs",
      { "e-1": migration(accepted(), "Executed"), "e-2": migration(accepted(), "Executing") },
      false,
    ],
    ["one waits", { "e-1": migration(rejected(), "Inquiring") }, false],
    ["a released one waits", { "e-1": migration(accepted(), "Scheduled", { released: true }) }, false],
    ["one is long no longer listed", { "e-1": migration(accepted(atOnce()), "Unlisted") }, true],
    ["one answer is lost", { "e-1": migration(unknown(), "Inquiring") }, false],
  ];
  for (const [what, migrations, ended] of ends) {
    it(`${ended ? "has" : "has not"} ended where ${what}`, () => {
      assert.equal(writeState(planState(migrations)).ended, ended);
    });
  }

  it("holds no more than the line, the event id and a little for each event", () => {
    const migrations = Object.fromEntries(
      Array.from({ length: 100 }, (_, n) => [
        `e-${n}`,
        migration(accepted(at(), { requestId: `r-${n % 5}` })),
      ]),
    );
    const outputs = stored(writeState(planState(migrations)));
    assert.ok(
      JSON.stringify(outputs).length / 100 < 130,
      `${JSON.stringify(outputs).length / 100} characters an event`,
    );
  });
});

describe("when a plan was last read", () => {
  const isKept = (each: Migration): boolean => "readAt" in lastRead(new Map([["e-1", each]]), NOW);

  it("is remembered while nobody knows when one of its migrations ends", () => {
    assert.deepEqual(lastRead(new Map([["e-1", migration(accepted(atOnce()), "Executing")]]), NOW + 0.5), {
      readAt: NOW,
    });
    assert.equal(isKept(migration(observed(), "Scheduled")), true);
    assert.equal(isKept(migration(unknown(atOnce()), "Inquiring")), true);
  });

  it("is not where all have a time, are over, or have no order: a state must not change with every reading", () => {
    for (const each of [
      migration(accepted(), "Scheduled"),
      migration(accepted(atOnce()), "Executed"),
      migration(accepted(atOnce()), "Unlisted"),
      migration(rejected(atOnce()), "Inquiring"),
      migration(unsent(atOnce()), "Inquiring"),
    ])
      assert.equal(isKept(each), false);
  });
});
