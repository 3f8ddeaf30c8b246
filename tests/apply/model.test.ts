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
import { sameTerms, type Terms, termsOf } from "../../provider/src/plan/terms";
import { at, atOnce, DAY, HOUR, MINUTE, NOW, record } from "../plan/builders";
import { runs } from "../plan/schedule/runs";
import { FakeEns, lostAnswer, notSent, refusal, unreachable } from "./fakeEns";

type Properties = Record<string, unknown>;
type Program = ReadonlyMap<string, Terms>;

const EVENTS = ["e-1", "e-2", "e-3", "e-4"];
/** Somebody else has ordered this one already. */
const FOREIGN = "e-4";
const resourceOf = (eventId: string): string => eventId.replace("e-", "i-");

const POLICIES: DataPolicy[] = ["force_transfer", "try_transfer"];
const TERMS: Terms[] = [
  at(NOW + 2 * DAY, POLICIES[0]),
  at(NOW + 2 * DAY, POLICIES[1]),
  at(NOW + 3 * DAY, POLICIES[0]),
  at(NOW + 30 * MINUTE, POLICIES[0]),
  atOnce(POLICIES[0]),
];

/** `pulumi up`, `refresh` and the state, as the engine deals with them, over an ENS in memory. */
class Stack {
  readonly ens = new FakeEns();
  now = NOW;
  /** What the engine keeps: after a failed update the old inputs, with the new outputs. */
  inputs: Properties | undefined;
  outputs: Properties | undefined;
  options: Properties;

  constructor(options: Properties) {
    this.options = options;
    for (const eventId of EVENTS) this.ens.add(eventId, resourceOf(eventId));
    this.ens.change(FOREIGN, { eventStatus: "Scheduled", notBefore: NOW + 9 * DAY });
  }

  get migrations(): ReadonlyMap<string, Migration> {
    return this.outputs ? readState(this.outputs).migrations : new Map<string, Migration>();
  }

  checked(program: Program): Properties | undefined {
    const events = [...program].map(([eventId, { opsType, ...terms }]) =>
      JSON.stringify({ eventId, resourceId: resourceOf(eventId), opsType, ...terms }),
    );
    const { inputs, failures } = check(
      this.inputs ?? {},
      { label: "edge", ...this.options, events },
      this.now,
    );
    return failures.length > 0 ? undefined : inputs;
  }

  /** Returns what failed, or `undefined` where the engine had nothing to do. */
  async up(program: Program): Promise<number | undefined> {
    const inputs = this.checked(program);
    if (!inputs) return undefined;
    if (this.outputs && diff(this.outputs, inputs).changes === false) {
      this.inputs = inputs;
      return undefined;
    }
    return this.order(inputs);
  }

  async order(inputs: Properties): Promise<number | undefined> {
    const planned = plannedOf(inputs);
    const first = this.outputs === undefined;
    let applied;
    try {
      applied = await apply(
        { planned, passwords: {}, options: readOptions(inputs), before: this.migrations },
        { client: this.ens, now: () => this.now, log: () => undefined },
      );
    } catch {
      return undefined; // The first reading failed.
    }
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
};

type Step =
  | { do: "edit"; eventId: string; terms: Terms }
  | { do: "remove"; eventId: string }
  | { do: "revert" }
  | { do: "platform"; eventId: string; what: "run" | "finish" | "fail" | "cancel" | "move" }
  | { do: "pass"; time: number }
  | { do: "up"; writes: (keyof typeof WRITE_FAULTS)[]; reads: boolean[]; rejects: string[] }
  | { do: "refresh" };

const anyEvent = fc.constantFrom(...EVENTS);
const anyUp: fc.Arbitrary<Step> = record({
  do: fc.constant("up" as const),
  writes: fc.array(fc.constantFrom(...(Object.keys(WRITE_FAULTS) as (keyof typeof WRITE_FAULTS)[])), {
    maxLength: 3,
  }),
  reads: fc.array(fc.boolean(), { maxLength: 2 }),
  rejects: fc.uniqueArray(anyEvent, { maxLength: 2 }),
});
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: anyUp },
  {
    weight: 4,
    arbitrary: record({
      do: fc.constant("edit" as const),
      eventId: anyEvent,
      terms: fc.constantFrom(...TERMS),
    }),
  },
  { weight: 1, arbitrary: record({ do: fc.constant("remove" as const), eventId: anyEvent }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "revert" }) },
  {
    weight: 2,
    arbitrary: record({
      do: fc.constant("platform" as const),
      eventId: anyEvent,
      what: fc.constantFrom("run", "finish", "fail", "cancel", "move", "move"),
    }),
  },
  {
    weight: 1,
    arbitrary: record({ do: fc.constant("pass" as const), time: fc.constantFrom(MINUTE, SETTLE_TIME, HOUR) }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: "refresh" }) },
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

/** One life of a plan; checks what must hold after each step. */
class Life {
  readonly stack: Stack;
  program = new Map<string, Terms>();
  #last: Program = new Map();
  /** How often each event's terms were changed. */
  readonly #edits = new Map<string, number>();
  /** Moved by the platform since the last order. */
  readonly #moved = new Set<string>();
  readonly #everMoved = new Set<string>();
  /** Moved before anybody could read that the order is ours: nobody can tell it from somebody else's any more. */
  readonly #unrecognisable = new Set<string>();

  constructor(readonly options: Properties) {
    this.stack = new Stack(options);
  }

  async step(step: Step): Promise<void> {
    const { ens } = this.stack;
    switch (step.do) {
      case "edit":
        this.#edit(step.eventId, step.terms);
        break;
      case "remove":
        this.program.delete(step.eventId);
        break;
      case "revert":
        for (const eventId of EVENTS) {
          const terms = this.#last.get(eventId);
          if (terms) this.#edit(eventId, terms);
          else this.program.delete(eventId);
        }
        break;
      case "platform":
        this.#platform(step.eventId, step.what);
        break;
      case "pass":
        this.stack.now += step.time;
        break;
      case "refresh":
        await this.stack.refresh();
        break;
      case "up": {
        ens.writeFaults.push(...step.writes.map((fault) => WRITE_FAULTS[fault]()));
        ens.readFaults.push(...step.reads.map((fails) => (fails ? unreachable() : undefined)));
        for (const eventId of step.rejects) ens.rejects.set(eventId, { code: 409, message: "busy" });
        await this.up();
        this.repair();
      }
    }
    this.check();
  }

  async up(): Promise<void> {
    const before = this.stack.ens.taken.length;
    const failures = await this.stack.up(this.program);
    for (const { eventInfo } of this.stack.ens.taken.slice(before)) {
      this.#moved.delete(eventInfo.eventId);
      if (eventInfo.opsType === "scheduled")
        assert.ok(eventInfo.planTime > this.stack.now, "ordered for the past");
    }
    if (failures === 0) this.#last = new Map(this.program);
  }

  repair(): void {
    const { ens } = this.stack;
    ens.writeFaults.length = 0;
    ens.readFaults.length = 0;
    ens.rejects.clear();
  }

  /** What must hold at any time. */
  check(): void {
    const { ens, migrations } = this.stack;
    assert.deepEqual(ens.tooLate, [], "an order for an event under way or over");
    for (const eventId of EVENTS) {
      const orders = ens.takenFor(eventId).length;
      const edits = this.#edits.get(eventId) ?? 0;
      // Who says resubmit has orders replaced that cannot be told from somebody else's: moved, with their answer lost.
      const unbounded = this.options["onExistingOrder"] === "resubmit" && this.#everMoved.has(eventId);
      assert.ok(unbounded || orders <= 1 + edits, `${eventId}: ${orders} orders for ${edits} edits`);
      if (orders === 0 || hasEnded(ens.events.get(eventId)?.eventStatus ?? "")) continue;
      const state = migrations.get(eventId)?.ordered.state;
      assert.ok(
        state === "accepted" || state === "unknown",
        `${eventId} has an order, and the state says ${state}`,
      );
    }
  }

  /** Without faults the plan comes to rest, with the orders that it names. */
  async comesToRest(): Promise<void> {
    const { stack } = this;
    const { ens } = stack;
    // An event that cannot be ordered must not hold the others back for good.
    const { maxErrors: _, ...options } = stack.options;
    stack.options = options;
    if (!stack.checked(this.program)) return; // A first creation with a time in the past is refused as a whole.
    for (let round = 0; round < 4; round++) {
      await this.up();
      this.check();
      stack.now += SETTLE_TIME;
    }
    const inputs = stack.checked(this.program);
    assert.ok(inputs);
    for (const wanted of plannedOf(inputs)) {
      if (!this.#orderable(wanted)) continue;
      const order = ens.takenFor(wanted.eventId).at(-1);
      assert.ok(order, `${wanted.eventId} has no order`);
      assert.ok(
        sameTerms(termsOf(order.eventInfo), wanted.terms),
        `${wanted.eventId} is ordered with other terms`,
      );
      if (wanted.terms.opsType === "scheduled" && !this.#moved.has(wanted.eventId))
        assert.equal(ens.events.get(wanted.eventId)?.notBefore, wanted.terms.planTime);
    }
    const calls = ens.calls.length;
    await stack.order(inputs);
    assert.equal(ens.calls.length, calls, "one more apply sends something");
    this.check();
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

  #edit(eventId: string, terms: Terms): void {
    const before = this.program.get(eventId) ?? this.#last.get(eventId);
    if (!before || !sameTerms(before, terms) || !this.program.has(eventId))
      this.#edits.set(eventId, (this.#edits.get(eventId) ?? -1) + 1);
    this.program.set(eventId, terms);
  }

  #platform(eventId: string, what: "run" | "finish" | "fail" | "cancel" | "move"): void {
    const { ens } = this.stack;
    const event = ens.events.get(eventId);
    if (!event || hasEnded(event.eventStatus)) return;
    switch (what) {
      case "run":
        event.eventStatus = "Executing";
        break;
      case "finish":
        event.eventStatus = "Executed";
        break;
      case "fail":
        event.eventStatus = "Failed";
        break;
      case "cancel":
        event.eventStatus = "Canceled";
        break;
      case "move":
        if (event.eventStatus !== "Scheduled") return;
        event.notBefore = (event.notBefore ?? NOW) - ((event.notBefore ?? NOW) % 1_000) + DAY + 7 * HOUR;
        this.#moved.add(eventId);
        this.#everMoved.add(eventId);
        if (this.stack.migrations.get(eventId)?.ordered.state !== "accepted")
          this.#unrecognisable.add(eventId);
    }
  }
}

async function live(
  options: Properties,
  program: readonly (Terms | undefined)[],
  steps: readonly Step[],
): Promise<Life> {
  const life = new Life(options);
  for (const [index, terms] of program.entries()) {
    const eventId = EVENTS[index];
    if (terms && eventId) await life.step({ do: "edit", eventId, terms });
  }
  for (const step of steps) await life.step(step);
  await life.comesToRest();
  return life;
}

describe("a plan through its life", () => {
  const anyProgram = fc.array(fc.constantFrom<Terms | undefined>(...TERMS, undefined), {
    minLength: 4,
    maxLength: 4,
  });

  it("orders everything once where nothing goes wrong", async () => {
    const life = await live(
      { waitFor: "submitted", onExistingOrder: "resubmit", eventsPerCall: 2 },
      [TERMS[0], TERMS[2], TERMS[4], TERMS[0]],
      [{ do: "up", writes: [], reads: [], rejects: [] }],
    );
    assert.equal(life.stack.ens.taken.length, 4);
    assert.equal(life.stack.ens.calls.length, 2);
  });

  it("forgets an order that never arrived once it has had its time to show", async () => {
    const life = await live(
      { waitFor: "submitted", onExistingOrder: "resubmit", onReschedule: "fail", eventsPerCall: 1 },
      [undefined, undefined, undefined, TERMS[0]],
      [
        { do: "up", writes: ["lostBefore"], reads: [], rejects: [] },
        { do: "up", writes: ["lostBefore"], reads: [], rejects: [] },
        { do: "pass", time: SETTLE_TIME },
        { do: "up", writes: ["lostBefore"], reads: [], rejects: [] },
      ],
    );
    assert.equal(life.stack.ens.taken.length, 1);
    assert.equal(life.stack.ens.calls.length, 3, "not sent again before it had its time to show");
  });

  it("orders nothing twice, forgets nothing, and comes to rest, whatever goes wrong", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyOptions,
        anyProgram,
        fc.array(anyStep, { maxLength: 16 }),
        async (options, program, steps) => {
          await live(options, program, steps);
        },
      ),
      runs(400),
    );
  });
});
