import assert from "node:assert/strict";
import fc from "fast-check";
import { apply } from "../../provider/src/apply/apply";
import { refresh } from "../../provider/src/apply/refresh";
import type { DataPolicy } from "../../provider/src/ens/client";
import { check } from "../../provider/src/plan/check";
import { diff } from "../../provider/src/plan/diff";
import { hasEnded, type Migration } from "../../provider/src/plan/migration";
import { readOptions } from "../../provider/src/plan/options";
import { parsePlanned, type PlannedMigration } from "../../provider/src/plan/planned";
import { SETTLE_TIME } from "../../provider/src/plan/reading";
import { readState, writeState } from "../../provider/src/plan/state";
import { sameTerms, type Terms, termsOf, withoutMark } from "../../provider/src/plan/terms";
import { at, atOnce, DAY, HOUR, MINUTE, NOW, record } from "../plan/builders";
import { FakeEns, lostAnswer, notSent, refusal, unreachable } from "./fakeEns";

type Properties = Record<string, unknown>;

/** When the user wants an event to move, if not now or at a time: when the plan's schedule says. */
type Wanted = Terms | { opsType: "bySchedule"; dataPolicy: DataPolicy };
type Program = ReadonlyMap<string, Wanted>;

const EVENTS = ["e-1", "e-2", "e-3", "e-4"];
/** Somebody else has ordered this one already. */
const FOREIGN = "e-4";
const resourceOf = (eventId: string): string => eventId.replace("e-", "i-");

export const WANTED = {
  inTwoDays: at(NOW + 2 * DAY, "force_transfer"),
  inTwoDaysWithTry: at(NOW + 2 * DAY, "try_transfer"),
  inThreeDays: at(NOW + 3 * DAY, "force_transfer"),
  soon: at(NOW + 30 * MINUTE, "force_transfer"),
  atOnce: atOnce("force_transfer"),
} satisfies Record<string, Terms>;

export const BY_SCHEDULE = {
  force: { opsType: "bySchedule", dataPolicy: "force_transfer" },
  try: { opsType: "bySchedule", dataPolicy: "try_transfer" },
} satisfies Record<string, Wanted>;

/** Windows of whole hours of every day, in UTC, so that it is plain what they allow. */
const SCHEDULES = {
  night: { from: 1, to: 4, more: { waves: [1, 2], interval: "30m" } },
  morning: { from: 6, to: 8, more: { waves: ["100%"], stagger: "10m" } },
  limited: { from: 1, to: 3, more: { maxUnavailable: 1, assumedDowntime: "20m" } },
  replanned: { from: 1, to: 4, more: { waves: [1, 2], interval: "30m", replan: "again" } },
} as const;
type ScheduleName = keyof typeof SCHEDULES;

export function written(name: ScheduleName): Properties {
  const { from, to, more } = SCHEDULES[name];
  const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
  return {
    timeZone: "UTC",
    windows: [{ days, startTime: `0${from}:00`, duration: `${to - from}h` }],
    ...more,
  };
}

function allows(name: ScheduleName, time: number): boolean {
  const hour = new Date(time).getUTCHours();
  return hour >= SCHEDULES[name].from && hour < SCHEDULES[name].to;
}

/** What became of an `up`: refused by `check`, nothing to do, ended by a kill, or carried out with so many failures. */
type Up = "refused" | "nothing" | "unreadable" | "killed" | number;

/** `pulumi up`, `refresh` and the state, as the engine deals with them, over an ENS in memory. */
class Stack {
  readonly ens = new FakeEns();
  now = NOW;
  /** What the engine keeps: after a failed update the old inputs, with the new outputs. */
  inputs: Properties | undefined;
  outputs: Properties | undefined;

  constructor(readonly options: Properties) {
    this.ens.now = () => this.now;
    for (const eventId of EVENTS) this.ens.add(eventId, resourceOf(eventId));
    this.ens.add(FOREIGN, resourceOf(FOREIGN), "Scheduled", { notBefore: NOW + 9 * DAY });
  }

  get migrations(): ReadonlyMap<string, Migration> {
    return this.outputs ? readState(this.outputs).migrations : new Map<string, Migration>();
  }

  checked(program: Program): Properties | undefined {
    const events = [...program].map(([eventId, wanted]) => {
      const { opsType, ...terms } = wanted;
      const when = opsType === "bySchedule" ? {} : { opsType };
      return JSON.stringify({ eventId, resourceId: resourceOf(eventId), ...when, ...terms });
    });
    const { inputs, failures } = check(
      this.inputs ?? {},
      { label: "edge", ...this.options, events },
      this.now,
    );
    return failures.length > 0 ? undefined : inputs;
  }

  async up(program: Program): Promise<Up> {
    const inputs = this.checked(program);
    if (!inputs) return "refused";
    if (this.outputs && diff(this.outputs, inputs).changes === false) {
      this.inputs = inputs;
      return "nothing";
    }
    return this.order(inputs);
  }

  async order(inputs: Properties): Promise<Up> {
    const planned = plannedOf(inputs);
    const first = this.outputs === undefined;
    const killed = new Promise<"killed">((resolve) => (this.ens.onKill = () => resolve("killed")));
    const applied = await Promise.race([
      killed,
      apply(
        { planned, passwords: {}, options: readOptions(inputs), before: this.migrations },
        { client: this.ens, now: () => this.now, log: () => undefined },
      ).catch(() => "unreadable" as const),
    ]);
    // The engine keeps the state of the operation before; of a plan that was never made, nothing.
    if (applied === "killed" || applied === "unreadable") return applied;
    const { state, failures } = applied;
    const nothingStands = [...state.migrations.values()].every(
      ({ ordered }) => ordered.state === "rejected" || ordered.state === "unsent",
    );
    if (first && failures.length > 0 && nothingStands) return failures.length;
    this.outputs = JSON.parse(JSON.stringify(writeState(state))) as Properties;
    if (first || failures.length === 0) this.inputs = inputs;
    return failures.length;
  }

  async refresh(): Promise<void> {
    if (!this.outputs) return;
    const state = await refresh(readState(this.outputs), { client: this.ens, now: () => this.now });
    this.outputs = JSON.parse(JSON.stringify(writeState(state))) as Properties;
  }
}

function plannedOf(inputs: Properties): PlannedMigration[] {
  return Object.entries(inputs["planned"] as Record<string, string>).map(([eventId, line]) =>
    parsePlanned(eventId, line),
  );
}

const WRITE_FAULTS = {
  none: () => undefined,
  lostBefore: () => ({ error: lostAnswer() }),
  lostAfter: () => ({ error: lostAnswer(), taken: true }),
  throttled: () => ({ error: refusal("Throttling.User", 429) }),
  notSent: () => ({ error: notSent() }),
  invalid: () => ({ error: refusal("InvalidParameter.EventInfos") }),
  noAnswers: () => ({ results: () => [] }),
  killedBefore: () => ({ killed: true as const }),
  killedAfter: () => ({ killed: true as const, taken: true }),
};
type WriteFault = keyof typeof WRITE_FAULTS;
const KILLS: readonly WriteFault[] = ["killedBefore", "killedAfter", "killedAfter"];

export type Step =
  | { do: "edit"; eventId: string; wanted: Wanted }
  | { do: "remove"; eventId: string }
  | { do: "acceptMove"; eventId: string }
  | { do: "revert" }
  | { do: "schedule"; name: ScheduleName }
  | { do: "platform"; eventId: string; what: "run" | "finish" | "fail" | "cancel" | "move" }
  | { do: "pass"; time: number }
  | { do: "up"; writes: readonly WriteFault[]; reads?: readonly boolean[]; rejects?: readonly string[] }
  | { do: "refresh" };

/** What may go wrong in a life, and whether a schedule finds the times. */
export interface World {
  kills?: true;
  lag?: true;
  schedule?: true;
}

/** A life: how its plan is set up, the program that it begins with, by event, and what happens. */
export interface Story {
  options: Properties;
  /** Milliseconds by which reads lag. */
  lag: number;
  program: readonly (Wanted | undefined)[];
  steps: readonly Step[];
}

export function anyStory({ kills, lag, schedule }: World): fc.Arbitrary<Story> {
  const anyEvent = fc.constantFrom(...EVENTS);
  const anyWanted: fc.Arbitrary<Wanted> = schedule
    ? fc.constantFrom(
        ...Object.values(BY_SCHEDULE),
        ...Object.values(BY_SCHEDULE),
        WANTED.inTwoDays,
        WANTED.atOnce,
      )
    : fc.constantFrom(...Object.values(WANTED));
  const faults = (Object.keys(WRITE_FAULTS) as WriteFault[]).filter((fault) => !KILLS.includes(fault));
  const anyUp: fc.Arbitrary<Step> = record({
    do: fc.constant("up" as const),
    writes: fc.array(fc.constantFrom(...faults, ...(kills ? [...KILLS, ...KILLS] : [])), { maxLength: 3 }),
    reads: fc.array(fc.boolean(), { maxLength: 2 }),
    rejects: fc.uniqueArray(anyEvent, { maxLength: 2 }),
  });
  const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
  const anyStep = fc.oneof(
    weighted(5, anyUp),
    weighted(4, record({ do: fc.constant("edit" as const), eventId: anyEvent, wanted: anyWanted })),
    weighted(1, record({ do: fc.constant("remove" as const), eventId: anyEvent })),
    weighted(1, record({ do: fc.constant("acceptMove" as const), eventId: anyEvent })),
    weighted(1, fc.constant({ do: "revert" })),
    weighted(
      2,
      record({
        do: fc.constant("platform" as const),
        eventId: anyEvent,
        what: fc.constantFrom("run", "finish", "fail", "cancel", "move", "move"),
      }),
    ),
    weighted(
      lag ? 2 : 1,
      record({
        do: fc.constant("pass" as const),
        time: fc.constantFrom(MINUTE, SETTLE_TIME, HOUR, ...(schedule ? [6 * HOUR, DAY] : [])),
      }),
    ),
    weighted(1, fc.constant({ do: "refresh" })),
    ...(schedule
      ? [
          weighted(
            2,
            record({
              do: fc.constant("schedule" as const),
              name: fc.constantFrom(...(Object.keys(SCHEDULES) as ScheduleName[])),
            }),
          ),
        ]
      : []),
  );
  const anyOptions = record(
    {
      waitFor: fc.constant("submitted"),
      onExistingOrder: fc.constantFrom("fail", "keep", "resubmit"),
      onReschedule: fc.constantFrom("resubmit", "fail"),
      eventsPerCall: fc.constantFrom(1, 2),
      maxErrors: fc.constantFrom<string | number>(0, 1, "50%"),
    },
    ["waitFor", "eventsPerCall"],
  );
  return record({
    options: schedule
      ? anyOptions.map((options) => ({ ...options, schedule: written("night") }))
      : anyOptions,
    lag: lag ? fc.constantFrom(10_000, MINUTE, 2 * MINUTE, SETTLE_TIME) : fc.constant(0),
    program: fc.array(fc.oneof({ weight: 3, arbitrary: anyWanted }, fc.constant(undefined)), {
      minLength: EVENTS.length,
      maxLength: EVENTS.length,
    }),
    steps: fc.array(anyStep, { maxLength: 16 }),
  });
}

/** One life of a plan; checks what must hold after each step. */
export class Life {
  readonly stack: Stack;
  /** Orders of a killed process that stand although the schedule, made or changed since, does not allow them. */
  misplaced = 0;
  program = new Map<string, Wanted>();
  #schedule: ScheduleName = "night";
  #last: { program: Program; schedule: ScheduleName } = { program: new Map(), schedule: "night" };
  /** What was wanted of events that have left the program. */
  readonly #left = new Map<string, Wanted>();
  /** How often each event's terms were changed. */
  readonly #edits = new Map<string, number>();
  /** Moved by the platform since the last order. */
  readonly #moved = new Set<string>();
  readonly #everMoved = new Set<string>();
  /** Moved before anybody could read that the order is ours: nobody can tell it from somebody else's any more. */
  readonly #unrecognisable = new Set<string>();
  /** Their current order was taken from a process that was killed, and no later one has found it yet. */
  readonly #unheard = new Set<string>();
  /** So were these, and the user has changed what they are planned by since: nothing remembers what they were ordered under. */
  readonly #ofOldRules = new Set<string>();
  /** How often the process was killed between an order and its answer, by event. */
  readonly #killed = new Map<string, number>();

  constructor(
    readonly options: Properties,
    lag: number,
  ) {
    this.stack = new Stack(options);
    this.stack.ens.lag = lag;
  }

  /** Orders beyond the first and one for each edit. */
  get surplus(): number {
    return EVENTS.map((eventId) => Math.max(0, this.#orders(eventId) - this.#allowed(eventId))).reduce(
      (sum, number) => sum + number,
    );
  }

  async step(step: Step): Promise<void> {
    const { ens } = this.stack;
    switch (step.do) {
      case "edit":
        this.#edit(step.eventId, step.wanted);
        break;
      case "remove":
        this.#remove(step.eventId);
        break;
      case "acceptMove": {
        const { movedTo, ordered } = this.stack.migrations.get(step.eventId) ?? {};
        if (movedTo === undefined || ordered?.state !== "accepted") break;
        if (this.program.has(step.eventId)) this.#edit(step.eventId, at(movedTo, ordered.terms.dataPolicy));
        break;
      }
      case "revert":
        this.#revert();
        break;
      case "schedule":
        this.#reschedule(step.name);
        break;
      case "platform":
        this.#platform(step.eventId, step.what);
        break;
      case "pass":
        this.#pass(step.time);
        break;
      case "refresh":
        await this.stack.refresh();
        break;
      case "up": {
        const { writes, reads = [], rejects = [] } = step;
        ens.writeFaults.push(...writes.map((fault) => WRITE_FAULTS[fault]()));
        ens.readFaults.push(...reads.map((fails) => (fails ? unreachable() : undefined)));
        for (const eventId of rejects) ens.rejects.set(eventId, { code: 409, message: "busy" });
        await this.#up();
        ens.writeFaults.length = 0;
        ens.readFaults.length = 0;
        ens.rejects.clear();
      }
    }
    this.check();
  }

  async #up(): Promise<void> {
    const { ens } = this.stack;
    const before = ens.taken.length;
    const outcome = await this.stack.up(this.program);
    for (const { eventInfo } of ens.taken.slice(before)) {
      const { eventId } = eventInfo;
      this.#moved.delete(eventId);
      this.#unheard.delete(eventId);
      this.#ofOldRules.delete(eventId);
      if (eventInfo.opsType === "scheduled")
        assert.ok(eventInfo.planTime > this.stack.now, "ordered for the past");
      if (outcome !== "killed") continue;
      this.#unheard.add(eventId);
      this.#killed.set(eventId, (this.#killed.get(eventId) ?? 0) + 1);
    }
    if (typeof outcome === "number") {
      for (const eventId of this.#unheard) {
        const order = ens.takenFor(eventId).at(-1)?.eventInfo;
        const { ordered } = this.stack.migrations.get(eventId) ?? {};
        const isTaken = ordered?.state === "accepted" || ordered?.state === "unknown";
        const heard = order && isTaken && sameTerms(termsOf(order), ordered.terms);
        if (heard) this.#unheard.delete(eventId);
      }
    }
    if (outcome === 0) this.#last = { program: new Map(this.program), schedule: this.#schedule };
  }

  /** What must hold at any time. */
  check(): void {
    const { ens, migrations } = this.stack;
    // Who reads what was may order what is under way; ENS refuses that.
    if (ens.lag === 0) assert.deepEqual(ens.tooLate, [], "an order for an event under way or over");
    for (const eventId of EVENTS) {
      const orders = this.#orders(eventId);
      const allowed = this.#allowed(eventId) + (ens.lag > 0 ? (this.#killed.get(eventId) ?? 0) : 0);
      assert.ok(orders <= allowed, `${eventId}: ${orders} orders, of which ${allowed} are accounted for`);
      if (orders === 0 || hasEnded(ens.events.get(eventId)?.eventStatus ?? "") || this.#unheard.has(eventId))
        continue;
      const state = migrations.get(eventId)?.ordered.state;
      assert.ok(
        state === "accepted" || state === "unknown",
        `${eventId} has an order, and the state says ${state}`,
      );
    }
  }

  #orders(eventId: string): number {
    return this.stack.ens.takenFor(eventId).length;
  }

  #allowed(eventId: string): number {
    // Who says resubmit has orders replaced that cannot be told from somebody else's: moved, with their answer lost.
    if (this.options["onExistingOrder"] === "resubmit" && this.#everMoved.has(eventId)) return Infinity;
    return 1 + (this.#edits.get(eventId) ?? 0);
  }

  /** Without faults the plan comes to rest, with the orders that it names. */
  async comesToRest(): Promise<void> {
    const { stack } = this;
    const { ens } = stack;
    // An event that cannot be ordered must not hold the others back for good.
    delete stack.options["maxErrors"];
    if (!stack.checked(this.program)) return; // A first creation with a time in the past is refused as a whole.
    for (let round = 0; round < 4; round++) {
      await this.#up();
      this.check();
      this.#pass(SETTLE_TIME);
    }
    const inputs = stack.checked(this.program);
    if (!inputs)
      return assert.equal(stack.outputs, undefined, "only a first creation is refused for its times");
    for (const planned of plannedOf(inputs)) {
      if (!this.#orderable(planned) || (await this.#isShown(planned.eventId))) continue;
      this.#isOrdered(planned);
    }
    const calls = ens.calls.length;
    await stack.order(inputs);
    assert.equal(ens.calls.length, calls, "one more apply sends something");
    this.check();
  }

  /**
   * An edit that is taken back after a killed `up` had sent it leaves the next `up` nothing to do, and it reads nothing.
   * `pulumi refresh` shows which order is in force.
   */
  async #isShown(eventId: string): Promise<boolean> {
    const { ens, migrations } = this.stack;
    const { ordered } = migrations.get(eventId) ?? {};
    const order = ens.takenFor(eventId).at(-1)?.eventInfo;
    if (!this.#unheard.has(eventId) || ordered?.state !== "accepted" || !order) return false;
    if (sameTerms(termsOf(order), ordered.terms)) return false;
    await this.stack.refresh();
    const { movedTo, outdated } = this.stack.migrations.get(eventId) ?? {};
    return (
      outdated === true ||
      // Moved by the platform as well, before anybody read it: the first reading is the reference.
      this.#unrecognisable.has(eventId) ||
      (movedTo !== undefined && movedTo === ens.events.get(eventId)?.notBefore)
    );
  }

  #isOrdered({ eventId, terms, basis }: PlannedMigration): void {
    const { ens, migrations } = this.stack;
    const order = ens.takenFor(eventId).at(-1)?.eventInfo;
    assert.ok(order, `${eventId} has no order`);
    const notBefore = ens.events.get(eventId)?.notBefore;
    const asWanted = sameTerms(termsOf(order), terms);
    if (terms.opsType === "scheduled" && asWanted && !this.#moved.has(eventId))
      assert.equal(notBefore, terms.planTime);
    if (asWanted) return;
    // The user wrote down where the platform had moved it.
    if (terms.opsType === "scheduled" && order.dataPolicy === terms.dataPolicy && notBefore !== undefined) {
      if (withoutMark(notBefore) === withoutMark(terms.planTime)) return;
    }
    assert.equal(this.program.get(eventId)?.opsType, "bySchedule", `${eventId} is ordered with other terms`);
    // Another time was proposed only because the clock went on; the schedule still allows the one that is ordered.
    assert.equal(order.dataPolicy, terms.dataPolicy, eventId);
    const allowed = order.opsType === "scheduled" && allows(this.#schedule, order.planTime);
    if (!allowed && this.#ofOldRules.has(eventId)) this.misplaced += 1;
    else assert.ok(allowed, `${eventId} is ordered outside the window`);
    const ordered = migrations.get(eventId)?.ordered;
    assert.ok(
      ordered?.state === "accepted" && ordered.basis === basis,
      `${eventId} is ordered under other rules`,
    );
    assert.ok(
      sameTerms(termsOf(order), ordered.terms),
      `${eventId} is ordered otherwise than the state says`,
    );
  }

  /** Whether ENS and the plan's rules let an event have the order it should have. */
  #orderable({ eventId, terms }: PlannedMigration): boolean {
    const { ens, now } = this.stack;
    const { eventStatus } = ens.events.get(eventId) ?? {};
    const orders = ens.takenFor(eventId);
    if (terms.opsType === "scheduled" && terms.planTime <= now) return false;
    if (eventStatus !== "Inquiring" && eventStatus !== "Scheduled") return false;
    if (this.options["onReschedule"] === "fail" && orders.length > 0) return false;
    if (this.options["onExistingOrder"] === "resubmit") return true;
    return !this.#unrecognisable.has(eventId) && (eventId !== FOREIGN || orders.length > 0);
  }

  #edit(eventId: string, wanted: Wanted): void {
    const before = this.program.get(eventId) ?? this.#left.get(eventId);
    if (JSON.stringify(before) !== JSON.stringify(wanted)) {
      this.#count(eventId, before === undefined ? 0 : 1);
      if (this.#unheard.has(eventId)) this.#ofOldRules.add(eventId);
    }
    this.program.set(eventId, wanted);
  }

  #count(eventId: string, edits: number): void {
    this.#edits.set(eventId, (this.#edits.get(eventId) ?? 0) + edits);
  }

  #remove(eventId: string): void {
    const wanted = this.program.get(eventId);
    if (!wanted) return;
    this.#left.set(eventId, wanted);
    this.program.delete(eventId);
  }

  #reschedule(name: ScheduleName): void {
    if (name === this.#schedule) return;
    this.#schedule = name;
    for (const eventId of this.#unheard) this.#ofOldRules.add(eventId);
    this.stack.options["schedule"] = written(name);
    for (const [eventId, { opsType }] of [...this.program, ...this.#left])
      if (opsType === "bySchedule") this.#count(eventId, 1);
  }

  #revert(): void {
    const { program, schedule } = this.#last;
    if (this.stack.options["schedule"] !== undefined) this.#reschedule(schedule);
    for (const eventId of EVENTS) {
      const wanted = program.get(eventId);
      if (wanted) this.#edit(eventId, wanted);
      else this.#remove(eventId);
    }
  }

  #pass(time: number): void {
    this.stack.now += time;
    this.stack.ens.execute();
  }

  #platform(eventId: string, what: "run" | "finish" | "fail" | "cancel" | "move"): void {
    const { ens } = this.stack;
    const event = ens.events.get(eventId);
    if (!event || hasEnded(event.eventStatus)) return;
    switch (what) {
      case "run":
        return ens.change(eventId, { eventStatus: "Executing" });
      case "finish":
        return ens.change(eventId, { eventStatus: "Executed" });
      case "fail":
        return ens.change(eventId, { eventStatus: "Failed" });
      case "cancel":
        return ens.change(eventId, { eventStatus: "Canceled" });
      case "move": {
        if (event.eventStatus !== "Scheduled") return;
        const { notBefore = NOW } = event;
        ens.change(eventId, { notBefore: withoutMark(notBefore) + DAY + 7 * HOUR });
        this.#moved.add(eventId);
        this.#everMoved.add(eventId);
        const { ordered } = this.stack.migrations.get(eventId) ?? {};
        if (ordered?.state !== "accepted" || this.#unheard.has(eventId)) this.#unrecognisable.add(eventId);
      }
    }
  }
}

export async function live({ options, lag, program, steps }: Story): Promise<Life> {
  const life = new Life({ ...options }, lag);
  for (const [index, wanted] of program.entries()) {
    const eventId = EVENTS[index];
    if (wanted && eventId) await life.step({ do: "edit", eventId, wanted });
  }
  for (const step of steps) await life.step(step);
  await life.comesToRest();
  return life;
}
