import assert from "node:assert/strict";
import { statusLine, summarise, wavesOf } from "../../../provider/src/plan/state/summary";
import {
  accepted,
  at,
  atOnce,
  migration,
  observed,
  OTHER_TIME,
  planned,
  rejected,
  TIME,
  unknown,
} from "../builders";

const MIGRATIONS = new Map([
  ["e-1", migration(accepted(), "Scheduled")],
  ["e-2", migration(accepted(), "Scheduled")],
  ["e-3", migration(observed(), "Executing")],
  ["e-4", migration(rejected(), "Inquiring")],
  ["e-5", migration(unknown(), "Inquiring")],
  ["e-6", migration({ state: "unsent", basis: "b", why: "w" }, "Inquiring")],
  ["e-7", migration(accepted(), "Scheduled", { released: true })],
]);

describe("the summary of a plan", () => {
  it("counts events by status, the unfinished and, apart from them, the released", () => {
    assert.deepEqual(summarise(MIGRATIONS), {
      events: 6,
      statuses: { Scheduled: 2, Executing: 1, Inquiring: 3 },
      unfinished: 3,
      released: 1,
    });
  });

  it("is one phrase", () => {
    assert.equal(
      statusLine(summarise(MIGRATIONS)),
      "6 events: 2 Scheduled, 1 Executing, 3 Inquiring, 3 without an order, 1 released",
    );
  });

  it("of an empty plan is short", () => {
    assert.equal(statusLine(summarise(new Map())), "0 events");
  });
});

describe("the waves of a plan", () => {
  it("come in order, each with its events and its first and last start", () => {
    const inWave = (wave: number, time: number, number: number) => ({
      ...planned(at(time + 1), `e-${number}`),
      wave,
    });
    assert.deepEqual(
      wavesOf([
        inWave(2, OTHER_TIME, 1),
        inWave(1, TIME, 2),
        inWave(2, TIME, 3),
        planned(),
        planned(atOnce()),
      ]),
      [
        { wave: 1, events: 1, first: "2026-12-04T17:30:00.001Z", last: "2026-12-04T17:30:00.001Z" },
        { wave: 2, events: 2, first: "2026-12-04T17:30:00.001Z", last: "2026-12-11T17:30:00.001Z" },
      ],
    );
  });

  it("are none without a schedule", () => {
    assert.deepEqual(wavesOf([planned(), planned(atOnce())]), []);
  });
});
