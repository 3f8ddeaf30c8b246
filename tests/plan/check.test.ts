import assert from "node:assert/strict";
import fc from "fast-check";
import { CONNECTION_FIELDS } from "../../provider/src/api/connection";
import { isUnknown, UNKNOWN } from "../../provider/src/api/unknown";
import { check as checkInHost } from "../../provider/src/host/check";
import { Memory } from "../../provider/src/host/memory";
import { check } from "../../provider/src/plan/check";
import { EVENT } from "../../provider/src/plan/input/event";
import { INPUTS } from "../../provider/src/plan/input/options";
import { SECRET } from "../../provider/src/plan/input/secret";
import { parsePlanned } from "../../provider/src/plan/lines/planned";
import { basisOf, markPlanTime } from "../../provider/src/plan/model/terms";
import { EXCLUSION, SCHEDULE, WINDOW } from "../../provider/src/plan/schedule/fields";
import { SENTINELS } from "../sentinels";
import { DAY, HOUR, NOW, OTHER_STACK, record, STACK, TIME } from "./builders";

type Inputs = Record<string, unknown>;

const ISO_TIME = "2026-12-05T01:30:00+08:00"; // TIME, as its user reads clocks.

const asObject = (number = 1, more: Inputs = {}): Inputs => ({
  eventId: `e-${number}`,
  resourceId: `i-${number}`,
  planTime: ISO_TIME,
  ...more,
});
/** As the SDK sends an event; `undefined` takes a field away. */
const event = (number = 1, more: Inputs = {}): string => JSON.stringify(asObject(number, more));
const atOnce = (number = 1, more: Inputs = {}): string =>
  event(number, { planTime: undefined, opsType: "immediate", ...more });

const PLAN = { dataPolicy: "force_transfer", stack: STACK };

const run = (news: Inputs, olds: Inputs = {}) => check(olds, { ...PLAN, events: [], ...news }, NOW);

function accept(news: Inputs, olds: Inputs = {}): Inputs {
  const { inputs, failures } = run(news, olds);
  assert.deepEqual(failures, []);
  return inputs;
}

function planOf(news: Inputs, olds: Inputs = {}): Record<string, string> {
  return accept(news, olds)["planned"] as Record<string, string>;
}

/** Exactly these failures, by property path. */
function refuse(news: Inputs, expected: Record<string, RegExp>, olds: Inputs = {}): void {
  const { inputs, failures } = run(news, olds);
  assert.deepEqual(failures.map(({ property }) => property).sort(), Object.keys(expected).sort());
  for (const { property, reason } of failures) assert.match(reason, expected[property] as RegExp);
  assert.deepEqual(inputs, { ...PLAN, events: [], ...news });
}

describe("check: what an event becomes", () => {
  it("is the same from one text of all events, and failures have the same paths", () => {
    const events = [asObject(1), asObject(2, { planTime: undefined, opsType: "immediate", password: true })];
    const each = events.map((event) => JSON.stringify(event));
    const passwords = { "e-2": "Abcdef12" };
    assert.deepEqual(run({ events: JSON.stringify(events), passwords }), run({ events: each, passwords }));
    const wrong = JSON.stringify([...events, 5, null, asObject(3, { planTime: "soon" })]);
    refuse(
      { events: wrong, passwords },
      {
        "events[2]": /must be an object/,
        "events[3]": /must be an object/,
        "events[4].planTime": /not an ISO time/,
      },
    );
  });

  it("a line with the marked time, the user's own reading of it, and the basis", () => {
    const { planned, ...others } = accept({ events: [event()] });
    assert.deepEqual(others, PLAN);
    const line = (planned as Record<string, string>)["e-1"] as string;
    assert.ok(line.startsWith("i-1 | Sat 2026-12-05 01:30 +08:00 | force_transfer | "), line);
    assert.deepEqual(parsePlanned("e-1", line), {
      eventId: "e-1",
      resourceId: "i-1",
      terms: {
        opsType: "scheduled",
        dataPolicy: "force_transfer",
        planTime: markPlanTime(STACK, "e-1", TIME, "force_transfer"),
      },
      local: { time: "2026-12-05 01:30", zone: "+08:00" },
      password: "random",
      basis: basisOf("i-1", "force_transfer", TIME),
    });
  });

  it("a line of the stack that will order it; the basis does not depend on that", () => {
    const lineOf = (stack: string) =>
      parsePlanned("e-1", planOf({ events: [event()], stack })["e-1"] as string);
    const [here, there] = [lineOf(STACK), lineOf(OTHER_STACK)];
    assert.notDeepEqual(here.terms, there.terms);
    assert.equal(here.basis, there.basis);
  });

  it("the same order whichever way its time is written", () => {
    const lines = [TIME, "2026-12-04T17:30:00Z", "2026-12-04T17:30Z", ISO_TIME].map((planTime) => {
      const { terms, basis } = parsePlanned(
        "e-1",
        planOf({ events: [event(1, { planTime })] })["e-1"] as string,
      );
      return { terms, basis };
    });
    for (const line of lines) assert.deepEqual(line, lines[0]);
  });

  it("has no local reading where the time was given in UTC or in milliseconds", () => {
    for (const planTime of [TIME, "2026-12-04T17:30:00Z"]) {
      assert.equal(
        parsePlanned("e-1", planOf({ events: [event(1, { planTime })] })["e-1"] as string).local,
        undefined,
      );
    }
  });

  it("a time with milliseconds of its own stays as it is", () => {
    const line = planOf({ events: [event(1, { planTime: TIME + 7 })] })["e-1"] as string;
    assert.ok(line.includes("2026-12-04T17:30:00.007Z"), line);
  });

  it("immediate only where the user wrote so", () => {
    assert.match(
      planOf({ events: [atOnce()] })["e-1"] as string,
      /^i-1 \| immediate \| force_transfer \| password will change \| #/,
    );
  });

  it("the event's own data policy wins over the plan's", () => {
    const line = planOf({ events: [event(1, { dataPolicy: "try_transfer" })] })["e-1"] as string;
    assert.equal(parsePlanned("e-1", line).terms.dataPolicy, "try_transfer");
  });

  it("says that local data is lost", () => {
    const line = planOf({ dataPolicy: "abandon", acknowledgeDataLoss: true, events: [event()] })["e-1"];
    assert.match(String(line), / \| abandon: local data is lost \| password will change \| /);
  });

  it("says that a password was given, and its basis does not depend on it", () => {
    const lineOf = (more: Inputs, passwords?: Inputs) =>
      parsePlanned("e-1", planOf({ events: [atOnce(1, more)], passwords })["e-1"] as string);
    const without = lineOf({});
    const first = lineOf({ password: true }, { "e-1": "Secret123" });
    const second = lineOf({ password: true }, { "e-1": "Another456" });
    assert.deepEqual(first, { ...without, password: "given" });
    assert.deepEqual(second, first);
  });

  it("nothing that discovery adds for people to read changes it", () => {
    const information = {
      ensRegionId: "cn-beijing-telecom",
      tags: { a: "b" },
      eventStatus: "Inquiring",
      eventLevel: "WARN",
      notBefore: TIME + DAY,
      publishTime: NOW - DAY,
      reason: "upgrade",
    };
    assert.deepEqual(planOf({ events: [event(1, information)] }), planOf({ events: [event()] }));
  });

  it("the instance's name is in the line, and in nothing else", () => {
    const named = planOf({ events: [event(1, { instanceName: "web-1" })] })["e-1"] as string;
    assert.ok(named.startsWith("web-1 (i-1) | "), named);
    const { instanceName, ...others } = parsePlanned("e-1", named);
    assert.equal(instanceName, "web-1");
    assert.deepEqual(others, parsePlanned("e-1", planOf({ events: [event()] })["e-1"] as string));
  });

  it("a name or a group may have any characters", () => {
    const texts = { instanceName: "a | b\n(i-9)", group: "\u202e | #1.Jx0k_2aQ" };
    const { instanceName, group } = parsePlanned(
      "e-1",
      planOf({ events: [event(1, texts)] })["e-1"] as string,
    );
    assert.deepEqual({ instanceName, group }, texts);
  });

  it("neither does the clock, nor having been checked before", () => {
    const news = { dataPolicy: "force_transfer", events: [event(1), atOnce(2)] };
    const first = check({}, news, NOW);
    assert.deepEqual(check(first.inputs, news, NOW + DAY).inputs, first.inputs);
  });

  it("no line where there are no events", () => {
    assert.deepEqual(accept({ events: [] }), { ...PLAN, planned: {} });
  });

  it("an event as an object counts like one as text", () => {
    assert.deepEqual(planOf({ events: [asObject()] }), planOf({ events: [event()] }));
  });

  it("every other input passes through as the user wrote it", () => {
    const inputs = {
      label: "edge",
      __provider: "module.exports = …",
      waitFor: "executed",
      timeout: "PT1H",
      pollInterval: "5s",
      onRemove: "fail",
      onReschedule: "fail",
      onExistingOrder: "keep",
      onUnknownEvent: "send",
      maxErrors: "10%",
      eventsPerCall: 5,
      connection: { profile: "ops", region: "cn-hangzhou" },
      changeTicket: "CHG-1",
      acknowledgeDataLoss: false,
    };
    assert.deepEqual(accept(inputs), { ...PLAN, ...inputs, planned: {} });
  });
});

describe("check: failures of an event", () => {
  const rules: [string, Inputs, Record<string, RegExp>][] = [
    ["no event id", { eventId: undefined }, { eventId: /is required: the event's id, e-…/ }],
    ["no instance id", { resourceId: undefined }, { resourceId: /is required: the instance's id, i-…/ }],
    ["an instance id for an event id", { eventId: "i-1" }, { eventId: /form e-…$/ }],
    ["an event id for an instance id", { resourceId: "e-1" }, { resourceId: /form i-…$/ }],
    ["an event id with white space", { eventId: " e-1" }, { eventId: /has white space around it/ }],
    ["an instance id with a line end", { resourceId: "i-1\n" }, { resourceId: /has white space around it/ }],
    ["an id that is a number", { eventId: 5 }, { eventId: /form e-…$/ }],
    ["an id that is null", { resourceId: null }, { resourceId: /form i-…$/ }],
    ["an id with other characters", { eventId: "e-1 | x" }, { eventId: /form e-…/ }],
    ["a bare prefix", { eventId: "e-" }, { eventId: /form e-…/ }],
    ["a very long id", { eventId: `e-${"x".repeat(127)}` }, { eventId: /form e-…/ }],
    [
      "neither a time nor an ops type",
      { planTime: undefined },
      { planTime: /is required unless .*opsType: "immediate"/ },
    ],
    [
      "scheduled without a time",
      { planTime: undefined, opsType: "scheduled" },
      { planTime: /is required with opsType: "scheduled"/ },
    ],
    ["immediate with a time", { opsType: "immediate" }, { planTime: /goes only with opsType: "scheduled"/ }],
    ["an unheard-of ops type", { opsType: "later" }, { opsType: /must be one of "immediate", "scheduled"/ }],
    ["an ops type that is null", { opsType: null }, { opsType: /must be one of "immediate", "scheduled"/ }],
    ["a time in the past", { planTime: NOW - HOUR }, { planTime: /^\(2026-11-30T23:00:00Z\) has passed/ }],
    ["the present as a time", { planTime: NOW }, { planTime: /has passed/ }],
    ["seconds", { planTime: 1_796_405_400 }, { planTime: /looks like seconds/ }],
    ["microseconds", { planTime: 1_796_405_400_000_000 }, { planTime: /microseconds/ }],
    ["a time in two years", { planTime: "2028-12-01T00:00:00Z" }, { planTime: /more than 366 days ahead$/ }],
    [
      "milliseconds in two years",
      { planTime: Date.UTC(2028, 11, 1) },
      { planTime: /more than 366 days ahead$/ },
    ],
    [
      "times that YAML has read",
      { planTime: "2026-12-04 17:30:00 +0000 UTC", deadline: "2026-12-06 00:00:00 +0800 +0800" },
      { planTime: /quote it in the YAML file$/, deadline: /quote it in the YAML file$/ },
    ],
    [
      "days that there are not",
      { planTime: "2026-11-31T10:00:00+08:00", deadline: "2027-02-29" },
      { planTime: /there is no such day; .* 2026-11-30$/, deadline: /there is no such day; .* 2027-02-28$/ },
    ],
    ["a time without an offset", { planTime: "2026-12-05T01:30:00" }, { planTime: /has no offset/ }],
    ["a time that is null", { planTime: null }, { planTime: /Unix milliseconds or an ISO time/ }],
    [
      "a time after its deadline",
      { deadline: "2026-12-04T00:00:00Z" },
      { planTime: /^\(2026-12-04T17:30:00Z\) is after the event's deadline 2026-12-04T00:00:00Z$/ },
    ],
    ["a deadline that is none", { deadline: "soon" }, { deadline: /is not an ISO time/ }],
    ["a group that is a number", { group: 5 }, { group: /must be/ }],
    ["a name that is null", { instanceName: null }, { instanceName: /must be a string/ }],
    ["a priority that is a text", { priority: "high" }, { priority: /must be a number/ }],
    [
      "an unheard-of data policy",
      { dataPolicy: "keep" },
      { dataPolicy: /must be one of "abandon", "force_transfer", "try_transfer"/ },
    ],
    ["a data policy that is null", { dataPolicy: null }, { dataPolicy: /must be one of/ }],
    [
      "abandon without the acknowledgement",
      { dataPolicy: "abandon" },
      { dataPolicy: /acknowledgeDataLoss: true/ },
    ],
    ["a key that is nearly one", { plantime: 1 }, { plantime: /did you mean planTime\?/ }],
    [
      "a key of nothing",
      { zone: "Asia/Shanghai" },
      { zone: /is not a property of an event; it has eventId, resourceId, / },
    ],
    [
      "an unheard-of ops type beside a time in the past",
      { opsType: "later", planTime: NOW - HOUR },
      { opsType: /must be one of/, planTime: /has passed/ },
    ],
    [
      "several failures at once",
      { eventId: "1", resourceId: "1", opsType: "x", dataPolicy: "x", dedline: 1 },
      { eventId: /form/, resourceId: /form/, opsType: /must be/, dataPolicy: /must be/, dedline: /deadline/ },
    ],
  ];
  for (const [what, fields, expected] of rules) {
    it(`${what} is one, at its own path`, () => {
      const failures = Object.fromEntries(
        Object.entries(expected).map(([key, reason]) => [`events[1].${key}`, reason]),
      );
      refuse({ events: [event(1), event(2, fields), event(3)] }, failures);
    });
  }

  for (const element of ["5", "null", '"e-1"', "not JSON", "", 5, null, true]) {
    it(`${JSON.stringify(element)} for an event is one`, () => {
      refuse(
        { events: [element] },
        {
          "events[0]":
            /^must be an object with eventId and resourceId, not (null|a string|a number|a boolean)$/,
        },
      );
    });
  }

  it("the failures of all events are reported at once", () => {
    refuse(
      { events: [event(1, { eventId: "x" }), event(2, { planTime: "x" }), event(3), event(4, { group: 1 })] },
      { "events[0].eventId": /form/, "events[1].planTime": /ISO/, "events[3].group": /must be/ },
    );
  });

  it("the failures of one event are reported at once, whether of one field or of several together", () => {
    refuse(
      { events: [event(1, { group: 1, planTime: NOW - HOUR, dataPolicy: "abandon", password: "short" })] },
      {
        "events[0].group": /must be/,
        "events[0].planTime": /has passed/,
        "events[0].dataPolicy": /acknowledgeDataLoss/,
        "events[0].password": /is not allowed with opsType: "scheduled"/,
      },
    );
  });

  it("a time that is wrong is not the time to move at once either", () => {
    const { failures } = run({ events: [event(1, { opsType: "immediate", planTime: "soon" })] });
    const [first, second, ...others] = failures.map(({ reason }) => reason);
    assert.match(first ?? "", /ISO time/);
    assert.match(second ?? "", /goes only with opsType: "scheduled"/);
    assert.deepEqual(others, []);
  });

  it("an event twice is one, and names the first", () => {
    refuse(
      { events: [event(1), event(2), event(1, { resourceId: "i-9" })] },
      { "events[2].eventId": /^is listed twice, at events\[0\] and events\[2\]: remove one$/ },
    );
  });

  it("one instance under two events is none, but a notice with the line of program that settles it", () => {
    const { inputs, failures, notices } = run({
      events: [event(1), event(2, { resourceId: "i-1" }), event(3)],
    });
    assert.deepEqual(failures, []);
    assert.deepEqual(Object.keys(inputs["planned"] as object), ["e-1", "e-2", "e-3"]);
    assert.equal(notices.length, 1);
    assert.match(notices[0] ?? "", /^i-1 has 2 events .*e-1 and e-2.*Keep one: remove e-2 from the plan$/);
  });

  it("a time that has passed is none once something was planned: then the orders decide", () => {
    const past = { events: [event(1, { planTime: NOW - HOUR })] };
    assert.match(planOf(past, { planned: {} })["e-1"] as string, /2026-11-30T23:00:00/);
  });

  it("a time far too late is one even then", () => {
    refuse(
      { events: [event(1, { planTime: "2028-12-01T00:00:00Z" })] },
      { "events[0].planTime": /more than 366 days/ },
      { planned: {} },
    );
  });

  it("a time just within the year is none", () => {
    planOf({ events: [event(1, { planTime: NOW + 365 * DAY })] });
  });

  it("a number beyond any calendar is one, like other absurd times", () => {
    refuse({ events: [event(1, { planTime: 9_000_000_000_000_000 })] }, { "events[0].planTime": /./ });
  });

  it("a time at the very deadline is none", () => {
    planOf({ events: [event(1, { deadline: TIME })] });
  });
});

describe("check: what people read of a failure", () => {
  const say = () => undefined;
  const sentences = (news: Inputs): string[] =>
    checkInHost(
      { memory: new Memory(), now: () => NOW, say },
      {},
      { ...PLAN, events: [], ...news },
    ).failures.map(({ property, reason }) => property + reason);
  const named = (more: Inputs) => [event(1), event(7, { instanceName: "web-7", ...more })];
  const night = { days: ["sat"], startTime: "01:00", duration: "3h" };
  const schedule = { timeZone: "Asia/Shanghai", windows: [night] };
  const inWindow = (more: Inputs) => ({ schedule: { ...schedule, windows: [{ ...night, ...more }] } });

  for (const [what, news, expected] of [
    [
      "a text for a time",
      { events: named({ planTime: "2026-13-01T01:00:00Z" }) },
      'events[1].planTime of e-7 (web-7, i-7): "2026-13-01T01:00:00Z": there is no such day',
    ],
    [
      "a time that has passed, in UTC too",
      { events: named({ planTime: "2026-12-01T07:00:00+08:00" }) },
      'events[1].planTime of e-7 (web-7, i-7): "2026-12-01T07:00:00+08:00" (2026-11-30T23:00:00Z) has passed: it is 2026-12-01T00:00:00Z',
    ],
    ["a number", { events: named({ group: 5 }) }, "events[1].group of e-7 (web-7, i-7): 5 must be a string"],
    [
      "null",
      { events: named({ eventId: null }) },
      "events[1].eventId of web-7 (i-7): null must be an id of the form e-…",
    ],
    [
      "a list, but not what is in it",
      { events: named({ priority: ["Secret123"] }) },
      "events[1].priority of e-7 (web-7, i-7) must be a number, not a list",
    ],
    [
      "nothing",
      { events: named({ resourceId: undefined }) },
      "events[1].resourceId of e-7 is required: the instance's id, i-…",
    ],
    [
      "a text that is long, cut",
      { events: named({ dataPolicy: "x".repeat(1_000) }) },
      `events[1].dataPolicy of e-7 (web-7, i-7): "${"x".repeat(57)}…" must be one of "abandon", "force_transfer", "try_transfer"`,
    ],
    [
      "a time that is long, once",
      { events: named({ planTime: "x".repeat(1_000) }) },
      `events[1].planTime of e-7 (web-7, i-7): "${"x".repeat(57)}…" is not an ISO time with an offset, such as 2026-12-05T01:30:00+08:00`,
    ],
    [
      "a data policy that needs another input",
      { events: named({ dataPolicy: "abandon" }) },
      'events[1].dataPolicy of e-7 (web-7, i-7): "abandon" loses the instance\'s local data: it also needs acknowledgeDataLoss: true on the plan',
    ],
    [
      "an option",
      { timeout: "soon" },
      'timeout: "soon" must be a duration, such as "30m", "1h30m" or "PT30M"',
    ],
    [
      "a field of a window",
      inWindow({ duration: "9d" }),
      'schedule.windows[0].duration: "9d" must be longer than 0 and at most 7 days',
    ],
    [
      "a cron expression",
      { schedule: { ...schedule, windows: [{ cron: "0 25 * * *", duration: "1h" }] } },
      'schedule.windows[0].cron: "0 25 * * *" is not a valid cron expression: hour 25 is outside 0–23',
    ],
    [
      "an exclusion",
      { schedule: { ...schedule, exclusions: [{ from: "2026-12-24", to: "2026-12-23" }] } },
      'schedule.exclusions[0].to: "2026-12-23" must be after from',
    ],
    [
      "a wave",
      { schedule: { ...schedule, waves: [1, "0%"] } },
      'schedule.waves[1]: "0%" must be a whole number of at least 1 or a percentage, such as 5 or "10%"',
    ],
    ["a member of a connection", { connection: { region: 5 } }, "connection.region: 5 must be a string"],
  ] as [string, Inputs, string][]) {
    it(`names where it is and what was written: ${what}`, () =>
      assert.deepEqual(sentences(news), [expected]));
  }

  it("does not say of nothing that it is required", () =>
    assert.deepEqual(sentences({ events: null }), [
      "events is required; a plan without events is events: []",
    ]));

  it("quotes nothing that may be a secret", () => {
    const secret = "Secret123";
    for (const news of [
      { events: named({ passwort: secret }) },
      { events: [secret] },
      { events: [JSON.stringify(secret)] },
      { events: secret },
      {
        events: named({ planTime: undefined, opsType: "immediate", password: true }),
        passwords: { "e-7": "s3cret" },
      },
      { connection: secret },
      { connection: { accessKeySecret: secret } },
      { schedule: secret },
      { schedule: { ...schedule, windows: secret } },
      { passwort: secret },
      { timeout: { password: secret } },
      { events: named({ group: 5, dataPolicy: secret }), secret: true },
      { connection: { region: secret }, timeout: secret, unquoted: ["connection", "timeout"] },
      { schedule: { ...schedule, timeZone: secret }, unquoted: ["schedule"] },
      { connection: { endpoint: `http://user:${secret}` } },
      { connection: { endpoint: `akid:${secret}` } },
      { connection: { endpoint: `https://user:${secret}` } },
      { connection: { endpoint: `ftp://user:${secret}@ens.aliyuncs.com` } },
      { connection: { region: `${secret} key` } },
    ]) {
      const found = sentences(news);
      assert.ok(found.length > 0, JSON.stringify(news));
      assert.doesNotMatch(found.join("\n"), /secret123|s3cret/i);
    }
  });

  /** Values that are right or wrong, and what a message must not have of them. */
  const MARKED = [
    "Marked7",
    ["Marked7"],
    { marked: "Marked7" },
    70_717_071,
    -70_717_071,
    [70_717_071.5],
    "2019-07-17T07:17:07+08:00",
    "2037-07-17T07:17:07Z",
    "2027-07-17",
    "2026-07-47",
    "71:71",
    "7071 1 * * *",
    "0 1 1-7 * Marked7",
    "0 7 17 * 7",
    "7071%",
    "70717071d",
  ];
  const MARK = /marked7|7071|20[123]\d-07|71:71|47\b|07:17|1-7|0 7 17/i;
  const nested: [string, object, (field: Inputs) => Inputs][] = [
    ["an event", EVENT, (field) => ({ events: [JSON.stringify({ ...asObject(7), ...field })] })],
    [
      "an event of a schedule",
      EVENT,
      (field) => ({ schedule, events: [event(7, { planTime: undefined, ...field })] }),
    ],
    [
      "a schedule",
      SCHEDULE,
      (field) => ({ schedule: { ...schedule, ...field }, events: [event(7, { planTime: undefined })] }),
    ],
    ["a window", WINDOW, inWindow],
    [
      "a window with cron",
      WINDOW,
      (field) => ({ schedule: { ...schedule, windows: [{ duration: "1h", ...field }] } }),
    ],
    [
      "an exclusion",
      EXCLUSION,
      (field) => ({
        schedule: { ...schedule, exclusions: [{ from: "2027-08-01", to: "2027-08-02", ...field }] },
      }),
    ],
  ];
  for (const [what, fields, inputsWith] of nested) {
    it(`quotes no value of ${what} of a secret plan`, () => {
      for (const name of Object.keys(fields)) {
        const found = MARKED.flatMap((value) =>
          sentences({ secret: true, ...inputsWith({ [name]: value }) }),
        );
        assert.doesNotMatch(found.join("\n"), MARK, name);
      }
    });
  }

  it("quotes no value of an option that is secret, and none of a secret plan", () => {
    for (const name of Object.keys(INPUTS)) {
      for (const secret of [{ unquoted: [name] }, { secret: true }]) {
        const found = MARKED.flatMap((value) => sentences({ ...secret, [name]: value }));
        assert.doesNotMatch(found.join("\n"), MARK, name);
      }
    }
    for (const name of Object.keys(CONNECTION_FIELDS)) {
      const found = MARKED.flatMap((value) =>
        sentences({ unquoted: ["connection"], connection: { [name]: value } }),
      );
      assert.doesNotMatch(found.join("\n"), MARK, name);
    }
  });

  it("says nothing of a secret plan that follows from its values", () => {
    const unplanned = { planTime: undefined, instanceName: "Marked7", group: "Marked7" };
    const excluded = { from: "2026-01-01", to: "2029-01-01", reason: "Marked7" };
    for (const [news, expected] of [
      [
        { schedule: { ...schedule, exclusions: [excluded] }, events: [event(7, unplanned)] },
        "events[0] of e-7 (i-7) has no slot in the schedule",
      ],
      [
        { events: [event(7, { instanceName: "Marked7" })], waitFor: "executed" },
        "timeout is too short: the last move starts after it runs out. Set a longer timeout, or use " +
          'waitFor: "scheduled" and read the result with `pulumi refresh`',
      ],
      [
        { events: [event(7, { instanceName: "Marked7", planTime: "2019-07-17T07:17:07+08:00" })] },
        "events[0].planTime of e-7 (i-7) has passed",
      ],
      [{ events: [event(7, { group: 70_717_071 })] }, "events[0].group of e-7 (i-7) must be a string"],
      [
        { events: [event(7, { planTime: "Marked7" })] },
        "events[0].planTime of e-7 (i-7) is not valid. Its value, or one that it depends on, is secret, so this message does not quote it",
      ],
    ] as [Inputs, string][]) {
      assert.deepEqual(sentences({ secret: true, ...news }), [expected]);
      assert.notDeepEqual(sentences(news), [expected]);
    }
    const noPolicy = sentences({
      secret: true,
      dataPolicy: undefined,
      events: [event(7, { instanceName: "Marked7" })],
    });
    assert.match(noPolicy.join(), /: events\[0\] of e-7 \(i-7\) has no data policy/);
  });
});

describe("check: data policies", () => {
  it("none at all is one failure that names the events", () => {
    refuse(
      {
        dataPolicy: undefined,
        events: [event(1), event(2, { dataPolicy: "try_transfer" }), event(3)],
      },
      {
        dataPolicy:
          /is required, on the plan or on each event: events\[0\] of e-1 \(i-1\), events\[2\] of e-3 \(i-3\) have no data policy/,
      },
    );
  });

  it("one event without is named in the singular", () => {
    refuse(
      { dataPolicy: undefined, events: [event(1)] },
      { dataPolicy: /: events\[0\] of e-1 \(i-1\) has no data policy\. .*abandon local data$/ },
    );
  });

  it("many events without are counted, not listed", () => {
    const events = Array.from({ length: 12 }, (_, n) => event(n));
    refuse(
      { dataPolicy: undefined, events },
      { dataPolicy: /events\[4\] of e-4 \(i-4\) and 7 more have no data policy/ },
    );
  });

  it("one on each event makes the plan's superfluous", () => {
    planOf({ dataPolicy: undefined, events: [event(1, { dataPolicy: "try_transfer" })] });
  });

  it("no event needs none", () => {
    planOf({ dataPolicy: undefined, events: [] });
  });

  for (const acknowledgeDataLoss of [undefined, false]) {
    it(`abandon on the plan with acknowledgeDataLoss ${String(acknowledgeDataLoss)} is a failure`, () => {
      refuse(
        { dataPolicy: "abandon", acknowledgeDataLoss, events: [event(1)] },
        {
          acknowledgeDataLoss:
            /^must be true with dataPolicy: "abandon", which loses the instance's local data$/,
        },
      );
    });
  }

  it("abandon on an event passes with the acknowledgement", () => {
    planOf({ acknowledgeDataLoss: true, events: [event(1, { dataPolicy: "abandon" })] });
  });

  it("a wrong one on the plan is reported once, not for every event", () => {
    refuse({ dataPolicy: "keep", events: [event(1), event(2)] }, { dataPolicy: /must be one of "abandon"/ });
  });
});

describe("check: passwords", () => {
  const with_ = (password: unknown, make = atOnce): Inputs => ({
    events: [make(1, { password: true })],
    passwords: { "e-1": password },
  });

  for (const password of ["Abcdef12", "Abc45678901234567890123456789x", "aA1!@#$%^&*()", "密Aa1密密密密"]) {
    it(`${password} is one`, () => {
      assert.match(planOf(with_(password))["e-1"] as string, /password given/);
    });
  }

  for (const password of [
    "",
    "Abcde12",
    "Abc4567890123456789012345678901",
    "abcdef12",
    "ABCDEF12",
    "Abcdefgh",
    12345678,
  ]) {
    it(`${JSON.stringify(password)} is none`, () => {
      refuse(with_(password), { "events[0].password": /8 to 30 characters/ });
    });
  }

  it("that the event has and nobody gives is a failure: ENS would make a random one", () => {
    for (const passwords of [undefined, {}, { "e-2": "Abcdef12" }, { "e-1": null }])
      refuse({ ...with_(undefined), passwords }, { "events[0].password": /is undefined, or ignoreChanges/ });
    assert.match(planOf({ ...with_(undefined), passwords: UNKNOWN })["e-1"] as string, /password given/);
  });

  it("with a scheduled move is a failure, whatever the password", () => {
    refuse(with_("Abcdef12", event), { "events[0].password": /only for immediate migrations/ });
    refuse(with_("short", event), { "events[0].password": /only for immediate migrations/ });
  });

  it("of another event does not count", () => {
    const planned = planOf({
      events: [atOnce(1, { password: true }), atOnce(2)],
      passwords: { "e-1": "Abcdef12" },
    });
    assert.match(planned["e-1"] as string, /password given/);
    assert.match(planned["e-2"] as string, /password will change/);
  });

  it("never show in a reason or in a line", () => {
    const anyPassword = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
      .map((text) => `§${text}§`);
    const anyFields = record(
      {
        planTime: fc.constantFrom<unknown>(ISO_TIME, "x", 5),
        opsType: fc.constantFrom("immediate", "scheduled", "x"),
        dataPolicy: fc.constantFrom("abandon", "try_transfer"),
      },
      [],
    );
    fc.assert(
      fc.property(anyPassword, anyFields, fc.boolean(), fc.boolean(), (password, fields, asText, inEvent) => {
        const written = { eventId: "e-1", resourceId: "i-1", ...fields, password: inEvent ? password : true };
        const { inputs, failures } = run({
          events: [asText ? JSON.stringify(written) : written],
          passwords: { "e-1": password },
        });
        for (const { property, reason } of failures) assert.ok(!`${property} ${reason}`.includes(password));
        for (const line of Object.values(inputs["planned"] ?? {}))
          assert.ok(!String(line).includes(password));
      }),
    );
  });
});

describe("check: options", () => {
  const rules: [string, unknown, string, RegExp][] = [
    ["label", 5, "label", /must be a string/],
    ["dataPolicy", "Force", "dataPolicy", /must be one of "abandon", "force_transfer", "try_transfer"/],
    ["acknowledgeDataLoss", "true", "acknowledgeDataLoss", /true or false/],
    ["waitFor", "done", "waitFor", /must be one of "submitted", "scheduled", "executed"/],
    ["timeout", "soon", "timeout", /duration, such as "30m"/],
    ["timeout", 600, "timeout", /must be a duration/],
    ["pollInterval", "5", "pollInterval", /must be a duration/],
    ["onRemove", "delete", "onRemove", /must be one of "retain", "fail"/],
    ["onReschedule", "keep", "onReschedule", /must be one of "resubmit", "fail"/],
    ["onExistingOrder", "send", "onExistingOrder", /must be one of "fail", "keep", "resubmit"/],
    ["onUnknownEvent", "keep", "onUnknownEvent", /must be one of "fail", "send"/],
    ["maxErrors", -1, "maxErrors", /whole number or a percentage/],
    ["maxErrors", 1.5, "maxErrors", /whole number or a percentage/],
    ["maxErrors", "101%", "maxErrors", /whole number or a percentage/],
    ["maxErrors", "5", "maxErrors", /whole number or a percentage/],
    ["eventsPerCall", 0, "eventsPerCall", /from 1 to 100/],
    ["eventsPerCall", 101, "eventsPerCall", /from 1 to 100/],
    ["eventsPerCall", 2.5, "eventsPerCall", /from 1 to 100/],
    ["connection", { foo: 1 }, "connection.foo", /references only, never keys/],
    ["connection", { accessKeySecret: "s" }, "connection.accessKeySecret", /references only, never keys/],
    ["connection", { region: 5 }, "connection.region", /must be a string/],
    ["connection", { region: "cn hangzhou" }, "connection.region", /is not a region id/],
    ["connection", { endpoint: "http://10.0.0.5" }, "connection.endpoint", /plain http.* Use https/],
    ["connection", { endpoint: "https://ens/path" }, "connection.endpoint", /host:port/],
    ["connection", { Profile: "a" }, "connection.Profile", /did you mean profile\?/],
    [
      "connection",
      "profile",
      "connection",
      /must be an object with profile, roleArn, region, endpoint, not a string$/,
    ],
    ["connection", ["profile"], "connection", /must be an object with profile/],
    ["changeTicket", 1, "changeTicket", /must be a string/],
    ["waitfor", "executed", "waitfor", /is not a property of a MigrationPlan; did you mean waitFor\?/],
    ["event", [], "event", /did you mean events\?/],
    ["colour", "red", "colour", /is not a property of a MigrationPlan$/],
    ["toString", 1, "toString", /is not a property of a MigrationPlan/],
  ];
  for (const [key, value, property, reason] of rules) {
    it(`${key} ${JSON.stringify(value)} is refused at ${property}`, () => {
      refuse({ [key]: value }, { [property]: reason });
    });
  }

  it("all failures of options and events are reported at once", () => {
    refuse(
      {
        waitFor: "x",
        timeout: "x",
        connection: { foo: 1, region: 2 },
        zone: 1,
        events: [event(1, { group: 1 })],
      },
      {
        waitFor: /must be/,
        timeout: /must be/,
        "connection.foo": /references/,
        "connection.region": /string/,
        zone: /not a property/,
        "events[0].group": /must be/,
      },
    );
  });

  for (const [key, value] of [
    ["maxErrors", 0],
    ["maxErrors", "0%"],
    ["maxErrors", "100%"],
    ["eventsPerCall", 1],
    ["eventsPerCall", 100],
    ["timeout", "1h30m"],
    ["connection", {}],
    ["connection", { endpoint: " http://127.0.0.1:4010/ ", region: "cn-hangzhou" }],
  ] as const) {
    it(`${key} ${JSON.stringify(value)} passes`, () => {
      accept({ [key]: value });
    });
  }

  const pending = { events: [asObject(1)] };
  for (const [events, reason] of [
    [5, /^must be a list of events, not a number$/],
    ["e-1", /^must be a list of events, not a string$/],
    ["", /^must be a list of events, not a string$/],
    ['"[]"', /^must be a list of events, not a string$/],
    [true, /^must be a list of events, not a boolean$/],
    ["{}", /^must be a list of events, not an object$/],
    [{}, /^must be a list of events, not an object$/],
    [pending, /not the result of getMigrationEvents: write its property events$/],
    [JSON.stringify(pending), /not the result of getMigrationEvents/],
    [{ events: [] }, /not the result of getMigrationEvents/],
    [asObject(1), /not one event: write events: \[event\]$/],
    [
      { a: asObject(1), b: asObject(2) },
      /not an object that holds them: write the events themselves, as one list$/,
    ],
  ] as const) {
    it(`events ${JSON.stringify(events)} are refused`, () => {
      refuse({ events }, { events: reason });
    });
  }

  it("members of a connection without a value are refused, each at its place", () => {
    refuse(
      { connection: { profile: null, roleArn: "", region: " ", endpoint: null } },
      {
        "connection.profile":
          /^was given and is undefined or null: leave it out to use the stack's own credentials$/,
        "connection.roleArn": /^was given and is blank: leave it out to use the stack's own credentials$/,
        "connection.region": /^was given and is blank: leave it out to use the stack's own region$/,
        "connection.endpoint": /^was given and is undefined or null: .* the stack's own endpoint$/,
      },
    );
  });

  it("elements of events that hold events are refused, each at its place", () => {
    refuse(
      { events: [event(1), JSON.stringify([asObject(2)]), JSON.stringify(pending), [asObject(3)]] },
      {
        "events[1]":
          /^must be an event, not a list: write the list without brackets around it, or one list with all events$/,
        "events[2]":
          /^must be an event, not the result of getMigrationEvents: write its property events, without brackets/,
        "events[3]": /^must be an event, not a list/,
      },
    );
    refuse({ events: ["[]", []] }, { "events[0]": /not a list/, "events[1]": /not a list/ });
  });
});

describe("check: names in the wrong place", () => {
  const night = { days: ["sat"], startTime: "01:00", duration: "3h" };
  const schedule = { timeZone: "Asia/Shanghai", windows: [night] };
  const stranger = (of: string, belongs: string): RegExp =>
    new RegExp(`^is not a property of ${of}; did you mean ${belongs.replace(/[[\].]/g, "\\$&")}\\?$`);

  it("say on the plan where they belong: every option of a schedule, a window, an exclusion, an event or a connection", () => {
    const places: Record<string, string[]> = {
      schedule: Object.keys(SCHEDULE),
      "schedule.windows[]": Object.keys(WINDOW),
      "schedule.exclusions[]": Object.keys(EXCLUSION),
      "events[]": Object.keys(EVENT),
      connection: ["profile", "roleArn", "region", "endpoint"],
    };
    const expected: Record<string, RegExp> = {};
    for (const [place, names] of Object.entries(places)) {
      for (const name of names)
        if (!(name in INPUTS)) expected[name] ??= stranger("a MigrationPlan", `${place}.${name}`);
    }
    assert.ok(Object.keys(expected).length > 25);
    for (const value of [1, UNKNOWN])
      refuse(Object.fromEntries(Object.keys(expected).map((name) => [name, value])), expected);
  });

  const cases: [title: string, news: Inputs, expected: Record<string, RegExp>][] = [
    [
      "in another spelling",
      { max_unavailable: 1, timezone: "UTC" },
      {
        max_unavailable: stranger("a MigrationPlan", "schedule.maxUnavailable"),
        timezone: stranger("a MigrationPlan", "schedule.timeZone"),
      },
    ],
    [
      "in a schedule",
      { schedule: { ...schedule, duration: "3h", waitFor: "executed", planTime: TIME, reason: "x" } },
      {
        "schedule.duration": stranger("a schedule", "schedule.windows[].duration"),
        "schedule.waitFor": stranger("a schedule", "waitFor of the plan"),
        "schedule.planTime": stranger("a schedule", "events[].planTime"),
        "schedule.reason": stranger("a schedule", "schedule.exclusions[].reason"),
      },
    ],
    [
      "in a window and an exclusion",
      {
        schedule: {
          ...schedule,
          windows: [{ ...night, waves: [1], deadline: TIME }],
          exclusions: [{ from: "2026-12-24", to: "2026-12-26", timeZone: "UTC", onRemove: "fail" }],
        },
      },
      {
        "schedule.windows[0].waves": stranger("a window", "schedule.waves"),
        "schedule.windows[0].deadline": stranger("a window", "events[].deadline"),
        "schedule.exclusions[0].timeZone": stranger("an exclusion", "schedule.timeZone"),
        "schedule.exclusions[0].onRemove": stranger("an exclusion", "onRemove of the plan"),
      },
    ],
    [
      "in an event",
      { events: [event(1), event(2, { onReschedule: "fail", windows: [], cutoff: "1h" })] },
      {
        "events[1].onReschedule": stranger("an event", "onReschedule of the plan"),
        "events[1].windows": stranger("an event", "schedule.windows"),
        "events[1].cutoff": stranger("an event", "schedule.windows[].cutoff"),
      },
    ],
  ];
  for (const [title, news, expected] of cases)
    it(`say where they belong ${title}`, () => refuse(news, expected));

  it("do not hide a name of the same place that is near", () => {
    refuse(
      { schedule: { ...schedule, timezone: "UTC" } },
      { "schedule.timezone": stranger("a schedule", "timeZone") },
    );
  });

  for (const output of ["migrations", "requestIds", "summary", "ended", "schemaVersion"]) {
    it(`${output} is an output, and refused as an input, known or not`, () => {
      for (const value of [1, UNKNOWN])
        refuse({ [output]: value }, { [output]: /^is an output of the plan and cannot be set$/ });
    });
  }
});

describe("check: a wait that cannot come true", () => {
  const late =
    /^is too short for waitFor: "executed": `up` waits until .*, but the last move starts at 2026-12-04T17:30:00\.\d+Z\. Set/;

  it("is refused: the default timeout ends before the last planned time", () => {
    refuse({ waitFor: "executed", events: [event(1)] }, { timeout: late });
  });

  it("is refused: the given timeout ends before the last planned time", () => {
    const early = event(2, { planTime: NOW + HOUR });
    refuse({ waitFor: "executed", timeout: "3d", events: [early, event(1)] }, { timeout: late });
    refuse({ waitFor: "executed", timeout: "3d", events: [UNKNOWN, event(1)] }, { timeout: late });
  });

  const possible: [string, Inputs][] = [
    ["the timeout is long enough", { waitFor: "executed", timeout: "4d" }],
    ["the wait is for scheduled", { waitFor: "scheduled", timeout: "1m" }],
    ["all goes at once", { waitFor: "executed", timeout: "1m", events: [atOnce(1)] }],
    ["the events are unknown", { waitFor: "executed", events: UNKNOWN }],
  ];
  for (const [what, news] of possible) {
    it(`is none where ${what}`, () => {
      accept({ events: [event(1)], ...news });
    });
  }
});

describe("check: what a preview does not know yet", () => {
  const options = [
    "label",
    "acknowledgeDataLoss",
    "waitFor",
    "timeout",
    "pollInterval",
    "onRemove",
    "onReschedule",
    "onExistingOrder",
    "onUnknownEvent",
    "maxErrors",
    "eventsPerCall",
    "connection",
    "changeTicket",
    "passwords",
    "schedule",
  ];
  for (const sentinel of Object.values(SENTINELS)) {
    describe(sentinel, () => {
      it("passes as any option", () => {
        for (const key of options) assert.equal(accept({ [key]: sentinel })[key], sentinel);
      });

      it("passes inside a connection", () => {
        const connection = { region: sentinel };
        assert.deepEqual(accept({ connection })["connection"], connection);
      });

      it("as all events leaves all that is planned unknown", () => {
        assert.equal(isUnknown(accept({ events: sentinel })["planned"]), true);
      });

      it("as one event leaves that one unknown, under its index", () => {
        const planned = planOf({ events: [event(0), event(1), event(2), sentinel] });
        assert.deepEqual(Object.keys(planned).sort(), ["e-0", "e-1", "e-2", "events[3]"]);
        assert.equal(isUnknown(planned["events[3]"]), true);
        assert.equal(Object.values(planned).filter(isUnknown).length, 1);
      });

      it("as any field of an event leaves that event unknown, under its id", () => {
        for (const field of [
          "resourceId",
          "planTime",
          "dataPolicy",
          "opsType",
          "password",
          "group",
          "priority",
          "deadline",
          "tags",
        ]) {
          const planned = planOf({ events: [asObject(1, { [field]: sentinel }), event(2)] });
          assert.deepEqual(Object.keys(planned).sort(), ["e-1", "e-2"], field);
          assert.equal(isUnknown(planned["e-1"]), true, field);
          assert.equal(isUnknown(planned["e-2"]), false, field);
        }
      });

      it("as an event's id leaves that event unknown, under its index", () => {
        assert.deepEqual(Object.keys(planOf({ events: [asObject(1, { eventId: sentinel })] })), [
          "events[0]",
        ]);
      });

      it("deep in an event leaves that event unknown", () => {
        assert.equal(isUnknown(planOf({ events: [asObject(1, { tags: { a: [sentinel] } })] })["e-1"]), true);
      });

      for (const key of ["dataPolicy", "acknowledgeDataLoss"]) {
        it(`as ${key} of the plan leaves every event unknown`, () => {
          const planned = planOf({ events: [event(1), event(2)], [key]: sentinel });
          assert.deepEqual(Object.keys(planned).sort(), ["e-1", "e-2"]);
          assert.ok(Object.values(planned).every(isUnknown));
        });
      }

      it("as acknowledgement is none that is missing", () => {
        accept({ dataPolicy: "abandon", acknowledgeDataLoss: sentinel, events: [event(1)] });
      });

      it("as password, or as all passwords, is a password given", () => {
        for (const passwords of [sentinel, { "e-1": sentinel }]) {
          assert.match(
            planOf({ events: [atOnce(1, { password: true })], passwords })["e-1"] as string,
            /password given/,
          );
        }
      });
    });
  }

  it("does not hide the failures of what is known", () => {
    refuse(
      { events: [UNKNOWN, event(1, { eventId: "x" }), asObject(2, { planTime: UNKNOWN })], waitFor: "x" },
      { "events[1].eventId": /form/, waitFor: /must be/ },
    );
  });
});

describe("check: events of the program's other plans", () => {
  const elsewhereIn = (elsewhere: unknown, olds: Inputs = {}): unknown =>
    accept({ events: [event(1)], elsewhere }, olds)["elsewhere"];

  it("stay where this plan had them until now, and nothing else does", () => {
    const olds = { planned: planOf({ events: [event(1), event(2)] }) };
    assert.deepEqual(elsewhereIn(JSON.stringify(["e-1", "e-2", "e-3"]), olds), ["e-2"]);
    assert.equal(elsewhereIn(JSON.stringify(["e-1", "e-3"]), olds), undefined);
    assert.equal(elsewhereIn(JSON.stringify(["e-2"])), undefined, "it had none");
  });

  it("pass while they are unknown", () => {
    assert.equal(elsewhereIn(UNKNOWN), UNKNOWN);
  });
});

describe("check: without events", () => {
  const planned = planOf({ events: [event(1)] });

  it("what was planned stays planned", () => {
    const schedule = { timeZone: "UTC" };
    const inputs = accept({ events: undefined, schedule }, { ...PLAN, schedule: { ...schedule }, planned });
    assert.deepEqual(inputs["planned"], planned);
  });

  it("a change that would plan them anew is a failure, not dropped in silence", () => {
    const schedule = { timeZone: "UTC", replan: "sooner" };
    const changed = /has changed, but ignoreChanges keeps the events .* add "(dataPolicy|schedule)" to it/;
    refuse(
      { events: undefined, dataPolicy: "try_transfer", schedule },
      { dataPolicy: changed, schedule: changed },
      { ...PLAN, schedule: { timeZone: "UTC" }, planned },
    );
    accept({ events: undefined, dataPolicy: UNKNOWN, schedule: UNKNOWN }, { ...PLAN, planned });
    accept({ events: undefined, timeout: "2h" }, { ...PLAN, planned });
  });

  it("what the inputs themselves have planned wins, as in an import", () => {
    for (const olds of [{}, { ...PLAN, planned: {} }])
      assert.deepEqual(accept({ events: undefined, planned }, olds)["planned"], planned);
  });

  it("what is kept together with its lines is kept no less: a change is a failure", () => {
    const news = { events: undefined, planned, dataPolicy: "try_transfer" };
    refuse(news, { dataPolicy: /has changed/ }, { ...PLAN, planned });
  });

  it("lines beside events are a failure, since ignoreChanges would hide what becomes of the events", () => {
    refuse({ events: [event(2)], planned }, { planned: /remove "planned" from ignoreChanges/ }, { planned });
  });

  it("lines that abandon local data still need the plan's acknowledgement", () => {
    const acknowledged = { acknowledgeDataLoss: true };
    const abandoned = planOf({ events: [event(1, { dataPolicy: "abandon" })], ...acknowledged });
    const olds = { ...PLAN, ...acknowledged, planned: abandoned };
    accept({ events: undefined, ...acknowledged }, olds);
    accept({ events: undefined, acknowledgeDataLoss: UNKNOWN }, olds);
    for (const acknowledgeDataLoss of [undefined, false]) {
      refuse(
        { events: undefined, acknowledgeDataLoss },
        { acknowledgeDataLoss: /local data of e-1 \(i-1\);/ },
        olds,
      );
    }
  });

  it("an event that another plan has by now is a failure", () => {
    const olds = { ...PLAN, planned };
    accept({ events: undefined, elsewhere: '["e-2"]' }, olds);
    refuse(
      { events: undefined, elsewhere: '["e-1"]' },
      { 'planned["e-1"]': /^is also in another plan/ },
      olds,
    );
  });

  it("and without a plan says that events are required", () => {
    for (const events of [undefined, null])
      refuse({ events }, { events: /is required; a plan without events is events: \[\]/ });
    refuse({ events: null }, { events: /is required/ }, { planned });
  });

  it("what was planned with an unknown part passes", () => {
    const open = { ...planned, "e-2": UNKNOWN };
    assert.deepEqual(accept({ events: undefined, planned: open })["planned"], open);
  });

  const unreadable: [string, unknown, RegExp][] = [
    ["edited", "gone", /cannot be read: "gone"\. .* Restore it from a backup of the stack's state/],
    ["a number", 5, /cannot be read: 5\. /],
    ["null", null, /cannot be read: null\. /],
    [
      "of another version",
      "i-2 | immediate | in another order | #2.Jx0k_2aQ",
      /is a line of version 2, and this version of pulumi-ens reads version 1: .* Install the version/,
    ],
  ];
  for (const [what, line, reason] of unreadable) {
    it(`a line that is ${what} is a fault that says what to do`, () => {
      const broken = { ...planned, "e-2": line };
      refuse({ events: undefined, planned: broken }, { 'planned["e-2"]': reason });
      refuse({ events: undefined }, { 'planned["e-2"]': reason }, { ...PLAN, planned: broken });
    });
  }

  it("all lines that cannot be read are named, beside what else is wrong", () => {
    const abandoned = planOf({
      events: [event(3, { dataPolicy: "abandon" })],
      acknowledgeDataLoss: true,
    });
    refuse(
      { events: undefined, planned: { "e-1": "gone", "e-2": "gone", ...abandoned } },
      {
        'planned["e-1"]': /cannot be read/,
        'planned["e-2"]': /cannot be read/,
        acknowledgeDataLoss: /local data of e-3 \(i-3\);/,
      },
    );
  });

  it("of very many lines that cannot be read the first are named, and the others counted", () => {
    const many = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`e-${n}`, "gone"]));
    const { failures } = run({ events: undefined, planned: many });
    assert.equal(failures.length, 21);
    assert.deepEqual(failures.at(-1), {
      property: "planned",
      reason: "has 5 more lines that cannot be read, like these",
    });
  });

  for (const other of [5, true, Object.values(planned)]) {
    it(`${JSON.stringify(other)} is a fault`, () =>
      refuse({ events: undefined, planned: other }, { planned: /^cannot be read: / }));
  }
});

describe("check: placeholders of what is computed from a secret", () => {
  const outputs = { migrations: SECRET, requestIds: SECRET, summary: SECRET, ended: SECRET };
  const secret = { secret: true, planned: SECRET, plannedWaves: SECRET, ...outputs };
  const planned = planOf({ events: [event(1)] });
  const olds = { ...PLAN, secret: true, planned, ...outputs };
  const schedule = { timeZone: "UTC", windows: [{ days: ["mon"], startTime: "01:00", duration: "2h" }] };

  it("give way to what check computes, and stay under the names of outputs", () => {
    assert.deepEqual(accept({ events: [event(1)], ...secret }), { ...olds, planned });
    const { plannedWaves } = accept({ events: [event(1, { planTime: undefined })], schedule });
    const timed = accept({ events: [event(1, { planTime: undefined })], schedule, ...secret });
    assert.deepEqual(timed["plannedWaves"], plannedWaves);
  });

  it("are unknown where the events are", () => {
    assert.equal(accept({ events: UNKNOWN, ...secret })["planned"], UNKNOWN);
  });

  it("are not taken for lines to keep", () => {
    refuse({ events: undefined, ...secret }, { events: /is required/ });
    assert.deepEqual(accept({ events: undefined, ...secret }, olds), olds);
  });

  it("must not go while ignoreChanges keeps lines that were secret: they would be shown", () => {
    refuse(
      { events: undefined },
      { events: /were secret when they were planned, .* keep them secret/ },
      olds,
    );
    accept({ events: [event(1)] }, olds);
  });

  it("are the only inputs that have the name of an output", () => {
    const written = { migrations: {}, summary: "computed", ended: true };
    const refusal = /^is an output of the plan and cannot be set$/;
    refuse({ ...written }, { migrations: refusal, summary: refusal, ended: refusal });
  });
});

describe("check: anything at all", () => {
  const anyJson = fc.jsonValue({ maxDepth: 3 });
  const anyTime = fc.oneof(fc.maxSafeInteger(), fc.constantFrom<unknown>(ISO_TIME, TIME, NOW), anyJson);
  const anyEvent = record(
    {
      eventId: fc.oneof(fc.constantFrom<unknown>("e-1", "e-2", ...Object.values(SENTINELS)), anyJson),
      resourceId: fc.oneof(fc.constantFrom<unknown>("i-1", "i-2", ...Object.values(SENTINELS)), anyJson),
      planTime: anyTime,
      deadline: anyTime,
      opsType: fc.oneof(fc.constantFrom<unknown>("immediate", "scheduled"), anyJson),
      dataPolicy: fc.oneof(fc.constantFrom<unknown>("abandon", "try_transfer"), anyJson),
      password: fc.oneof(fc.constant<unknown>(true), anyJson),
      group: anyJson,
      priority: anyJson,
      other: anyJson,
    },
    ["eventId", "resourceId"],
  );
  const anyElement = fc.oneof(
    { weight: 4, arbitrary: anyEvent },
    { weight: 4, arbitrary: anyEvent.map((each) => JSON.stringify(each)) },
    { weight: 1, arbitrary: anyJson },
  );
  const anyNews = record(
    {
      events: fc.oneof({ weight: 6, arbitrary: fc.array<unknown>(anyElement, { maxLength: 4 }) }, anyJson),
      passwords: fc.oneof(fc.dictionary(fc.constantFrom("e-1", "e-2"), anyJson), anyJson),
      planned: fc.oneof(fc.dictionary(fc.constantFrom("e-1", "e-2"), anyJson), anyJson),
      dataPolicy: fc.oneof(
        fc.constantFrom<unknown>("abandon", "try_transfer", ...Object.values(SENTINELS)),
        anyJson,
      ),
      acknowledgeDataLoss: fc.oneof(fc.boolean(), anyJson),
      waitFor: anyJson,
      timeout: anyJson,
      maxErrors: anyJson,
      eventsPerCall: anyJson,
      connection: anyJson,
      label: anyJson,
      foo: anyJson,
    },
    [],
  );

  it("is either refused, with a reason at a path that the user knows, or planned", () => {
    const roots =
      /^(?:events|passwords|planned|dataPolicy|acknowledgeDataLoss|waitFor|timeout|maxErrors|eventsPerCall|connection|label|foo)(?![A-Za-z])/;
    fc.assert(
      fc.property(anyNews, record({ planned: anyJson }, []), (news, olds) => {
        const { inputs, failures } = check(olds, news, NOW);
        for (const { property, reason } of failures) {
          assert.match(property, roots);
          assert.ok(reason.length > 0);
        }
        if (failures.length > 0) {
          assert.equal(inputs, news);
        } else {
          assert.ok("planned" in inputs && !("events" in inputs));
          if (news.events === undefined) return;
          for (const [eventId, line] of Object.entries(inputs["planned"] as object))
            if (!isUnknown(line)) parsePlanned(eventId, String(line));
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("as a whole never throws", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson), (news) => {
        check({}, news, NOW);
      }),
      { numRuns: 200 },
    );
  });
});
