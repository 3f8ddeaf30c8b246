import assert from "node:assert/strict";
import { readReport, type ReportPlan } from "../../../../sdk/src/report/index";
import {
  exportOf,
  fixture,
  ordered,
  type PlanInExport,
  planned,
  previewOf,
  SATURDAY,
  SCHEDULE,
} from "../exports";

const HOUR = 3_600_000;

/** An event planned for so many hours later, with another basis. */
const later = (number: number, hours: number, dataPolicy: "abandon" | "force_transfer" = "force_transfer") =>
  planned(number, {
    terms: { opsType: "scheduled", dataPolicy, planTime: SATURDAY + hours * HOUR + 417 },
    basis: "another_",
  });

function planOf(before: PlanInExport | undefined, after?: PlanInExport, now?: number): ReportPlan {
  const [plan] = readReport(previewOf(before, after), now === undefined ? {} : { now }).plans;
  assert.ok(plan);
  return plan;
}

const stand = (...numbers: number[]) =>
  Object.fromEntries(numbers.map((number) => [`e-${number}`, ordered(number, "Scheduled")]));

describe("what a preview changes", () => {
  it("is said in one line, each event once", () => {
    const plan = planOf(
      { planned: [1, 2, 3, 4].map((number) => planned(number)), migrations: stand(1, 2, 3, 4) },
      { planned: [later(1, 24), planned(3), planned(4), planned(5), planned(6)] },
    );
    assert.equal(
      plan.headline,
      "2 new, 1 moves from 12-05 01:30 to 12-06 01:30, 1 leaves the plan and stays ordered, 2 unchanged",
    );
    assert.deepEqual(
      plan.rows.map(({ eventId, change, before }) => [eventId, change, before?.local]),
      [
        ["e-2", "leaves", undefined],
        ["e-3", "unchanged", undefined],
        ["e-4", "unchanged", undefined],
        ["e-5", "new", undefined],
        ["e-6", "new", undefined],
        ["e-1", "changed", "2026-12-05 01:30"],
      ],
    );
    assert.deepEqual(plan.notices, [
      "1 order stays in force although the event is not in the plan any more, since ENS has no call to cancel an order: " +
        "e-2 (i-2) at 2026-12-05 01:30.",
    ]);
  });

  it("names one change of many, and counts several", () => {
    const before = { planned: [planned(1), planned(2)], migrations: stand(1, 2) };
    const headline = (...lines: ReturnType<typeof later>[]) => planOf(before, { planned: lines }).headline;
    assert.equal(headline(later(1, 24), later(2, 24)), "2 move from 12-05 01:30 to 12-06 01:30");
    assert.equal(headline(later(1, 24), later(2, 48)), "2 move to another time");
    assert.equal(
      headline(later(1, 0, "abandon"), planned(2)),
      "1 changes from force_transfer to abandon, 1 unchanged",
    );
    assert.equal(
      headline(later(1, 24, "abandon"), later(2, 30 * 24)),
      "1 moves from 12-05 01:30 to 12-06 01:30 and changes from force_transfer to abandon, " +
        "1 moves from 2026-12-05 01:30 to 2027-01-04 01:30",
    );
  });

  it("is nothing where an order that stands is as planned, whatever it was decided under", () => {
    const same = later(1, 0);
    const plan = planOf({ planned: [planned(1)], migrations: stand(1) }, { planned: [same] });
    assert.deepEqual([plan.headline, plan.rows[0]?.status], ["1 unchanged", "Scheduled"]);
    const moved = { "e-1": ordered(1, "Scheduled", { movedTo: SATURDAY + 24 * HOUR }) };
    assert.equal(
      planOf({ planned: [planned(1)], migrations: moved }, { planned: [later(1, 24)] }).headline,
      "1 unchanged",
    );
    assert.equal(
      planOf({ planned: [planned(1)], migrations: moved }, { planned: [same] }).headline,
      "1 moves from 12-06 01:30 to 12-05 01:30",
    );
  });

  it("is a new order where ENS has none yet: what it refused, and what was not sent", () => {
    const [basis, terms] = ["Jx0k_2aQ", planned(1).terms];
    const migrations = {
      "e-1": ordered(1, "Inquiring", {
        ordered: { state: "rejected", basis, terms, code: "500", message: "full" },
      }),
      "e-2": ordered(2, "Inquiring", { ordered: { state: "unsent", basis, why: "held back by maxErrors" } }),
    };
    const lines = [planned(1), planned(2)];
    const plan = planOf({ planned: lines, migrations }, { planned: lines });
    assert.equal(plan.headline, "2 new");
    assert.deepEqual(
      plan.rows.map(({ status, detail }) => [status, detail]),
      [
        ["Planned", "refused by ENS last time: 500: full"],
        ["Planned", "not sent last time: held back by maxErrors"],
      ],
    );
    assert.deepEqual(
      readReport(exportOf({ planned: lines, migrations })).plans[0]?.rows.map(({ status, change }) => [
        status,
        change,
      ]),
      [
        ["Refused by ENS", undefined],
        ["Order not sent", undefined],
      ],
    );
  });

  it("is an order at a time of its own that the schedule no longer allows", () => {
    const at = SATURDAY + 10 * HOUR;
    const found = ordered(1, "Scheduled", {
      notBefore: at,
      ordered: {
        state: "accepted",
        basis: "Jx0k_2aQ",
        terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime: at },
      },
    });
    const plan = { planned: [planned(1, { wave: 1 })], schedule: SCHEDULE };
    const before = { ...plan, migrations: { "e-1": found } };
    assert.equal(planOf(before, plan).headline, "1 moves from 12-05 11:30 to 12-05 01:30");
    const open = {
      ...plan,
      schedule: { ...SCHEDULE, windows: [{ ...SCHEDULE.windows[0], duration: "20h" }] },
    };
    assert.equal(planOf(before, open).headline, "1 unchanged");
  });

  it("of a plan that is destroyed is told in its zone, group and wave", () => {
    const plan = planOf({
      planned: [planned(1, { group: "beijing", wave: 2, instanceName: "web-1" }), planned(2)],
      migrations: { ...stand(1), "e-2": ordered(2, "Executed") },
    });
    assert.deepEqual([plan.change, plan.timeZone], ["delete", "Asia/Shanghai"]);
    assert.equal(plan.headline, "1 leaves the plan and stays ordered, 1 leaves the plan");
    const [, row] = plan.rows;
    assert.deepEqual(
      [row?.group, row?.wave, row?.instanceName, row?.local],
      ["beijing", 2, "web-1", "2026-12-05 01:30"],
    );
    assert.match(
      plan.notices[0] ?? "",
      /although the plan is destroyed, .*: e-1 \(web-1, i-1\) at 2026-12-05 01:30\.$/,
    );
    const scheduled = planOf({ migrations: stand(1), schedule: { ...SCHEDULE, timeZone: "Europe/Berlin" } });
    assert.equal(scheduled.timeZone, "Europe/Berlin");
  });

  it("shows the new half of a plan that is replaced", () => {
    const preview = JSON.parse(previewOf({ migrations: stand(1) }, { planned: [planned(1)] })) as {
      steps: [{ urn: string; oldState: object; newState: object }];
    };
    const [step] = preview.steps;
    const steps = ["create-replacement", "replace", "delete-replaced"].map((op) =>
      op === "delete-replaced" ? { ...step, op, newState: undefined } : { ...step, op },
    );
    const { plans } = readReport(JSON.stringify({ steps }));
    assert.deepEqual(
      plans.map(({ change, headline }) => [change, headline]),
      [["update", "1 unchanged"]],
    );
  });
});

describe("what the engine prints", () => {
  it("of a changed plan gives the change, by name and in the plan's zone", () => {
    const [plan] = readReport(fixture("previewChange")).plans;
    assert.equal(
      plan?.headline,
      "1 new, 1 moves from 12-02 05:42:38 to 12-07 05:42:38, 1 leaves the plan and stays ordered, 1 unchanged",
    );
    assert.deepEqual(
      plan?.rows.map(({ instanceName, change }) => [instanceName, change]),
      [
        ["web-2", "unchanged"],
        ["web-3", "leaves"],
        ["web-5", "new"],
        ["web-1", "changed"],
      ],
    );
    assert.match(plan?.alerts.join() ?? "", /^4 moves are outside the plan's windows: /);
  });

  it("of a destroy gives what stays in force, in the zone of the plan that goes", () => {
    const { plans } = readReport(fixture("previewDestroy"));
    assert.deepEqual(
      plans.map(({ name, timeZone, headline }) => [name, timeZone, headline]),
      [
        ["other", "UTC", "1 leaves the plan and stays ordered"],
        ["good", "Asia/Shanghai", "3 leave the plan and stay ordered"],
      ],
    );
    assert.ok(plans[1]?.rows.every(({ local }) => local?.endsWith("05:42:38")));
  });

  it("of a failure gives the reason with the value, once, without what the heading says", () => {
    const [plan] = readReport(fixture("previewValueFailed")).plans;
    assert.deepEqual(plan?.errors, [
      "events[0].dataPolicy of e-00000000000000000000000000000006 (web-6, i-0000000000000000000000006): " +
        '"nope" must be one of "abandon", "force_transfer", "try_transfer"',
    ]);
    const { plans, errors } = readReport(fixture("previewTwoPlansFailed"));
    assert.deepEqual(
      [plans.map(({ name }) => name), errors],
      [
        ["good"],
        [
          'e-00000000000000000000000000000004 (web-4, i-0000000000000000000000004) is in two plans, "good" and "other". Remove it from one',
        ],
      ],
    );
  });
});

describe("what may cost data or a service", () => {
  it("is an alert: local data that is lost, and moves outside the plan's windows", () => {
    const plan = planOf(undefined, {
      schedule: SCHEDULE,
      planned: [
        planned(1, { instanceName: "web-1" }),
        { ...later(2, 10, "abandon"), instanceName: "web-2" },
        // In the cutoff, and in an exclusion.
        later(3, 2),
        later(4, 26),
      ],
    });
    assert.deepEqual(plan.alerts, [
      "1 instance loses its local data (abandon): e-2 (web-2, i-2) at 2026-12-05 11:30.",
      "3 moves are outside the plan's windows: e-3 (i-3) at 2026-12-05 03:30, e-2 (web-2, i-2) at 2026-12-05 11:30, " +
        "e-4 (i-4) at 2026-12-06 03:30.",
    ]);
    assert.deepEqual(plan.notices, []);
    assert.deepEqual(
      plan.rows.map(({ outsideWindows = false }) => outsideWindows),
      [false, true, true, true],
    );
  });

  it("is not what has run, nor anything where no schedule says when", () => {
    const at = SATURDAY + 10 * HOUR;
    const migrations = {
      "e-1": ordered(1, "Executed", { movedTo: at }),
      "e-2": ordered(2, "Failed", { movedTo: at }),
    };
    const [done] = readReport(
      exportOf({ planned: [planned(1), planned(2)], migrations, schedule: SCHEDULE }),
    ).plans;
    assert.deepEqual(done?.alerts, []);
    assert.deepEqual(planOf(undefined, { planned: [later(1, 10)] }).alerts, []);
  });

  it("is an immediate move where the windows are closed now, if it is known when now is", () => {
    const after = {
      schedule: SCHEDULE,
      planned: [planned(1, { terms: { opsType: "immediate", dataPolicy: "try_transfer" } })],
    };
    assert.deepEqual(planOf(undefined, after).alerts, []);
    assert.deepEqual(planOf(undefined, after, SATURDAY).alerts, []);
    assert.deepEqual(planOf(undefined, after, SATURDAY + 10 * HOUR).alerts, [
      "1 move is outside the plan's windows: e-1 (i-1) immediately.",
    ]);
  });
});

describe("what moves", () => {
  it("is not what ENS refused, what ended badly, nor what nobody ordered", () => {
    const [basis, terms] = ["Jx0k_2aQ", planned(1).terms];
    const statuses = ["Executed", "Executing", "Scheduled", "Failed", "Canceled", "Avoided", "Unlisted"];
    const migrations = Object.fromEntries([
      ...statuses.map((status, index) => [`e-${index}`, ordered(index, status)]),
      [
        "e-7",
        ordered(7, "Inquiring", { ordered: { state: "rejected", basis, terms, code: "1", message: "" } }),
      ],
      ["e-8", ordered(8, "Inquiring", { ordered: { state: "observed", basis } })],
      ["e-9", ordered(9, "Scheduled", { ordered: { state: "observed", basis } })],
    ]) as Record<string, ReturnType<typeof ordered>>;
    const [plan] = readReport(exportOf({ migrations })).plans;
    assert.deepEqual(
      plan?.rows.filter(({ moves }) => moves).map(({ eventId }) => eventId),
      ["e-0", "e-1", "e-2", "e-9"],
    );
    assert.deepEqual([plan?.totals.events, plan?.totals.moves, plan?.totals.days], [10, 4, 1]);
    assert.equal(plan?.headline, "4 moves on Friday 2026-12-04, UTC; 6 instances do not move");
  });
});

describe("a plan without events", () => {
  const headline = (schedule: unknown, now?: string) =>
    planOf(undefined, { schedule }, now === undefined ? undefined : Date.parse(now)).headline;

  it("says whether its schedule is open now, or when it opens", () => {
    assert.equal(headline(SCHEDULE), "no events");
    assert.equal(headline(undefined, "2026-12-05T02:00:00+08:00"), "no events");
    assert.equal(
      headline(SCHEDULE, "2026-12-05T02:00:00+08:00"),
      "no events; its schedule is open now, until Saturday 2026-12-05 03:30 Asia/Shanghai",
    );
    assert.equal(
      headline(SCHEDULE, "2026-12-05T03:30:00+08:00"),
      "no events; its schedule next opens on Sunday 2026-12-06 01:00 Asia/Shanghai",
    );
    assert.equal(
      headline({ ...SCHEDULE, endDate: "2026-12-04" }, "2026-12-05T03:30:00+08:00"),
      "no events; its schedule lets nothing start within a year",
    );
  });

  it("is not one whose preview failed", () => {
    assert.match(
      readReport(fixture("previewCheckFailed"), { now: SATURDAY }).plans[1]?.headline ?? "",
      /^what changes is unknown$/,
    );
  });
});
