import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import sinon from "sinon";
import * as rules from "../../policy/src";
import { TYPE_TOKENS } from "../../provider/src/plan/typeToken";
import { SENTINELS } from "../sentinels";
import { checked, event, judge, many, NOW, UNKNOWN } from "./judge";

const DAY = 86_400_000;

/** Every rule over events, with options that a plan of one event in a week keeps. */
const OVER_EVENTS: readonly ResourceValidationPolicy[] = [
  rules.noImmediateMoves("no-immediate-moves"),
  rules.noAbandon("no-abandon"),
  rules.allowedDataPolicies("allowed-data-policies"),
  rules.allowedHours("allowed-hours", {
    zones: [{ timeZone: "UTC", windows: [{ cron: "0 0 * * *", duration: "23h" }] }],
  }),
  rules.blackoutCalendar("blackout-calendar", { blackouts: [{ from: "2026-12-24", to: "2026-12-26" }] }),
  rules.minimumLeadTime("minimum-lead-time", { leadTime: "24h" }),
  rules.waveSize("wave-size", { maxEvents: 20 }),
  rules.groupShare("group-share", { maxShare: "50%" }),
  rules.deadline("deadline", { deadlines: [{ deadline: "2026-12-31" }] }),
];

/** Those that look at the rest of a plan, or at no more than how many events there are. */
const OVER_PLANS: readonly ResourceValidationPolicy[] = [
  rules.eventsPerPlan("events-per-plan", { maxEvents: 200 }),
  rules.changeTicket("change-ticket"),
  rules.noPlainPassword("no-plain-password"),
  rules.officialEndpoint("official-endpoint", { endpoints: ["ens.aliyuncs.com"] }),
];

/** Two that are in breach of every rule over events. */
const BAD = [666, 667].map((n) => event(n, { opsType: "immediate", dataPolicy: "abandon" }));

for (const rule of [...OVER_EVENTS, ...OVER_PLANS]) {
  describe(`the rule ${rule.name}, as every rule,`, () => {
    before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
    after(() => sinon.restore());

    const planTime = NOW + 7 * DAY;
    const overEvents = OVER_EVENTS.includes(rule);
    const whole = { changeTicket: "CHG-1", dataPolicy: "force_transfer", events: [event(1, { planTime })] };

    it("finds nothing in a plan that keeps it", () =>
      assert.deepEqual(judge(rule, { props: checked(whole) }).violations, []));

    it("passes over resources of other types, and says so", () =>
      assert.deepEqual(judge(rule, { props: {}, type: "alicloud:ens/instance:Instance" }), {
        violations: [],
        notApplicable: "it checks only MigrationPlan resources",
      }));

    it("takes a plan without events", () => {
      const verdict = judge(rule, { props: checked({ ...whole, events: [] }) });
      assert.deepEqual(verdict.violations, []);
      if (overEvents) assert.equal(verdict.notApplicable, "the plan has no events");
    });

    it("is not run into by anything that a preview does not know", () => {
      for (const sentinel of Object.values(SENTINELS)) {
        const unknowns = [
          { planned: sentinel },
          { ...checked(whole), planned: { "e-1": sentinel, "events[1]": sentinel } },
          ...["schedule", "connection", "changeTicket", "passwords", "plannedWaves"].map((input) => ({
            ...checked(whole),
            [input]: sentinel,
          })),
        ];
        for (const props of unknowns) {
          const verdict = judge(rule, { props, provider: { "ens:endpoint": sentinel } });
          assert.ok(
            rule.name === "change-ticket" || verdict.violations.length === 0,
            JSON.stringify(verdict),
          );
        }
      }
    });

    if (overEvents) {
      it("judges what is known, and says of the rest that it has not", () => {
        const events = [
          event(1, { planTime }),
          event(2, { planTime: UNKNOWN }),
          { eventId: UNKNOWN, resourceId: "i-3", planTime },
        ];
        const verdict = judge(rule, {
          props: checked({ ...whole, events: [...events, ...BAD], acknowledgeDataLoss: true }),
          config: strict(rule),
        });
        assert.notEqual(verdict.violations.length, 0);
        assert.equal(
          verdict.notChecked,
          "still unknown: e-2, events[2]; pulumi up checks them before it orders anything",
        );
      });

      it("says so, in words, where it does not run under Pulumi's policy server", () => {
        // No proxy around the inputs: the placeholder itself.
        let reason: string | undefined;
        const { validateResource } = rule;
        assert.ok(typeof validateResource === "function");
        const args = {
          type: TYPE_TOKENS.dynamic,
          urn: "urn:pulumi:prod::edge::t::n",
          props: { planned: { "e-1": UNKNOWN } },
          getConfig: () => ({}),
          notApplicable: (text?: string): never => {
            reason = text;
            throw new Error("not applicable");
          },
        };
        assert.throws(
          () => void validateResource(args as unknown as Parameters<typeof validateResource>[0], assert.fail),
          /not applicable/,
        );
        assert.equal(reason, "still unknown: e-1; pulumi up checks them before it orders anything");
      });
    }

    it("refuses a line that is none: what it cannot read must not pass", () => {
      if (rule.name === "official-endpoint" || rule.name === "no-plain-password") return;
      assert.throws(() => judge(rule, { props: { planned: { "e-1": "tomorrow | maybe" } } }), {
        name: "UnreadableLineError",
        message: /^planned\["e-1"\] cannot be read: /,
      });
    });

    it("refuses configuration that it has no name for", () =>
      assert.throws(() => judge(rule, { props: checked(whole), config: { maxEvent: 3 } }), {
        name: "TypeError",
        message: new RegExp(`^policy "${rule.name}": maxEvent is not a property of its options`),
      }));

    it("names what to do, how bad it is, and its options with defaults", () => {
      for (const text of [rule.description, rule.remediationSteps, rule.displayName]) assert.ok(text);
      assert.ok(rule.severity);
      assert.ok(rule.enforcementLevel);
      for (const [option, schema] of Object.entries(rule.configSchema?.properties ?? {}))
        assert.notEqual(schema.default, undefined, `${option} was given, so it is the default`);
    });
  });
}

describe("the rules, all of them,", () => {
  before(() => sinon.useFakeTimers({ now: NOW, toFake: ["Date"] }));
  after(() => sinon.restore());

  it("are here", () =>
    assert.equal(
      OVER_EVENTS.length + OVER_PLANS.length + 1,
      Object.keys(rules).length,
      "and movesInOneWindow",
    ));

  it("refuse names that they do not read and options without a value, at any depth, in code as in configuration", () => {
    const window = { days: ["sat"], startTime: "01:00", duration: "1h", cutof: "30m" };
    const hours = { zones: [{ timezone: "UTC", windows: [window] }] };
    const wrong: [() => unknown, RegExp][] = [
      [
        () => rules.noAbandon("n", { level: "mandatory" } as never),
        /^policy "n": level is not a property of its options$/,
      ],
      [() => rules.noPlainPassword("n", { a: 1 } as never), /a is not a property of its options/],
      [
        () => rules.allowedHours("n", { zone: [] } as never),
        /zone is not a property of its options; did you mean zones\?/,
      ],
      [
        () => rules.allowedHours("n", hours as never),
        /zones\[0\]\.timezone is not a property of a zone; did you mean timeZone\?\n.*windows\[0\]\.cutof .* did you mean cutoff\?/,
      ],
      [
        () => rules.deadline("n", { deadlines: [undefined] } as never),
        /deadlines\[0\] was given and is undefined/,
      ],
      [
        () => rules.eventsPerPlan("n", { maxEvents: undefined } as never),
        /maxEvents was given and is undefined: leave it out/,
      ],
      [
        () => rules.deadline("n", { deadlines: [{ deadline: "2026-12-31", groups: undefined }] } as never),
        /deadlines\[0\]\.groups was given and is undefined/,
      ],
      [
        () => rules.allowedHours("n", { zones: [{ timeZone: undefined, windows: undefined }] } as never),
        /zones\[0\]\.timeZone was given and is undefined.*\n.*zones\[0\]\.windows was given and is undefined/,
      ],
      [
        () => rules.blackoutCalendar("n", { timeZone: undefined, blackouts: [] } as never),
        /timeZone was given and is undefined/,
      ],
      [() => rules.movesInOneWindow("n", { maxMove: 3 } as never), /did you mean maxMoves\?/],
      [() => rules.waveSize("n", null as never), /its options must be an object, not null$/],
      [
        () => rules.blackoutCalendar("n", { blackouts: {} } as never),
        /blackouts must be a list, not an object$/,
      ],
      [
        () => rules.allowedHours("n", Promise.resolve(hours) as never),
        /its options must be an object, not an output or a promise$/,
      ],
      [
        () => rules.deadline("n", new Map([["deadlines", []]]) as never),
        /its options must be an object, not a Map$/,
      ],
      [
        () => rules.allowedHours("n", { zones: [new Date()] } as never),
        /zones\[0\] must be an object, not a Date$/,
      ],
      [() => judge(rules.allowedHours("n"), { props: {}, config: hours }), /did you mean timeZone\?/],
    ];
    for (const [make, message] of wrong) assert.throws(make, { name: "TypeError", message });
  });

  it("say where a name belongs that stands too far in", () => {
    const window = { days: ["sat"], startTime: "01:00", duration: "1h", timeZone: "Asia/Tokyo" };
    const zones = [{ timeZone: "Asia/Shanghai", windows: [window] }];
    assert.throws(() => rules.allowedHours("n", { zones } as never), {
      message:
        'policy "n": zones[0].windows[0].timeZone is not a property of a window; did you mean zones[0].timeZone?',
    });
    const blackouts = [{ from: "2026-12-24", to: "2026-12-26", timeZone: "Asia/Shanghai" }];
    assert.throws(() => rules.blackoutCalendar("n", { blackouts }), {
      message:
        'policy "n": blackouts[0].timeZone is not a property of a blackout; did you mean timeZone of its options?',
    });
  });

  it("take an optional member of an entry without a value as left out, as a plan's schedule does", () => {
    const cron = {
      cron: "0 1 * * 6",
      duration: "1h",
      days: undefined,
      startTime: undefined,
      cutoff: undefined,
    };
    const bounds = { from: "2026-12-24", to: "2026-12-26", reason: undefined };
    for (const make of [
      () => rules.allowedHours("n", { zones: [{ timeZone: "UTC", windows: [cron] }] } as never),
      () => rules.blackoutCalendar("n", { blackouts: [bounds] } as never),
      () => rules.deadline("n", { deadlines: [{ deadline: "2026-12-31", reason: undefined }] } as never),
    ])
      assert.doesNotThrow(make);
  });

  it("read dates from texts only: without quotes one is a number, and a time in 1970", () => {
    const form = "must be a date, such as 2026-12-24, or a time with an offset, in quotes, not";
    for (const [value, what] of [
      [20261224, "20261224"],
      [new Date(), "a Date"],
      [{}, "an object"],
    ] as const) {
      const bounds = { from: value, to: "2026-12-26" };
      assert.throws(() => rules.blackoutCalendar("n", { blackouts: [bounds] } as never), {
        message: `policy "n": blackouts[0].from ${form} ${what}`,
      });
      assert.throws(() => rules.deadline("n", { deadlines: [{ deadline: value }] } as never), {
        message: `policy "n": deadlines[0].deadline ${form} ${what}`,
      });
    }
    assert.throws(() => rules.deadline("n", { deadlines: [{}] } as never), {
      message: `policy "n": deadlines[0].deadline ${form} undefined`,
    });
  });

  it("write a group of any characters on one line", () => {
    const props = checked({
      events: [event(1, { planTime: NOW + DAY, group: "a\nb|\u202e" })],
      dataPolicy: "try_transfer",
    });
    const { violations } = judge(rules.allowedDataPolicies("n", { allowed: ["force_transfer"] }), { props });
    assert.match(
      violations[0] ?? "",
      /^e-1 \(i-1, group a\\u000ab\\u007c\\u202e\): dataPolicy is try_transfer/,
    );
  });

  it("take 10,000 events, report a hundred violations each, and count the rest", () => {
    const props = checked({
      acknowledgeDataLoss: true,
      dataPolicy: "abandon",
      events: many(10_000, { opsType: "immediate" }),
    });
    for (const rule of OVER_EVENTS) {
      const { violations } = judge(rule, { props, config: strict(rule) });
      if (["wave-size", "group-share"].includes(rule.name)) {
        assert.equal(violations.length, 1, rule.name);
        continue;
      }
      assert.equal(violations.length, 101, rule.name);
      assert.equal(violations[100], "9900 more violations of this rule in this plan", rule.name);
    }
  });
});

/** Options under which BAD is in breach. */
function strict({ name }: ResourceValidationPolicy): object {
  switch (name) {
    case "allowed-hours":
      return { zones: [{ timeZone: "UTC", windows: [{ cron: "0 5 * * *", duration: "1h" }] }] };
    case "blackout-calendar":
      return { blackouts: [{ from: "2026-11-28", to: "2026-11-28" }] };
    case "deadline":
      return { deadlines: [{ deadline: "2026-11-27" }] };
    case "wave-size":
      return { maxEvents: 1 };
    default:
      return {};
  }
}
