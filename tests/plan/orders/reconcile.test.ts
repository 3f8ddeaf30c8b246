import assert from "node:assert/strict";
import fc from "fast-check";
import {
  DATA_POLICIES,
  type DataPolicy,
  EVENT_STATUSES,
  type HistoryEvent,
} from "../../../provider/src/api/ens";
import type { Failure } from "../../../provider/src/plan/model/advice";
import { isOver, type Migration, type Ordered, standing } from "../../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import { recognise, type Terms } from "../../../provider/src/plan/model/terms";
import type { Decision, Situation } from "../../../provider/src/plan/orders/decision";
import { reconcile } from "../../../provider/src/plan/orders/reconcile";
import { type ReadingTime, SETTLE_TIME } from "../../../provider/src/plan/orders/timeToShow";
import {
  accepted,
  at,
  atOnce,
  DAY,
  EVENT,
  HOUR,
  marked,
  migration,
  MINUTE,
  NOW,
  observed,
  OTHER_BASIS,
  OTHER_STACK,
  OTHER_TIME,
  ourOrder,
  planned,
  reading,
  record,
  rejected,
  STACK,
  TIME,
  timeOf,
  unknown,
  unsent,
} from "../builders";

type Rules = Parameters<typeof reconcile>[1];

const RULES: Rules = { onReschedule: "resubmit", onExistingOrder: "fail", onUnknownEvent: "fail" };
const ORDERED_TIME = timeOf(at());
/** Of nobody's mark: written by hand, or what the platform made of an order. */
const SOMEBODYS_TIME = TIME + 12 * HOUR;
const OTHER_STACKS_TIME = timeOf(at(), OTHER_STACK);
/** Has milliseconds of its own, so it carries no mark. */
const OWN_TIME = TIME + 250;

function decide(situation: Partial<Situation>, rules: Partial<Rules> = {}): Decision {
  const defaults: Situation = {
    stack: STACK,
    planned: planned(),
    before: undefined,
    observed: undefined,
    reading: { at: NOW, waited: false },
    absence: { now: NOW, lastRead: NOW },
    siblings: [],
    allows: () => false,
  };
  return reconcile({ ...defaults, ...situation }, { ...RULES, ...rules });
}

/** `send`, `wait`, or what is remembered: `keep accepted`, `fail unsent`. */
function inWords(decision: Decision): string {
  return "migration" in decision ? `${decision.action} ${decision.migration.ordered.state}` : decision.action;
}

function failureOf(decision: Decision): Failure {
  assert.equal(decision.action, "fail");
  return decision.failure;
}

interface Row extends Partial<Omit<Situation, "planned" | "observed">> {
  what: string;
  wanted?: PlannedMigration;
  reads?: HistoryEvent;
  rules?: Partial<Rules>;
  decision: string;
  failure?: RegExp;
}

const rowsOf = (reads: HistoryEvent, rows: Row[]): Row[] => rows.map((row) => ({ reads, ...row }));

const edited = planned(at(OTHER_TIME));
const inWave = { ...edited, wave: 1 };
/** What a schedule proposes as the clock goes on: nothing that the user wrote is different. */
const proposed = { ...inWave, basis: planned().basis };
const anyTime = (): boolean => true;
const late: ReadingTime = { at: NOW + SETTLE_TIME, waited: false };
const lost = (terms: Terms = at(), earlier?: Terms): Migration =>
  migration(unknown(terms, NOW, earlier && ourOrder(earlier)), earlier ? "Scheduled" : "Inquiring");
/** ENS took it instead of another one, and nobody has seen it yet. */
const replacing = (
  terms: Terms,
  other: Terms & { opsType: "scheduled" },
  since: number | null = NOW,
): Migration =>
  migration(accepted(terms, { replaced: [timeOf(other)], ...(since !== null && { since }) }), "Unread");

const ROWS: Record<string, Row[]> = {
  "ENS reads Inquiring": [
    { what: "new: ordered", reads: reading("Inquiring"), decision: "send" },
    {
      what: "new, and ENS names a time: ordered",
      reads: reading("Inquiring", SOMEBODYS_TIME),
      decision: "send",
    },
    {
      what: "new, immediate: ordered",
      wanted: planned(atOnce()),
      reads: reading("Inquiring"),
      decision: "send",
    },
    {
      what: "new, of a time that has passed",
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Inquiring"),
      decision: "fail unsent",
      failure:
        /its planned time has passed, and ENS has taken no order for it \(planned for 2026-11-30T23:00:00\.\d+Z\)\. Write a new planTime/,
    },
    {
      what: "refused last time: ordered",
      before: migration(rejected(), "Inquiring"),
      reads: reading("Inquiring"),
      decision: "send",
    },
    {
      what: "not sent last time: ordered",
      before: migration(unsent(), "Inquiring"),
      reads: reading("Inquiring"),
      decision: "send",
    },
    {
      what: "edited: ordered",
      before: migration(accepted()),
      wanted: edited,
      reads: reading("Inquiring"),
      decision: "send",
    },
    {
      what: "edited, and onReschedule fail, though ENS does not show what it took",
      before: migration(accepted(), "Unread"),
      wanted: edited,
      reads: reading("Inquiring"),
      rules: { onReschedule: "fail" },
      decision: "fail accepted",
      failure: /this stack has ordered it already, .* onReschedule is "fail" \(ordered: /,
    },
    {
      what: "edited, and the order would be the same: nothing",
      before: migration(accepted(at(), { basis: OTHER_BASIS })),
      reads: reading("Inquiring"),
      decision: "keep accepted",
    },
    {
      what: "edited, and the new time has passed: the order stays in memory",
      before: migration(accepted()),
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Inquiring"),
      decision: "fail accepted",
      failure: /has passed/,
    },
    {
      what: "unchanged: nothing",
      before: migration(accepted()),
      reads: reading("Inquiring"),
      decision: "keep accepted",
    },
  ],
  "(a) ENS shows the planned order": [
    { what: "new", reads: reading("Scheduled", ORDERED_TIME), decision: "keep accepted" },
    {
      what: "unknown last time",
      before: lost(),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "unknown last time, of a time with milliseconds of its own, as a second order",
      before: lost(at(OWN_TIME), at(OTHER_TIME)),
      wanted: planned(at(OWN_TIME)),
      reads: reading("Scheduled", OWN_TIME),
      decision: "keep accepted",
    },
    {
      what: "refused last time",
      before: migration(rejected(), "Inquiring"),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "another order was remembered",
      before: migration(accepted(at(OTHER_TIME)), "Scheduled", { notBefore: timeOf(at(OTHER_TIME)) }),
      reads: reading("Scheduled", ORDERED_TIME),
      rules: { onReschedule: "fail" },
      decision: "keep accepted",
    },
    {
      what: "its time has passed",
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Scheduled", timeOf(at(NOW - HOUR))),
      decision: "keep accepted",
    },
    {
      what: "released in between",
      before: migration(accepted(), "Scheduled", { released: true }),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "its time of its own is that of the remembered order, which has another data policy: ordered again",
      before: migration(accepted(at(OWN_TIME, "try_transfer")), "Scheduled", { notBefore: OWN_TIME }),
      wanted: planned(at(OWN_TIME)),
      reads: reading("Scheduled", OWN_TIME),
      decision: "send",
    },
  ],
  "(b) the answer was lost, within five minutes by the platform's clock": [
    {
      what: "ENS reads Inquiring",
      before: lost(),
      reads: reading("Inquiring"),
      reading: { at: NOW + SETTLE_TIME - 1, waited: false },
      decision: "fail unknown",
      failure:
        /^answer lost: ENS does not show the order yet.*sent at 2026-12-01T00:00:00Z.*nothing is sent\. Run `pulumi up` again after 2026-12-01T00:05:00Z: it checks before it sends anything$/,
    },
    {
      what: "ENS reads Inquiring, and it was edited",
      before: lost(),
      wanted: edited,
      reads: reading("Inquiring"),
      decision: "fail unknown",
    },
    {
      what: "ENS shows the order before it",
      before: lost(at(), at(OTHER_TIME)),
      reads: reading("Scheduled", timeOf(at(OTHER_TIME))),
      decision: "fail unknown",
      failure: /the one before it: 2026-12-11T17:30:00\.\d+Z force_transfer/,
    },
    {
      what: "ENS shows the order before it, and that one is wanted back",
      before: lost(at(TIME, "abandon"), at()),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "fail unknown",
    },
    {
      what: "ENS shows somebody else's order, whatever onExistingOrder says",
      before: lost(),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onExistingOrder: "resubmit" },
      decision: "fail unknown",
    },
    { what: "ENS does not list it", before: lost(), decision: "fail unknown" },
    {
      what: "ENS does not list it, and onUnknownEvent send",
      before: lost(),
      rules: { onUnknownEvent: "send" },
      decision: "fail unknown",
    },
    {
      what: "ENS shows it, and it is edited: it is ordered again",
      before: lost(at(TIME, "abandon"), at(TIME, "try_transfer")),
      reads: reading("Scheduled", timeOf(at(TIME, "abandon"))),
      decision: "send",
    },
  ],
  "the answer was lost more than five minutes ago by the platform's clock": [
    {
      what: "ENS reads Inquiring: sent again",
      before: lost(),
      reads: reading("Inquiring"),
      reading: late,
      decision: "send",
    },
    {
      what: "ENS shows the order before it: sent again",
      before: lost(at(), at(OTHER_TIME)),
      reads: reading("Scheduled", timeOf(at(OTHER_TIME))),
      reading: late,
      decision: "send",
    },
    {
      what: "ENS shows the order before it, and that one is wanted back: it stands",
      before: lost(at(TIME, "abandon"), at()),
      reads: reading("Scheduled", ORDERED_TIME),
      reading: late,
      decision: "keep accepted",
    },
    {
      what: "ENS shows somebody else's order: by onExistingOrder",
      before: lost(),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      reading: late,
      decision: "fail unsent",
      failure: /has an order already.* \(NotBefore 2026-12-05T05:30:00Z\)\. .*by another stack/,
    },
    {
      what: "its time has passed",
      before: lost(at(NOW + MINUTE)),
      wanted: planned(at(NOW + MINUTE)),
      reads: reading("Inquiring"),
      reading: late,
      absence: { now: NOW + SETTLE_TIME, lastRead: NOW },
      decision: "fail unsent",
      failure: /has passed, and ENS has taken no order for it/,
    },
    {
      what: "ENS does not list it, and onUnknownEvent send: sent again",
      before: lost(),
      rules: { onUnknownEvent: "send" },
      reading: late,
      decision: "send",
    },
  ],
  "the answer was lost, and no clock tells when": [
    {
      what: "the send does not tell the time",
      before: migration(unknown(at(), null), "Inquiring"),
      reads: reading("Inquiring"),
      reading: { at: NOW + DAY, waited: false },
      decision: "wait",
    },
    {
      what: "the reading does not tell the time",
      before: lost(),
      reads: reading("Inquiring"),
      reading: { at: undefined, waited: false },
      decision: "wait",
    },
    {
      what: "the operation has waited itself: sent again",
      before: migration(unknown(at(), null), "Inquiring"),
      reads: reading("Inquiring"),
      reading: { at: undefined, waited: true },
      decision: "send",
    },
    {
      what: "ENS shows it: nothing to wait for",
      before: migration(unknown(at(), null), "Inquiring"),
      reads: reading("Scheduled", ORDERED_TIME),
      reading: { at: undefined, waited: false },
      decision: "keep accepted",
    },
  ],
  "(c) ENS shows an order that the state remembers, under an unchanged basis": [
    {
      what: "accepted",
      before: migration(accepted()),
      wanted: proposed,
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "accepted, where the platform rounds times",
      before: migration(accepted()),
      wanted: proposed,
      reads: reading("Scheduled", TIME),
      decision: "keep accepted",
    },
    {
      what: "unknown",
      before: lost(),
      wanted: proposed,
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
    {
      what: "the earlier one",
      before: lost(at(TIME, "abandon"), at()),
      wanted: proposed,
      reads: reading("Scheduled", ORDERED_TIME),
      reading: late,
      decision: "keep accepted",
    },
    {
      what: "its time long past",
      before: migration(accepted(at(NOW - DAY))),
      wanted: planned(at(NOW - DAY)),
      reads: reading("Scheduled", timeOf(at(NOW - DAY))),
      decision: "keep accepted",
    },
  ],
  "(c) ENS shows an order that the state remembers, and the basis has changed": [
    ...(
      [
        ["accepted", migration(accepted()), ORDERED_TIME, "fail accepted"],
        ["accepted, where the platform rounds times", migration(accepted()), TIME, "fail accepted"],
        ["unknown", lost(), ORDERED_TIME, "fail accepted"],
        ["the earlier one", lost(at(TIME, "abandon"), at()), ORDERED_TIME, "fail accepted"],
      ] as const
    ).flatMap(([what, before, notBefore, refused]): Row[] => [
      {
        what: `${what}: ordered again`,
        before,
        wanted: inWave,
        reads: reading("Scheduled", notBefore),
        reading: late,
        allows: anyTime,
        decision: "send",
      },
      {
        what: `${what}: onReschedule fail refuses, whatever onExistingOrder says`,
        before,
        wanted: inWave,
        reads: reading("Scheduled", notBefore),
        reading: late,
        allows: anyTime,
        rules: { onReschedule: "fail", onExistingOrder: "resubmit" },
        decision: refused,
        failure: /onReschedule is "fail"/,
      },
    ]),
    {
      what: "taken back, where the platform rounds times and may still show the order before: ordered again, and no move",
      before: migration(accepted(at(OTHER_TIME), { since: NOW, replaced: [ORDERED_TIME] })),
      reads: reading("Scheduled", TIME),
      decision: "send",
    },
    {
      what: "another data policy: ordered again",
      before: migration(accepted()),
      wanted: planned(at(TIME, "try_transfer")),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "at once: ordered again",
      before: migration(accepted()),
      wanted: planned(atOnce()),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "the new time has passed: the order stays in memory",
      before: migration(accepted()),
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "fail accepted",
      failure: /has passed/,
    },
    {
      what: "the order would be the same: nothing",
      before: migration(accepted(at(), { basis: OTHER_BASIS })),
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "keep accepted",
    },
  ],
  "(d) ENS shows an order of this stack that the state does not remember": [
    {
      what: "at a time that the schedule allows: it stands",
      wanted: inWave,
      reads: reading("Scheduled", ORDERED_TIME),
      allows: anyTime,
      decision: "keep accepted",
    },
    {
      what: "at a time that the schedule allows, and the order remembered is another one: it stands",
      before: migration(accepted(at(TIME + DAY)), "Scheduled", { notBefore: timeOf(at(TIME + DAY)) }),
      wanted: inWave,
      reads: reading("Scheduled", ORDERED_TIME),
      allows: anyTime,
      decision: "keep accepted",
    },
    {
      what: "at a time that the schedule does not allow: ordered as planned",
      wanted: inWave,
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "of another data policy, at a time that the schedule allows: ordered as planned",
      wanted: inWave,
      reads: reading("Scheduled", timeOf(at(TIME, "try_transfer"))),
      allows: anyTime,
      decision: "send",
    },
    {
      what: "beside a planTime of its own: ordered as planned",
      wanted: edited,
      reads: reading("Scheduled", ORDERED_TIME),
      decision: "send",
    },
    {
      what: "beside another remembered one, under an unchanged basis: ordered as planned",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME }),
      reads: reading("Scheduled", timeOf(at(OTHER_TIME))),
      decision: "send",
    },
    {
      what: "and onReschedule fail, whatever onExistingOrder says",
      reads: reading("Scheduled", timeOf(at(OTHER_TIME))),
      rules: { onReschedule: "fail", onExistingOrder: "resubmit" },
      decision: "fail unsent",
      failure: /ordered it already.* \(ordered: 2026-12-11T17:30:00\.\d+Z force_transfer\)/,
    },
  ],
  "(e) the state remembers an order of ours, and ENS shows another time without a mark": [
    {
      what: "unchanged: it was moved by the platform",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME }),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "keep accepted",
    },
    {
      what: "unchanged: it was moved, milliseconds and all",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME }),
      reads: reading("Scheduled", ORDERED_TIME + HOUR),
      decision: "keep accepted",
    },
    {
      what: "and the user wrote that time down: nothing is sent",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME }),
      wanted: planned(at(SOMEBODYS_TIME)),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onReschedule: "fail" },
      decision: "keep accepted",
    },
    {
      what: "and the user wrote yet another time: ordered again",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME }),
      wanted: edited,
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "send",
    },
    {
      what: "and the user wrote yet another time, and onReschedule fail",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME }),
      wanted: edited,
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onReschedule: "fail", onExistingOrder: "resubmit" },
      decision: "fail accepted",
    },
    {
      what: "and the user wrote that time with another data policy: ordered again",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME }),
      wanted: planned(at(SOMEBODYS_TIME, "try_transfer")),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "send",
    },
    {
      what: "or rather the mark of this stack with another data policy, and the user wrote that time: ordered again",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME }),
      wanted: planned(at(SOMEBODYS_TIME)),
      reads: reading("Scheduled", timeOf(at(SOMEBODYS_TIME, "abandon"))),
      decision: "send",
    },
  ],
  "(f) ENS shows anything else": [
    {
      what: "the planned time with milliseconds of its own, which tells no data policy",
      wanted: planned(at(OWN_TIME)),
      reads: reading("Scheduled", OWN_TIME),
      decision: "fail unsent",
      failure: /an interrupted `up` may have placed it too/,
    },
    ...(
      [
        ["a time of nobody's mark", SOMEBODYS_TIME],
        ["no time", undefined],
        ["the planned second, which anybody may have written", TIME],
        ["the planned terms as another stack marks them", OTHER_STACKS_TIME],
      ] as const
    ).flatMap(([what, notBefore]): Row[] => {
      const reads = reading("Scheduled", notBefore);
      return [
        { what, reads, decision: "fail unsent", failure: /order already.* by another stack/ },
        {
          what: `${what}, and onExistingOrder keep`,
          reads,
          rules: { onExistingOrder: "keep" },
          decision: "keep observed",
        },
        {
          what: `${what}, and onExistingOrder resubmit, whatever onReschedule says`,
          reads,
          rules: { onExistingOrder: "resubmit", onReschedule: "fail" },
          decision: "send",
        },
      ];
    }),
    {
      what: "the planned time has passed",
      wanted: planned(at(NOW - HOUR)),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onExistingOrder: "resubmit" },
      decision: "fail unsent",
      failure: /has passed/,
    },
    {
      what: "refused last time",
      before: migration(rejected(), "Inquiring"),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "fail unsent",
    },
    {
      what: "it was kept before: stays",
      before: migration(observed()),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "keep observed",
    },
    {
      what: "it was kept before, and now onExistingOrder resubmit",
      before: migration(observed()),
      reads: reading("Scheduled", SOMEBODYS_TIME),
      rules: { onExistingOrder: "resubmit" },
      decision: "send",
    },
    {
      what: "it was kept before, and is edited: by onExistingOrder again",
      before: migration(observed()),
      wanted: edited,
      reads: reading("Scheduled", SOMEBODYS_TIME),
      decision: "fail observed",
    },
    ...(["fail", "keep"] as const).map((onExistingOrder): Row => ({
      what: `another stack has ordered what ours was, and onExistingOrder ${onExistingOrder}: nothing is sent`,
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME }),
      wanted: edited,
      reads: reading("Scheduled", timeOf(at(SOMEBODYS_TIME), OTHER_STACK)),
      rules: { onExistingOrder },
      decision: onExistingOrder === "keep" ? "keep observed" : "fail accepted",
    })),
    {
      what: "another stack has ordered what ours was, and onExistingOrder resubmit",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME }),
      reads: reading("Scheduled", timeOf(at(SOMEBODYS_TIME), OTHER_STACK)),
      rules: { onExistingOrder: "resubmit" },
      decision: "send",
    },
    {
      what: "another stack has ordered what ours was, and onExistingOrder resubmit also needs onReschedule resubmit",
      before: migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME }),
      wanted: edited,
      reads: reading("Scheduled", timeOf(at(SOMEBODYS_TIME), OTHER_STACK)),
      rules: { onExistingOrder: "resubmit", onReschedule: "fail" },
      decision: "fail accepted",
      failure: /onReschedule is "fail"/,
    },
  ],
  "ENS took an order and shows the one that it replaced": rowsOf(
    reading("Scheduled", timeOf(at(OTHER_TIME))),
    [
      { what: "that is nothing new", before: replacing(at(), at(OTHER_TIME)), decision: "keep accepted" },
      {
        what: "that one is wanted back: ordered again",
        before: replacing(at(), at(OTHER_TIME)),
        wanted: edited,
        decision: "send",
      },
      {
        what: "that one is wanted back, and onReschedule fail",
        before: replacing(at(), at(OTHER_TIME)),
        wanted: edited,
        rules: { onReschedule: "fail" },
        decision: "fail accepted",
      },
      {
        what: "no clock tells how long",
        before: replacing(at(), at(OTHER_TIME), null),
        decision: "wait",
      },
      {
        what: "that one is wanted back, and no clock tells how long",
        before: replacing(at(), at(OTHER_TIME), null),
        wanted: edited,
        decision: "wait",
      },
      {
        what: "for five minutes: it was not taken over, and to send it again would only repeat that",
        before: replacing(at(), at(OTHER_TIME)),
        reading: late,
        decision: "fail accepted",
        failure: /still shows the one before it \(2026-12-11T17:30:00\.\d+Z force_transfer\)/,
      },
      {
        what: "after it was shown already: reads may be late again",
        before: { ...replacing(at(), at(OTHER_TIME)), status: "Scheduled", notBefore: ORDERED_TIME },
        decision: "keep accepted",
      },
      {
        what: "after it was shown already, and for more than five minutes: that one is in force again",
        before: { ...replacing(at(), at(OTHER_TIME)), status: "Scheduled", notBefore: ORDERED_TIME },
        reading: late,
        decision: "send",
      },
      {
        what: "for five minutes, and that one is wanted back: it stands",
        before: replacing(at(), at(OTHER_TIME)),
        wanted: edited,
        reading: late,
        rules: { onReschedule: "fail" },
        decision: "keep accepted",
      },
      {
        what: "for five minutes, and a third one is wanted",
        before: replacing(at(), at(OTHER_TIME)),
        wanted: planned(at(TIME + DAY)),
        reading: late,
        decision: "send",
      },
    ],
  ),
  "ENS does not list it": [
    {
      what: "new",
      decision: "fail unsent",
      failure: /ENS lists no .*event with this id for this instance\. The account/,
    },
    {
      what: "ordered: remembered",
      before: migration(accepted()),
      decision: "fail accepted",
      failure: /lists no .*event/,
    },
    { what: "new, and onUnknownEvent send: ordered", rules: { onUnknownEvent: "send" }, decision: "send" },
    {
      what: "last read Inquiring, and onUnknownEvent send: ordered",
      before: migration(rejected(), "Inquiring"),
      rules: { onUnknownEvent: "send" },
      decision: "send",
    },
    {
      what: "new, of a time that has passed, and onUnknownEvent send",
      wanted: planned(at(NOW - HOUR)),
      rules: { onUnknownEvent: "send" },
      decision: "fail unsent",
      failure: /has passed/,
    },
    {
      what: "ordered, and onUnknownEvent send: nothing",
      before: migration(accepted()),
      rules: { onUnknownEvent: "send" },
      decision: "keep accepted",
    },
    {
      what: "edited, and onUnknownEvent send: ordered",
      before: migration(accepted()),
      wanted: edited,
      rules: { onUnknownEvent: "send" },
      decision: "send",
    },
    {
      what: "edited, and onUnknownEvent send, and onReschedule fail",
      before: migration(accepted()),
      wanted: edited,
      rules: { onUnknownEvent: "send", onReschedule: "fail" },
      decision: "fail accepted",
    },
    {
      what: "somebody else's order was kept, and onUnknownEvent send: nothing",
      before: migration(observed()),
      rules: { onUnknownEvent: "send" },
      decision: "keep observed",
    },
    {
      what: "it ran without us at the last read, and onUnknownEvent send: nothing",
      before: migration(observed(), "Executing"),
      rules: { onUnknownEvent: "send" },
      decision: "keep observed",
    },
    ...["Executed", "Failed", "Canceled", "Avoided", "Unlisted"].map((status): Row => ({
      what: `${status} before: that is the last word, even edited`,
      before: migration(accepted(), status),
      wanted: edited,
      rules: { onUnknownEvent: "send" },
      decision: "keep accepted",
    })),
    ...(
      [
        ["ours", accepted(at(NOW - 2 * DAY)), at(NOW - 2 * DAY)],
        ["an immediate one", accepted(atOnce()), atOnce()],
        ["somebody else's", observed(), at()],
      ] as const
    ).map(([whose, ordered, terms]): Row => ({
      what: `a day after the last that could be known of it, it is over: ${whose}`,
      before: migration(ordered, "Executing"),
      wanted: planned(terms),
      absence: { now: NOW, lastRead: NOW - DAY },
      decision: ordered.state === "observed" ? "keep observed" : "keep accepted",
    })),
  ],
  "an instance has two open events": [
    {
      what: "and one would be ordered",
      reads: reading("Inquiring"),
      siblings: [{ eventId: "e-2", hasOrder: false }],
      decision: "fail unsent",
      failure: /more than one open event \(also e-2\)\. .*Keep one: remove e-2 from the plan/,
    },
    {
      what: "and one is in force as planned: it stands",
      before: migration(accepted()),
      reads: reading("Scheduled", ORDERED_TIME),
      siblings: [{ eventId: "e-2", hasOrder: false }],
      decision: "keep accepted",
    },
  ],
  "ENS reads Executing, an end, or a word nobody knows": [
    ...[...EVENT_STATUSES.slice(2), "Paused"].flatMap((status): Row[] => [
      { what: `${status}, new: recorded`, reads: reading(status), decision: "keep observed" },
      {
        what: `${status}, new, with our mark: recorded as ours`,
        reads: reading(status, ORDERED_TIME),
        decision: "keep accepted",
      },
      {
        what: `${status}, ordered: recorded`,
        before: migration(accepted()),
        reads: reading(status),
        decision: "keep accepted",
      },
      {
        what: `${status}, edited: recorded`,
        before: migration(accepted()),
        wanted: edited,
        reads: reading(status),
        rules: { onReschedule: "fail" },
        decision: "keep accepted",
      },
      {
        what: `${status}, unknown: it was taken, without another reading`,
        before: lost(),
        reads: reading(status),
        decision: "keep accepted",
      },
      {
        what: `${status}, refused: recorded`,
        before: migration(rejected()),
        reads: reading(status),
        rules: { onExistingOrder: "resubmit", onUnknownEvent: "send" },
        decision: "keep observed",
      },
    ]),
  ],
};

describe("reconcile", () => {
  for (const [rule, rows] of Object.entries(ROWS)) {
    describe(rule, () => {
      for (const { what, wanted, reads, rules, decision, failure, ...situation } of rows) {
        it(`${what}: ${decision}`, () => {
          const made = decide({ ...situation, observed: reads, ...(wanted && { planned: wanted }) }, rules);
          assert.equal(inWords(made), decision);
          if (failure) assert.match(failureOf(made).reason, failure);
        });
      }
    });
  }

  it("orders exactly what the plan says", () => {
    assert.deepEqual(decide({ observed: reading("Inquiring") }), {
      action: "send",
      terms: marked(at()),
      remembered: undefined,
      earlier: undefined,
    });
  });

  it("names the order that stands until the next one is taken, and what is so while it is not", () => {
    const before = migration(accepted(), "Inquiring");
    const decision = decide({ before, planned: edited, observed: reading("Scheduled", ORDERED_TIME) });
    assert.equal(decision.action, "send");
    assert.deepEqual(decision.earlier, ourOrder());
    assert.deepEqual(decision.remembered, { ...before, status: "Scheduled" });
  });

  it("remembers of a lost order that was never taken only the one before it", () => {
    const before = lost(at(OTHER_TIME), at());
    const reads = reading("Scheduled", ORDERED_TIME);
    const decision = decide({ before, planned: edited, observed: reads, reading: late });
    assert.equal(decision.action, "send");
    const since = before.ordered.state === "unknown" ? before.ordered.since : undefined;
    assert.deepEqual(decision.remembered?.ordered, { state: "accepted", ...ourOrder(), since });
    assert.deepEqual(decision.earlier, ourOrder());
  });

  it("remembers an order that it found with its data policy, as of the plan's basis, and says so", () => {
    const decision = decide({ observed: reading("Scheduled", ORDERED_TIME) });
    assert.equal(decision.action, "keep");
    assert.deepEqual(
      decision.migration,
      migration({ state: "accepted", ...ourOrder() }, "Scheduled", { notBefore: ORDERED_TIME }),
    );
    assert.match(decision.notice?.what ?? "", /^found an order that this stack placed earlier/);
    assert.match(decision.notice?.details ?? "", /^2026-12-04T17:30:00\.\d+Z force_transfer$/);
  });

  it("remembers a found order that stands with its own terms, under the planned basis, and names both", () => {
    const before = migration(accepted(at(TIME + DAY)), "Scheduled", {
      notBefore: timeOf(at(TIME + DAY)),
      movedTo: ORDERED_TIME,
    });
    const reads = reading("Scheduled", ORDERED_TIME);
    const decision = decide({
      before,
      planned: inWave,
      observed: reads,
      allows: (at) => at === ORDERED_TIME,
    });
    assert.equal(decision.action, "keep");
    assert.deepEqual(
      decision.migration,
      migration({ state: "accepted", ...ourOrder(), basis: inWave.basis }, "Scheduled", {
        notBefore: ORDERED_TIME,
      }),
    );
    assert.match(
      decision.notice?.details ?? "",
      /2026-12-04T\S+ force_transfer, planned: 2026-12-11T\S+ force_transfer/,
    );
  });

  it("says nothing where it keeps what it knew", () => {
    const before = migration(accepted(), "Scheduled");
    const decision = decide({ before, observed: reading("Scheduled", ORDERED_TIME) });
    assert.ok(decision.action === "keep" && !("notice" in decision));
  });

  it("does not order for this very moment", () => {
    const { planTime } = marked(at());
    const decideAt = (now: number) =>
      inWords(decide({ observed: reading("Inquiring"), absence: { now, lastRead: NOW } }));
    assert.equal(decideAt(planTime), "fail unsent");
    assert.equal(decideAt(planTime - 1), "send");
  });

  const ADVICE: [string, Partial<Situation>, Partial<Rules>, Failure["advice"]][] = [
    [
      "an event that ENS does not list",
      {},
      {},
      [{ do: "remove" }, { do: "set", option: "onUnknownEvent", value: "send" }],
    ],
    [
      "a time that has passed",
      { planned: planned(at(NOW - HOUR)), observed: reading("Inquiring") },
      {},
      [{ do: "newTime" }],
    ],
    [
      "a time of a schedule that has passed",
      { planned: { ...planned(at(NOW - HOUR)), wave: 1 }, observed: reading("Inquiring") },
      {},
      [{ do: "replan" }],
    ],
    [
      "somebody else's order",
      { observed: reading("Scheduled", SOMEBODYS_TIME) },
      {},
      [
        { do: "set", option: "onExistingOrder", value: "keep" },
        { do: "set", option: "onExistingOrder", value: "resubmit" },
      ],
    ],
    [
      "an order of ours that may not be replaced",
      { before: migration(accepted()), planned: edited, observed: reading("Inquiring") },
      { onReschedule: "fail" },
      [
        { do: "write", ...marked(at()) },
        { do: "set", option: "onReschedule", value: "resubmit" },
      ],
    ],
    [
      "a lost answer",
      { before: lost(), observed: reading("Inquiring") },
      {},
      [{ do: "up", notBefore: NOW + SETTLE_TIME }],
    ],
    [
      "two events of one instance",
      { observed: reading("Inquiring"), siblings: [{ eventId: "e-0", hasOrder: false }] },
      {},
      [{ do: "remove", eventId: "e-1" }],
    ],
    [
      "two events of one instance, of which the other one has an order",
      { observed: reading("Inquiring"), siblings: [{ eventId: "e-2", hasOrder: true }] },
      {},
      [{ do: "remove", eventId: "e-1" }],
    ],
    [
      "two events of one instance, of which none has an order",
      { observed: reading("Inquiring"), siblings: [{ eventId: "e-2", hasOrder: false }] },
      {},
      [{ do: "remove", eventId: "e-2" }],
    ],
  ];
  for (const [what, situation, rules, advice] of ADVICE) {
    it(`says what to do about ${what}, as data and in words`, () => {
      const failure = failureOf(decide(situation, rules));
      assert.deepEqual(failure.advice, advice);
      const sentences = failure.reason.split(". ").slice(-advice.length);
      for (const each of advice)
        if (each.do === "set") assert.ok(sentences.some((sentence) => sentence.includes(each.value)));
    });
  }

  it("does not tell of a bad end again", () => {
    const decision = decide({ before: migration(accepted(), "Failed"), observed: reading("Failed") });
    assert.equal(decision.action, "keep");
    assert.equal(decision.migration.unreported, undefined);
  });

  it("tells of the bad end of an order of this stack that it did not remember", () => {
    const decision = decide({ observed: reading("Failed", ORDERED_TIME) });
    assert.equal(decision.action, "keep");
    assert.equal(decision.migration.unreported, true);
  });

  it("remembers the move of an unchanged order", () => {
    const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME });
    assert.deepEqual(decide({ before, observed: reading("Scheduled", SOMEBODYS_TIME) }), {
      action: "keep",
      migration: { ...before, movedTo: SOMEBODYS_TIME },
    });
  });

  it("takes a move that the user wrote down as the new reference", () => {
    const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME });
    const wanted = planned(at(SOMEBODYS_TIME));
    const decision = decide({ before, planned: wanted, observed: reading("Scheduled", SOMEBODYS_TIME) });
    assert.equal(decision.action, "keep");
    assert.match(decision.notice?.what ?? "", /the program now has the time that ENS shows/);
    assert.equal(decision.migration.notBefore, SOMEBODYS_TIME);
    assert.equal(decision.migration.movedTo, undefined);
    assert.equal(decision.migration.ordered.basis, wanted.basis);
    assert.deepEqual(
      "terms" in decision.migration.ordered && decision.migration.ordered.terms,
      at(SOMEBODYS_TIME),
    );
  });

  it("orders the first time anew when a move was taken and that time is wanted back", () => {
    const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME });
    const reads = reading("Scheduled", SOMEBODYS_TIME);
    const taken = decide({ before, planned: planned(at(SOMEBODYS_TIME)), observed: reads });
    assert.equal(taken.action, "keep");
    assert.equal(decide({ before: taken.migration, observed: reads }).action, "send");
  });

  for (const status of ["Executing", "Executed", "Failed"]) {
    it(`remembers ${status} of an event whose move the user wrote down meanwhile`, () => {
      const before = migration(accepted(), "Scheduled", { notBefore: ORDERED_TIME, movedTo: SOMEBODYS_TIME });
      const decision = decide({
        before,
        planned: planned(at(SOMEBODYS_TIME)),
        observed: reading(status, SOMEBODYS_TIME),
      });
      assert.equal(decision.action, "keep");
      assert.equal(decision.migration.status, status);
      assert.equal(decision.migration.unreported, status === "Failed" ? true : undefined);
    });
  }

  it("an event taken back is no longer released, whatever is decided", () => {
    const released = migration(accepted(), "Scheduled", { released: true });
    const lostOne: Migration = { ...lost(), released: true };
    const reads = reading("Scheduled", ORDERED_TIME);
    for (const decision of [
      decide({ before: released, observed: reads }),
      decide({ before: released, planned: edited, observed: reads }),
      decide({ before: released, planned: edited, observed: reads }, { onReschedule: "fail" }),
      decide({ before: lostOne, observed: reading("Inquiring") }),
    ]) {
      const left =
        "migration" in decision ? decision.migration : "remembered" in decision && decision.remembered;
      assert.equal(left && left.released, undefined, inWords(decision));
    }
  });

  it("keeps a bad end that nobody has reported", () => {
    const before = migration(accepted(), "Failed", { unreported: true });
    for (const observed_ of [undefined, reading("Failed")]) {
      const decision = decide({ before, observed: observed_ });
      assert.equal(decision.action, "keep");
      assert.equal(decision.migration.unreported, true);
    }
  });
});

describe("reconcile, in any situation", () => {
  const POLICIES: DataPolicy[] = ["force_transfer", "try_transfer"];
  const anyTerms = fc.constantFrom<Terms>(
    ...POLICIES.flatMap((policy) => [
      atOnce(policy),
      at(TIME, policy),
      at(OTHER_TIME, policy),
      at(OWN_TIME, policy),
      at(NOW - HOUR, policy),
    ]),
  );
  const TIMES = [
    ...POLICIES.flatMap((policy) => [TIME, OTHER_TIME, NOW - HOUR].map((time) => timeOf(at(time, policy)))),
    TIME,
    OTHER_TIME,
    OWN_TIME,
    SOMEBODYS_TIME,
    OTHER_STACKS_TIME,
  ];
  const anyNotBefore = fc.constantFrom(undefined, ...TIMES);
  const anySince = fc.constantFrom(
    null,
    ...[0, MINUTE, SETTLE_TIME - 1, SETTLE_TIME, DAY].map((age) => NOW - age),
  );

  /** The remembered order, under the basis of its own terms or under one of long ago. */
  const anyOrdered: fc.Arbitrary<Ordered> = fc
    .tuple(
      anyTerms,
      fc.boolean(),
      fc.constantFrom("accepted", "unknown", "rejected", "unsent", "observed"),
      anySince,
      fc.option(anyTerms.map(ourOrder), { nil: undefined }),
      fc.uniqueArray(fc.constantFrom(...TIMES), { maxLength: 2 }),
    )
    .map(([terms, old, state, since, earlier, replaced]): Ordered => {
      const ordered = {
        accepted: accepted(terms, {
          ...(since !== null && { since }),
          ...(replaced.length > 0 && { replaced }),
        }),
        unknown: unknown(terms, since, earlier),
        rejected: rejected(terms),
        unsent: unsent(terms),
        observed: observed(terms),
      }[state];
      return old ? { ...ordered, basis: OTHER_BASIS } : ordered;
    });
  const anyBefore: fc.Arbitrary<Migration> = fc
    .tuple(
      anyOrdered,
      fc.constantFrom<string>(...EVENT_STATUSES, "Unread", "Unlisted", "Paused"),
      record(
        {
          notBefore: fc.constantFrom(...TIMES),
          movedTo: fc.constantFrom(...TIMES),
          outdated: fc.constantFrom(...TIMES),
          released: fc.constant(true as const),
          unreported: fc.constant(true as const),
        },
        [],
      ),
    )
    .map(([ordered, status, more]) => {
      // When it was taken is remembered only until it is shown, unless it replaced another one.
      const isShown = ordered.state === "accepted" && more.notBefore !== undefined;
      if (!isShown || ordered.replaced) return migration(ordered, status, more);
      const { since: _, ...shown } = ordered;
      return migration(shown, status, more);
    });
  const anySituation: fc.Arbitrary<Situation> = record({
    stack: fc.constant(STACK),
    planned: fc
      .tuple(anyTerms, fc.boolean())
      .map(([terms, timed]) => ({ ...planned(terms), ...(timed && { wave: 1 }) })),
    before: fc.option(anyBefore, { nil: undefined, freq: 8 }),
    observed: fc.option(
      fc
        .tuple(
          fc.constantFrom<string>(...EVENT_STATUSES, "Inquiring", "Scheduled", "Scheduled", "Paused"),
          anyNotBefore,
        )
        .map(([status, notBefore]) => reading(status, notBefore)),
      { nil: undefined },
    ),
    reading: record({ at: fc.constantFrom(NOW, NOW, undefined), waited: fc.boolean() }),
    absence: record({ now: fc.constant(NOW), lastRead: fc.constantFrom(undefined, NOW - HOUR, NOW - DAY) }),
    siblings: fc.constantFrom([], [], [], [{ eventId: "e-2", hasOrder: false }]),
    allows: fc.boolean().map((allowed) => () => allowed),
  });
  const anyRules: fc.Arbitrary<Rules> = record({
    onReschedule: fc.constantFrom("resubmit", "fail"),
    onExistingOrder: fc.constantFrom("fail", "keep", "resubmit"),
    onUnknownEvent: fc.constantFrom("fail", "send"),
  });

  function always(holds: (situation: Situation, rules: Rules, decision: Decision) => void): void {
    fc.assert(
      fc.property(anySituation, anyRules, (situation, rules) => {
        holds(situation, rules, reconcile(situation, rules));
      }),
      { numRuns: 2_000 },
    );
  }

  const markedAt = (read: HistoryEvent | undefined) => recognise(STACK, EVENT, read?.notBefore);
  /** Nothing proves what became of it. */
  function isOpen({ before, observed: read, reading: { at: now, waited } }: Situation): boolean {
    if (before?.ordered.state !== "unknown" || waited) return false;
    const { since, terms } = before.ordered;
    if (now !== undefined && since !== undefined && now - since >= SETTLE_TIME) return false;
    if (read === undefined || read.eventStatus === "Inquiring") return true;
    return (
      read.eventStatus === "Scheduled" &&
      !(terms.opsType === "scheduled" && terms.planTime === read.notBefore)
    );
  }

  it("sends only while ENS reads Inquiring or Scheduled, or lists no such event and the user says send", () => {
    always(({ observed: read }, { onUnknownEvent }, { action }) => {
      if (action !== "send") return;
      assert.ok(read ? ["Inquiring", "Scheduled"].includes(read.eventStatus) : onUnknownEvent === "send");
    });
  });

  it("sends nothing for an event that is not listed and was under way or over at the last read", () => {
    always(({ observed: read, before }, _, { action }) => {
      if (read || !before || before.ordered.state === "unknown") return;
      if (isOver(before.status) || before.status === "Executing") assert.notEqual(action, "send");
    });
  });

  it("never sends what was accepted under the same basis, unless ENS shows another order", () => {
    always(({ planned: { basis }, before, observed: read }, { onExistingOrder }, { action }) => {
      if (before?.ordered.state !== "accepted" || before.ordered.basis !== basis) return;
      const shows = read?.eventStatus === "Scheduled" ? read.notBefore : undefined;
      const another = shows !== undefined && (markedAt(read) !== undefined || onExistingOrder === "resubmit");
      if (!another) assert.notEqual(action, "send");
    });
  });

  it("neither sends nor keeps anything while the outcome of an order is open", () => {
    always((situation, _, decision) => {
      // An event that is over, or that ENS has long ceased to list, takes no order any more.
      if ("migration" in decision && isOver(decision.migration.status)) return;
      if (isOpen(situation)) assert.ok(decision.action === "fail" || decision.action === "wait");
    });
  });

  it("waits only where no clock tells, and never twice", () => {
    always(({ before, reading: { at: now, waited } }, _, { action }) => {
      if (action !== "wait") return;
      assert.ok(before?.ordered.state === "unknown" || before?.ordered.state === "accepted");
      assert.ok(!waited && (now === undefined || before.ordered.since === undefined));
    });
  });

  it("never sends an order for a time that has passed", () => {
    always((_, __, decision) => {
      if (decision.action !== "send" || decision.terms.opsType !== "scheduled") return;
      assert.ok(decision.terms.planTime > NOW);
    });
  });

  it("sends nothing but the planned terms", () => {
    always(({ planned: { terms } }, _, decision) => {
      if (decision.action === "send") assert.deepEqual(decision.terms, terms);
    });
  });

  it("sends nothing beside another open event of the instance", () => {
    always(({ siblings }, _, { action }) => {
      if (siblings.length > 0) assert.notEqual(action, "send");
    });
  });

  it("never replaces an order of this stack where onReschedule says fail", () => {
    always(({ before, observed: read }, { onReschedule }, { action }) => {
      if (onReschedule !== "fail" || action !== "send") return;
      assert.equal(standing(before?.ordered), undefined);
      if (read?.eventStatus === "Scheduled") assert.equal(markedAt(read), undefined);
    });
  });

  it("never replaces an order that this stack did not place, unless onExistingOrder says resubmit", () => {
    always(({ before, observed: read }, { onExistingOrder }, { action }) => {
      if (action !== "send" || read?.eventStatus !== "Scheduled" || onExistingOrder === "resubmit") return;
      const { ordered } = before ?? {};
      assert.ok(markedAt(read) !== undefined || standing(ordered) || ordered?.state === "unknown");
    });
  });

  it("keeps nothing of another data policy than the planned one, but the last word and what others ordered", () => {
    always(({ planned: { terms, basis }, before, observed: read }, _, decision) => {
      if (decision.action !== "keep" || decision.migration.ordered.state !== "accepted") return;
      if (!read || !["Inquiring", "Scheduled"].includes(read.eventStatus)) return;
      if (before?.ordered.basis === basis || standing(before?.ordered)?.basis === basis) return;
      assert.equal(decision.migration.ordered.terms.dataPolicy, terms.dataPolicy);
    });
  });

  it("never forgets an order that was taken, or may have been, while it may still run", () => {
    always((situation, _, decision) => {
      const { before, observed: read } = situation;
      if (!("migration" in decision) || !before || isOver(read?.eventStatus ?? before.status)) return;
      if (isOver(decision.migration.status)) return; // Nothing more is to come of what ENS has long ceased to list.
      const { state } = decision.migration.ordered;
      if (before.ordered.state === "accepted") assert.ok(state === "accepted" || state === "observed");
      if (isOpen(situation)) assert.deepEqual(decision.migration.ordered, before.ordered);
    });
  });

  it("remembers what ENS reads", () => {
    always(({ observed: read }, _, decision) => {
      if ("migration" in decision && read) assert.equal(decision.migration.status, read.eventStatus);
    });
  });

  it("keeps under the basis of the plan, so that it is not asked again", () => {
    always(({ planned: { basis } }, _, decision) => {
      if (decision.action === "keep") assert.equal(decision.migration.ordered.basis, basis);
    });
  });

  it("keeps again when it is asked again with what it kept", () => {
    always((situation, rules, decision) => {
      if (decision.action !== "keep") return;
      const again = reconcile({ ...situation, before: decision.migration }, rules);
      assert.equal(again.action, "keep");
      assert.deepEqual(again.migration, decision.migration);
    });
  });

  it("fails again in the same way when it is asked again with what it remembered", () => {
    always((situation, rules, decision) => {
      if (decision.action !== "fail") return;
      assert.deepEqual(reconcile({ ...situation, before: decision.migration }, rules), decision);
    });
  });

  it("knows all data policies", () => {
    for (const dataPolicy of DATA_POLICIES) {
      const decision = decide({ observed: reading("Scheduled", timeOf(at(TIME, dataPolicy))) });
      assert.equal(inWords(decision), dataPolicy === "force_transfer" ? "keep accepted" : "send");
    }
  });
});
