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

  it("is an order again where ENS has none yet: what it refused, and what was not sent", () => {
    const [basis, terms] = ["Jx0k_2aQ", planned(1).terms];
    const migrations = {
      "e-1": ordered(1, "Inquiring", {
        ordered: { state: "rejected", basis, terms, code: "500", message: "full" },
      }),
      "e-2": ordered(2, "Inquiring", { ordered: { state: "unsent", basis, why: "held back by maxErrors" } }),
    };
    const lines = [planned(1), planned(2)];
    const plan = planOf({ planned: lines, migrations }, { planned: lines });
    assert.equal(plan.headline, "2 again");
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

describe("what a preview sends", () => {
  const [basis, terms] = ["Jx0k_2aQ", planned(1).terms];

  it("is an order again whose answer was lost, and one that ENS does not have, not what was kept of others", () => {
    const lost = ordered(1, "Inquiring", { ordered: { state: "unknown", basis, terms } });
    const plan = planOf({ planned: [planned(1)], migrations: { "e-1": lost } }, { planned: [planned(1)] });
    assert.equal(plan.headline, "1 again");
    assert.deepEqual(
      plan.rows.map(({ change, status, detail }) => [change, status, detail]),
      [["again", "Planned", "the answer to the last order was lost"]],
    );
    const foreign = ordered(1, "Scheduled", { ordered: { state: "observed", basis } });
    const inputs = { onExistingOrder: "keep" };
    const kept = planOf(
      { planned: [planned(1)], migrations: { "e-1": foreign }, inputs },
      { planned: [later(1, 24)], inputs },
    );
    assert.equal(kept.headline, "1 unchanged");
    assert.deepEqual([kept.rows[0]?.status, kept.rows[0]?.local], ["Scheduled", "2026-12-05 01:30"]);
  });

  it("is unknown where the provider cannot read the plan, and then the report says so and shows the plan", () => {
    const plan = planOf(
      { planned: [planned(1)], migrations: stand(1) },
      { planned: [later(1, 24)], inputs: { maxErrors: "many" } },
    );
    assert.match(plan.notices.join(), /^What `pulumi up` orders cannot be determined from this preview \(/);
    assert.deepEqual(
      plan.rows.map(({ change, local, status }) => [change, local, status]),
      [[undefined, "2026-12-06 01:30", "Planned"]],
    );
    assert.equal(plan.headline, "1 move on Sunday 2026-12-06, Asia/Shanghai");
  });
});

describe("an event that comes and goes", () => {
  it("is of the plan again once it is back", () => {
    const left = { ...ordered(1, "Scheduled"), released: true as const };
    const plan = planOf({ planned: [], migrations: { "e-1": left } }, { planned: [planned(1)] });
    assert.deepEqual([plan.headline, plan.rows[0]?.released, plan.notices], ["1 unchanged", false, []]);
  });

  it("has not left the program where another plan has it, and is not new there while its order stands", () => {
    const [old] = stepsOf(
      { name: "alpha", planned: [planned(1), planned(2)], migrations: stand(1, 2) },
      { name: "alpha", planned: [planned(1)], inputs: { elsewhere: ["e-2"] } },
    );
    const [made] = stepsOf(undefined, { name: "beta", planned: [planned(2)] });
    const headlines = (...steps: unknown[]) =>
      readReport(JSON.stringify({ steps })).plans.map(({ name, headline, notices }) => [
        name,
        headline,
        notices,
      ]);
    assert.deepEqual(headlines(old), [["alpha", "1 unchanged", []]]);
    assert.deepEqual(headlines(made, old), [
      ["beta", "1 unchanged", []],
      ["alpha", "1 unchanged", []],
    ]);
    assert.deepEqual(headlines(made), [["beta", "1 new", []]]);
    const [elsewhen] = stepsOf(undefined, { name: "beta", planned: [later(2, 24)] });
    assert.deepEqual(headlines(elsewhen, old)[0], ["beta", "1 moves from 12-05 01:30 to 12-06 01:30", []]);
  });

  it("leaves nothing of a plan that is renamed", () => {
    const [made] = stepsOf(undefined, { name: "beta", planned: [planned(1)], schedule: SCHEDULE });
    const [gone] = stepsOf(
      { name: "alpha", planned: [planned(1)], migrations: stand(1), schedule: SCHEDULE },
      undefined,
    );
    assert.deepEqual(
      readReport(JSON.stringify({ steps: [made, gone] }), { now: SATURDAY }).plans.map(
        ({ headline }) => headline,
      ),
      ["1 unchanged", "no events"],
    );
  });
});

function stepsOf(before: PlanInExport | undefined, after: PlanInExport | undefined): unknown[] {
  return (JSON.parse(previewOf(before, after)) as { steps: unknown[] }).steps;
}

describe("a schedule", () => {
  it("that a plan has no more says nothing about its new times", () => {
    const plan = planOf(
      { planned: [planned(1)], migrations: stand(1), schedule: SCHEDULE },
      { planned: [later(1, 10)] },
    );
    assert.deepEqual([plan.alerts, plan.rows[0]?.outsideWindows, plan.windows], [[], undefined, []]);
  });

  it("that is secret leaves what is in force, and says that it is that", () => {
    const masked = "[secret]";
    const plan = planOf(
      { planned: [planned(1)], migrations: stand(1), schedule: SCHEDULE },
      { inputs: { planned: masked, schedule: masked } },
    );
    assert.equal(
      plan.headline,
      "its events are secret; in force now: 1 move on Saturday 2026-12-05, Asia/Shanghai",
    );
  });
});

describe("a state after an `up` that did not end well", () => {
  const stackOf = (plan: PlanInExport, more: object): string => {
    const stack = JSON.parse(exportOf(plan)) as { deployment: { resources: object[] } };
    const [resource] = stack.deployment.resources;
    return JSON.stringify({ deployment: { resources: [{ ...resource, ...more }] } });
  };

  it("has its events, and says that Pulumi has not recorded them in the inputs", () => {
    const lost = { state: "unknown", basis: "Jx0k_2aQ", terms: planned(3).terms } as const;
    const migrations = { ...stand(1, 2), "e-3": ordered(3, "Inquiring", { ordered: lost }) };
    const [plan] = readReport(
      stackOf({ planned: [planned(1)], migrations }, { initErrors: ["1 order failed"] }),
    ).plans;
    assert.deepEqual(plan?.notices, [
      'The last "pulumi up" failed before Pulumi recorded the new inputs; 2 events below are from it. ' +
        'Run "pulumi up" again: it sends only the rest.',
    ]);
    assert.deepEqual(
      plan.rows.map(({ eventId, released, status }) => [eventId, released, status]),
      [
        ["e-1", false, "Scheduled"],
        ["e-2", false, "Scheduled"],
        ["e-3", false, "Answer lost"],
      ],
    );
    const [made] = readReport(
      stackOf({ planned: [planned(1)], migrations: stand(1) }, { initErrors: ["1 order failed"] }),
    ).plans;
    assert.deepEqual(made?.notices, [
      'The last "pulumi up" of this plan failed. Run "pulumi up" again: it sends only the rest.',
    ]);
  });

  it("has what is left of a change in the times that were ordered", () => {
    const { terms, basis } = later(1, 24);
    const migrations = {
      "e-1": ordered(1, "Scheduled", {
        notBefore: SATURDAY + 24 * HOUR,
        ordered: { state: "accepted", terms, basis },
      }),
    };
    const [plan] = readReport(
      stackOf({ planned: [planned(1)], migrations }, { initErrors: ["failed"] }),
    ).plans;
    assert.deepEqual([plan?.rows[0]?.status, plan?.rows[0]?.local], ["Scheduled", "2026-12-06 01:30"]);
    assert.match(plan?.notices.join() ?? "", /; 1 event below is from it\./);
  });

  it("begins with it where the first `up` was killed", () => {
    const { resources } = (
      JSON.parse(exportOf({ planned: [planned(1)] })) as { deployment: { resources: unknown[] } }
    ).deployment;
    const [resource] = resources;
    const deployment = { resources: [], pending_operations: [{ type: "creating", resource }] };
    assert.match(
      readReport(JSON.stringify({ deployment })).plans[0]?.headline ?? "",
      /^a command was interrupted while creating this plan, and ENS may already have these orders: 1 move on /,
    );
  });

  it("does not call an order in force whose answer was lost", () => {
    const lost = { state: "unknown", basis: "Jx0k_2aQ", terms: planned(1).terms } as const;
    const { notices } = planOf({
      planned: [planned(1), planned(2)],
      migrations: { "e-1": ordered(1, "Inquiring", { ordered: lost }), ...stand(2) },
    });
    assert.match(notices[0] ?? "", /^1 order stays in force although the plan is destroyed, .*: e-2 /);
    assert.match(notices[1] ?? "", /^1 order was sent and the answer was lost; ENS may have it .*: e-1 /);
    assert.equal(notices.length, 2);
  });
});
