import assert from "node:assert/strict";
import type { Migration } from "../../../provider/src/plan/model/migration";
import { statusLine, summarise, wavesOf } from "../../../provider/src/plan/state/summary";
import {
  accepted,
  at,
  atOnce,
  EVENT,
  migration,
  observed,
  OTHER_TIME,
  planned,
  rejected,
  TIME,
  unknown,
  unsent,
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

  it("counts each event once in its line, and apart from them the orders without the plan", () => {
    assert.equal(
      statusLine(MIGRATIONS),
      "6 events: 2 Scheduled, 1 Executing, 1 refused by ENS, 1 answer lost, 1 order not sent; 1 left the plan, still ordered",
    );
  });

  const PARTS: [string, Migration, string][] = [
    ["an order that was taken and not read yet", migration(accepted(), "Unread"), "ordered"],
    ["an order of others that is kept", migration(observed(), "Scheduled"), "not ordered by this plan"],
    ["a kept order that is gone", migration(observed(), "Inquiring"), "Inquiring"],
    ["an order that ENS has long ceased to list", migration(accepted(), "Unlisted"), "not listed by ENS"],
    [
      "an order of others that the plan is not to keep",
      migration(unsent(), "Scheduled"),
      "ordered by others",
    ],
    ["a refusal of an event that others have moved", migration(rejected(), "Executed"), "Executed"],
    ["an event that ENS does not list", migration(unsent(), "Unread"), "order not sent"],
    ["a word that nobody knows", migration(accepted(), "Paused"), "Paused"],
  ];
  for (const [what, each, part] of PARTS) {
    it(`has a word for ${what}: ${part}`, () => {
      assert.equal(statusLine(new Map([[EVENT, each]])), `1 event: 1 ${part}`);
    });
  }

  it("of an empty plan is short", () => {
    assert.equal(statusLine(new Map()), "0 events");
  });

  it("does not call an event that left the plan and ended still ordered", () => {
    const ended = migration(accepted(), "Failed", { released: true, unreported: true });
    assert.equal(statusLine(new Map([[EVENT, ended]])), "0 events");
  });
});

describe("the waves of a plan", () => {
  it("come in order, each with its events and its first and last start, without the marks of orders", () => {
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
        { wave: 1, events: 1, first: "2026-12-04T17:30:00Z", last: "2026-12-04T17:30:00Z" },
        { wave: 2, events: 2, first: "2026-12-04T17:30:00Z", last: "2026-12-11T17:30:00Z" },
      ],
    );
  });

  it("are none without a schedule", () => {
    assert.deepEqual(wavesOf([planned(), planned(atOnce())]), []);
  });
});
