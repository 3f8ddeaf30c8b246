import assert from "node:assert/strict";
import { type Detail, detailsOf } from "../../plugin/src/details";
import { check } from "../../provider/src/plan/check";
import { STACK, TIME } from "../plan/builders";

const NOW = TIME - 86_400_000;
const NONE = { ordered: new Set<string>(), secret: false };

/** The checked inputs of a plan for events `e-N` on instances of these names. */
function planFor(events: object[], more: object = {}): Record<string, unknown> {
  const news = { label: "edge", stack: STACK, dataPolicy: "force_transfer", events, ...more };
  const { inputs, failures } = check({}, news, NOW);
  assert.deepEqual(failures, []);
  return inputs;
}
const event = (n: number, more: object = {}) => ({
  eventId: `e-${n}`,
  resourceId: `i-${n}`,
  planTime: TIME,
  ...more,
});
const shown = (details: readonly Detail[]) => details.map(({ path, kind }) => `${kind} ${path}`);

describe("a detailed diff", () => {
  it("names events that come, leave or are to be ordered otherwise", () => {
    const olds = planFor([event(1), event(2), event(3)]);
    const news = planFor([event(1), event(2, { planTime: TIME + 60_000 }), event(4)]);
    assert.deepEqual(shown(detailsOf(olds, news, NONE)), [
      'update planned["e-2"]',
      'add planned["e-4"]',
      'delete planned["e-3"]',
    ]);
  });

  it("names an event that is ordered again, and not one whose instance has another name", () => {
    const olds = planFor([event(1), event(2)]);
    const news = planFor([event(1), event(2, { instanceName: "web-2" })]);
    assert.deepEqual(shown(detailsOf(olds, news, { ...NONE, ordered: new Set(["e-1"]) })), [
      'update migrations["e-1"]',
    ]);
  });

  it("takes an old line that nobody can read for another one", () => {
    const news = planFor([event(1)]);
    const olds = { ...news, planned: { "e-1": "a | b" } };
    assert.deepEqual(shown(detailsOf(olds, news, NONE)), ['update planned["e-1"]']);
  });

  it("names parts of options by their paths", () => {
    const windows = [{ days: ["sat"], startTime: "01:00", duration: "3h" }];
    const olds = planFor([], { schedule: { timeZone: "UTC", windows }, changeTicket: "A" });
    const news = planFor([], {
      schedule: { timeZone: "UTC", windows: [{ ...windows[0], startTime: "02:00" }], waves: [1] },
      onRemove: "fail",
    });
    assert.deepEqual(shown(detailsOf(olds, news, NONE)).sort(), [
      "add onRemove",
      "add schedule.waves",
      "delete changeTicket",
      "update schedule.windows[0].startTime",
    ]);
  });

  it("says nothing of which options are secret", () => {
    const olds = planFor([], { changeTicket: "A" });
    assert.deepEqual(detailsOf(olds, { ...olds, unquoted: ["changeTicket"] }, NONE), []);
  });

  it("says nothing of passwords, and of a secret plan no event", () => {
    const olds = planFor([event(1)]);
    const news = { ...planFor([event(2)]), passwords: { "e-2": "x" } };
    assert.deepEqual(shown(detailsOf(olds, news, { ...NONE, secret: true })), ["update planned"]);
    const again = { ordered: new Set(["e-2"]), secret: true };
    assert.deepEqual(shown(detailsOf(news, news, again)), ["update migrations"]);
  });

  it("names all of planned where a preview does not know the events", () => {
    const olds = planFor([event(1)]);
    const news = { ...olds, planned: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    assert.deepEqual(shown(detailsOf(olds, news, NONE)), ["update planned"]);
  });
});
