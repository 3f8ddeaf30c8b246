import assert from "node:assert/strict";
import fc from "fast-check";
import { diff } from "../../provider/src/plan/diff";
import { formatPlanned, parsePlanned } from "../../provider/src/plan/lines/planned";
import type { Migration } from "../../provider/src/plan/model/migration";
import { withReading } from "../../provider/src/plan/orders/reading";
import { readState, SchemaVersionError, writeState } from "../../provider/src/plan/state/state";
import { parseMigrations, parsePlanned as parseAllPlanned } from "../../sdk/src/parse";
import {
  accepted,
  at,
  atOnce,
  EVENT,
  migration,
  NOW,
  observed,
  OTHER_TIME,
  ourOrder,
  planned,
  planState,
  reading,
  rejected,
  STACK,
  unknown,
  unsent,
} from "../plan/builders";
import { runs } from "../plan/schedule/runs";
import { assertUnpolluted, counter, hostileJson, hostileText, spoilt } from "./hostile";

type Plain = Record<string, unknown>;

const tried = counter("lines and states");

const STATE = JSON.parse(
  JSON.stringify(
    writeState(
      planState({
        "e-1": migration(accepted(), "Scheduled", { notBefore: NOW, movedTo: NOW + 1_000 }),
        "e-2": migration(unknown(), "Inquiring", { released: true }),
        "e-3": migration(rejected(), "Inquiring"),
        "e-4": migration(unsent(), "Inquiring"),
        "e-5": migration(unknown(at(OTHER_TIME), null, ourOrder(atOnce("abandon"))), "Scheduled"),
        "e-6": migration(
          accepted(at(), { since: NOW, asked: OTHER_TIME + 7, replaced: [OTHER_TIME] }),
          "Scheduled",
          {
            outdated: OTHER_TIME,
          },
        ),
        "e-7": migration(accepted(atOnce(), { or: at() }), "Failed", { unreported: true }),
        "e-8": migration(observed(), "Executing", { missingSince: NOW }),
      }),
    ),
  ),
) as Plain;
const INPUTS = { label: "edge", stack: STACK, planned: { [EVENT]: formatPlanned(planned()) } };

/** Either it works, or the error is one that is documented, and quotes what it could not read. */
function worksOrSays(work: () => unknown): void {
  tried();
  try {
    assertUnpolluted(work());
  } catch (error) {
    assert.ok(error instanceof Error);
    // The SDK has its own copy of the class, and says it as an error of the program.
    const { name } = (error.cause ?? error) as Error;
    if (name === SchemaVersionError.name) return;
    assert.match(
      error.message,
      /^(?:parse(?:Migrations|Planned): )?(?:migrations|planned)(?:\["[^]*"\])? (?:cannot be read|is a line of version \d+)/,
    );
  }
}

describe("lines and states", function () {
  this.timeout("60s");

  it("that are damaged are read, or refused with what they are", () =>
    fc.assert(
      fc.property(spoilt(STATE), (state) => {
        fc.pre(typeof state === "object" && state !== null && !Array.isArray(state));
        worksOrSays(() => readState(state as Plain));
        worksOrSays(() => parseMigrations(state as Parameters<typeof parseMigrations>[0]));
      }),
      runs(2_000),
    ));

  it("that are damaged are compared, or refused with what they are", () =>
    fc.assert(
      fc.property(spoilt(STATE, fc.oneof(hostileText, hostileJson)), (state) => {
        fc.pre(typeof state === "object" && state !== null && !Array.isArray(state));
        worksOrSays(() => diff(state as Plain, INPUTS, NOW));
      }),
      runs(1_000),
    ));

  const columns = fc.array(
    fc.oneof(
      hostileText,
      fc.constantFrom(
        ...Object.values(STATE["migrations"] as Record<string, string>).flatMap((line) => line.split(" | ")),
        ...formatPlanned({
          ...planned(),
          wave: 2,
          group: "g",
          deadline: NOW,
          local: { time: "2026-12-05 01:30", zone: "Asia/Shanghai" },
          clockChange: "timeShownTwice",
        }).split(" | "),
      ),
    ),
    { maxLength: 9 },
  );

  it("of any columns are read, or quoted", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText,
          columns.map((parts) => parts.join(" | ")),
        ),
        hostileText,
        (line, eventId) => {
          worksOrSays(() => parsePlanned(eventId, line));
          worksOrSays(() => parseAllPlanned(Object.fromEntries([[eventId, line]])));
          worksOrSays(() => readState({ ...STATE, migrations: Object.fromEntries([[eventId, line]]) }));
        },
      ),
      runs(3_000),
    ));

  it("hold whatever ENS says of an event, and are still read", () =>
    fc.assert(
      fc.property(
        fc.constantFrom(accepted(), unknown(), rejected()),
        // As the client passes them on.
        hostileText.map((text) => text.trim()).filter((text) => text !== ""),
        fc.option(fc.integer({ min: 1, max: Date.parse("9999-12-31T23:59:59.999Z") }), { nil: undefined }),
        hostileText,
        (ordered, status, notBefore, message) => {
          tried();
          const kept = ordered.state === "rejected" ? { ...ordered, message } : ordered;
          const read: Migration = withReading(STACK, EVENT, migration(kept), reading(status, notBefore));
          const written = JSON.parse(JSON.stringify(writeState(planState({ [EVENT]: read })))) as Plain;
          assertUnpolluted(written);
          const back = readState(written).migrations.get(EVENT);
          assert.equal(back?.status, status);
          assert.deepEqual({ ...back, ordered: undefined }, { ...read, ordered: undefined });
          const { statuses } = written["summary"] as { statuses: Plain };
          assert.deepEqual(Object.entries(statuses), [[status, 1]]);
        },
      ),
      runs(2_000),
    ));
});
