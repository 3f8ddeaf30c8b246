import fc from "fast-check";
import type { Fault } from "./client";
import { type Edit, newPlan, schedule } from "./edit";
import type { Flags } from "./engine";
import { DAY, HOUR, MINUTE, START } from "./platform";
import type { Options, Program } from "./program";
import { timedEvents } from "./rest";
import type { Step } from "./story";

/** A story: what is written first, how ENS behaves, and what happens. Several steps that belong together are one element. */
export interface Story {
  program: Program;
  behaviour: (Step & { step: "switch" })["behaviour"];
  chapters: Step[][];
}

const stack = fc.oneof(
  { weight: 5, arbitrary: fc.constant("a") },
  { weight: 1, arbitrary: fc.constant("b") },
);
const event = fc.integer({ min: 1, max: 4 });
const plan = fc.constantFrom("alpha", "alpha", "beta");
const policy = fc.constantFrom("try_transfer", "force_transfer", "abandon");
const hours = fc.constantFrom(2, 3, 15, 24, 72);
const index = fc.integer({ min: 0, max: 3 });
const lag = fc.constantFrom(0, 20_000, 2 * MINUTE, 4 * MINUTE);

const options: fc.Arbitrary<Options> = fc.oneof(
  fc.record({ onReschedule: fc.constantFrom("fail", "resubmit") }),
  fc.record({ onExistingOrder: fc.constantFrom("fail", "keep", "resubmit") }),
  fc.record({ onRemove: fc.constantFrom("retain", "fail") }),
  fc.record({ onUnknownEvent: fc.constantFrom("fail", "send") }),
  fc.record({ waitFor: fc.constantFrom("submitted", "scheduled") }),
  fc.record({ maxErrors: fc.constantFrom(0, 2) }),
  fc.record({ eventsPerCall: fc.constantFrom(1, 2) }),
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ edit: fc.constant("policy"), event, policy }) },
  { weight: 4, arbitrary: fc.record({ edit: fc.constant("time"), event, hours }) },
  {
    weight: 1,
    arbitrary: fc.record({ edit: fc.constant("time"), event, hours, milliseconds: fc.constant(123) }),
  },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("timed"), event }) },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant("immediate"), event }) },
  { weight: 3, arbitrary: fc.record({ edit: fc.constant("add"), event, plan }) },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant("add"), event, plan, hours }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("remove"), event }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("move"), event, plan }) },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant("first"), event }) },
  {
    weight: 1,
    arbitrary: fc.record({ edit: fc.constant("group"), event, group: fc.constantFrom("x", "y") }),
  },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant("deadline"), event, hours: fc.constant(60) }) },
  { weight: 2, arbitrary: fc.record({ edit: fc.constant("planPolicy"), plan, policy }) },
  {
    weight: 4,
    arbitrary: fc.record({
      edit: fc.constant("schedule"),
      plan,
      index,
      exclude: fc.boolean(),
      limit: fc.boolean(),
      waves: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ edit: fc.constant("replan"), plan, text: fc.constantFrom("one", "two") }),
  },
  { weight: 3, arbitrary: fc.record({ edit: fc.constant("option"), plan, options }) },
  {
    weight: 1,
    arbitrary: fc.record({ edit: fc.constant("rename"), plan, to: fc.constantFrom("gamma", "alpha") }),
  },
  { weight: 1, arbitrary: fc.record({ edit: fc.constant("drop"), plan: fc.constantFrom("alpha", "beta") }) },
);

const writeFault: fc.Arbitrary<Fault> = fc.record({
  on: fc.constant("write"),
  nth: fc.constantFrom(1, 1, 1, 2),
  kind: fc.constantFrom(
    "lostAfter",
    "lostAfter",
    "lostAfter",
    "lostBefore",
    "killAfter",
    "killAfter",
    "killBefore",
    "refused",
    "itemRefused",
    "throttled",
    "unsent",
    "noItem",
    "otherInstance",
  ),
});
const readFault: fc.Arbitrary<Fault> = fc.record({
  on: fc.constant("read"),
  nth: fc.integer({ min: 1, max: 3 }),
  kind: fc.constantFrom("fails", "kill"),
  lasting: fc.boolean(),
});
/** The answer is lost, and so is the reading that looks for the order. */
const lostUnread: Fault[] = [
  { on: "write", nth: 1, kind: "lostAfter" },
  { on: "read", nth: 2, kind: "fails", lasting: true },
];
const faults: fc.Arbitrary<Fault[]> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(writeFault) },
  { weight: 1, arbitrary: fc.tuple(readFault) },
  { weight: 1, arbitrary: fc.tuple(writeFault, readFault) },
  { weight: 2, arbitrary: fc.constant(lostUnread) },
);

const flags: fc.Arbitrary<Flags> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: fc.constant({ refresh: true }) },
  { weight: 1, arbitrary: fc.record({ target: plan }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("replace", "replaceOnChanges"),
        plan,
        fc.record({ deleteBeforeReplace: fc.boolean(), killBeforeDeletes: fc.boolean() }),
      )
      .map(([how, name, more]) => ({ [how]: name, ...more })),
  },
);

const up = (on: string, more: Flags = {}): Step => ({ step: "run", verb: "up", stack: on, ...more });
const edits = (on: string, ...some: Edit[]): Step[] =>
  some.map((one) => ({ step: "edit", stack: on, ...one }));
const pass = fc.constantFrom(1_000, 10_000, MINUTE, 5 * MINUTE + 10_000, HOUR, 6 * HOUR, DAY);
const soon = fc.constantFrom(0, 1_000, 10_000, MINUTE);

const weighted = <T>(weight: number, from: fc.Arbitrary<T>, steps: (value: T) => Step[]) => ({
  weight,
  arbitrary: from.map(steps),
});
const acts = fc.constantFrom(
  "move",
  "move",
  "Failed",
  "Canceled",
  "Avoided",
  "Executing",
  "Executed",
  "unlist",
);

const chapter: fc.Arbitrary<Step[]> = fc.oneof(
  weighted(3, fc.tuple(stack, flags), ([on, more]) => [up(on, more)]),
  weighted(5, fc.tuple(stack, edit), ([on, one]) => [...edits(on, one), up(on)]),
  // An edit whose order meets a fault; another edit, or the first one taken back; and an `up` within seconds.
  weighted(6, fc.tuple(stack, edit, faults, fc.option(edit), soon), ([on, one, some, next, milliseconds]) => [
    ...edits(on, one),
    up(on, { faults: some }),
    ...(next ? edits(on, next) : [{ step: "undo", stack: on } as const]),
    { step: "pass", milliseconds },
    up(on),
  ]),
  // Another stack names an event, too.
  weighted(2, fc.tuple(event, hours, policy), ([number, ahead, dataPolicy]) => [
    ...edits(
      "b",
      { edit: "add", event: number, plan: "alpha", hours: ahead },
      { edit: "policy", event: number, policy: dataPolicy },
    ),
    up("b"),
  ]),
  weighted(2, fc.tuple(stack, edit, edit), ([on, ...some]) => edits(on, ...some)),
  weighted(1, stack, (on) => [{ step: "undo", stack: on }]),
  weighted(4, pass, (milliseconds) => [{ step: "pass", milliseconds }]),
  weighted(2, stack, (on) => [{ step: "run", verb: "refresh", stack: on }]),
  weighted(1, stack, (on) => [{ step: "run", verb: "preview", stack: on }]),
  weighted(1, stack, (on) => [{ step: "run", verb: "destroy", stack: on }]),
  weighted(1, stack, (on) => [{ step: "forget", stack: on }]),
  weighted(1, fc.tuple(stack, fc.integer({ min: 1, max: 2 })), ([on, back]) => [
    { step: "rollback", stack: on, back },
  ]),
  weighted(2, fc.tuple(event, acts), ([number, act]) => [{ step: "platform", event: number, act }]),
  weighted(2, lag, (readLag) => [{ step: "switch", behaviour: { readLag } }]),
  weighted(1, fc.boolean(), (hidden) => [{ step: "switch", behaviour: { hidden } }]),
  weighted(1, fc.constantFrom(0, -10 * MINUTE, 10 * MINUTE), (offset) => [{ step: "clock", offset }]),
  weighted(1, fc.tuple(stack, plan), ([on, name]) => [{ step: "discover", stack: on, plan: name }, up(on)]),
);

const waiting = fc.constantFrom<Options>(
  { waitFor: "submitted" },
  { waitFor: "scheduled", timeout: "30s" },
  { waitFor: "scheduled", timeout: "5m" },
);
const usual = <T>(value: T, ...others: T[]) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant(value) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );

/** Not biased to what is small: a story is short enough. */
export const story: fc.Arbitrary<Story> = fc.noBias(
  fc.record({
    program: fc
      .tuple(fc.option(index), fc.boolean(), fc.subarray([1, 2, 3, 4], { minLength: 1 }), policy, waiting)
      .map(([windows, limit, numbers, dataPolicy, waits]): Program => {
        const timed = windows === null ? {} : { schedule: schedule(windows, { limit }) };
        const plan = newPlan("alpha", { dataPolicy, acknowledgeDataLoss: true, ...waits, ...timed });
        return [{ ...plan, events: timedEvents(numbers, windows === null ? START + 48 * HOUR : undefined) }];
      }),
    behaviour: fc.record({
      repeatOrder: usual<"replace" | "reject" | "ignore">("replace", "reject", "ignore"),
      notBeforeAfterOrder: usual<"planTime" | "rounded" | "unchanged">("planTime", "rounded", "unchanged"),
      readLag: usual(0, 20_000, 2 * MINUTE, 4 * MINUTE),
      immediateOrder: usual<"Executing" | "Scheduled">("Executing", "Scheduled"),
      dates: usual(true, false),
    }),
    chapters: fc.array(chapter, { minLength: 2, maxLength: 12, size: "max" }),
  }),
);
