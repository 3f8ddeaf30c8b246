import assert from "node:assert/strict";
import type { Fault } from "./client";
import { type Edit, ev, newPlan, schedule } from "./edit";
import type { Command, Flags } from "./engine";
import { short, written } from "./judge";
import { HOUR, MINUTE, START } from "./platform";
import type { EventText, Options, Plan } from "./program";
import { Simulation } from "./story";

/**
 * The kinds of story in which a command ended well and something else was in force than the program said, each once as a
 * person would tell it. Random stories are in simulation.test.ts.
 */

const lost: Fault[] = [{ on: "write", nth: 1, kind: "lostAfter" }];
const lostUnread: Fault[] = [...lost, { on: "read", nth: 2, kind: "fails", lasting: true }];
const killedAfter: Fault[] = [{ on: "write", nth: 1, kind: "killAfter" }];

describe("what is in force is what the program says", () => {
  let simulation: Simulation;

  beforeEach(() => (simulation = new Simulation()));
  afterEach(function () {
    simulation.end();
    if (this.currentTest?.state === "failed" && process.env["SIMULATION_LOG"])
      console.log(simulation.log.join("\n"));
  });

  const at = (hours: number): number => START + hours * HOUR;
  const event = (number: number, more: Partial<EventText> = {}): EventText => ({ ...ev(number), ...more });
  const plan = (name: string, events: EventText[], options: Options = {}): Plan => ({
    ...newPlan(name, { dataPolicy: "force_transfer", acknowledgeDataLoss: true, ...options }),
    events,
  });
  const write = (...plans: Plan[]): void => simulation.write("a", plans);
  const edit = (change: Edit, stack = "a") => simulation.play({ step: "edit", stack, ...change });
  const up = (flags: Flags = {}, stack = "a"): Promise<Command> => simulation.run(stack, "up", flags);
  const pass = (milliseconds: number) => simulation.play({ step: "pass", milliseconds });
  const pending = async (flags: Flags = {}, stack = "a"): Promise<void> => {
    const command = await up(flags, stack);
    assert.equal(command.exit, 0, seen("up succeeds"));
  };
  /** The judge has nothing to say. */
  const judge = (): void => {
    const found = simulation.violations.map(({ rule, detail }) => `${rule}: ${detail}`);
    assert.deepEqual(found, [], seen("the judge"));
  };
  const seen = (what: string): string => `${what}\n${simulation.log.join("\n")}`;
  const inForce = (number: number): string => {
    const { order } = simulation.platform.state(ev(number).eventId);
    return order ? written(order) : "nothing";
  };
  const settle = async (): Promise<void> => {
    await pass(6 * MINUTE);
    for (let tries = 0; tries < 4; tries++) if ((await up()).exit === 0) return;
  };

  describe("1: an answer is lost, and the edit goes on", () => {
    const policies = async (third: Fault[] = []): Promise<void> => {
      write(plan("alpha", [event(1, { planTime: at(72), dataPolicy: "try_transfer" })]));
      await pending();
      await edit({ edit: "policy", event: 1, policy: "abandon" });
      assert.equal((await up({ faults: lostUnread })).exit, 1);
      await edit({ edit: "policy", event: 1, policy: "force_transfer" });
      await up({ faults: third });
      judge();
      await settle();
      judge();
      assert.match(inForce(1), /force_transfer/);
    };
    it("with policies: abandon stays in force", () => policies());
    it("with a refusal of the next order: the refusal is swallowed", () =>
      policies([{ on: "write", nth: 1, kind: "refused" }]));
    it("with times: the time of before stays in force", async () => {
      write(plan("alpha", [event(1, { planTime: at(24) })]));
      await pending();
      await edit({ edit: "time", event: 1, hours: 2 });
      await up({ faults: lostUnread });
      await edit({ edit: "time", event: 1, hours: 72 });
      await up();
      judge();
      await settle();
      judge();
    });
    it("in a first up", async () => {
      write(plan("alpha", [event(1, { planTime: at(24), dataPolicy: "abandon" })]));
      await up({ faults: lostUnread });
      await edit({ edit: "policy", event: 1, policy: "force_transfer" });
      await up();
      judge();
      await settle();
      judge();
    });
  });

  describe("2: an order that is found is taken for the planned one", () => {
    const timed = (...numbers: number[]) => numbers.map((number) => event(number));

    it("an event moves to a plan with other windows", async () => {
      write(
        plan("alpha", timed(1, 2), { schedule: schedule(0) }),
        plan("beta", timed(3), { schedule: schedule(1) }),
      );
      await pending();
      await edit({ edit: "move", event: 2, plan: "beta" });
      await pending();
      judge();
      assert.match(inForce(2), /2026-11-29T01/);
    });
    it("twice killed over wrong windows, then right ones", async () => {
      write(plan("alpha", timed(1), { schedule: schedule(3) }));
      await up({ faults: killedAfter });
      await up({ faults: [{ on: "read", nth: 1, kind: "kill" }] });
      await edit({ edit: "schedule", plan: "alpha", index: 2 });
      await pending();
      judge();
      assert.match(inForce(1), /T0[2-6]/);
    });
    it("killed in an update, then other windows", async () => {
      write(plan("alpha", timed(1), { schedule: schedule(2) }));
      await pending();
      await edit({ edit: "schedule", plan: "alpha", index: 3 });
      await up({ faults: killedAfter });
      await edit({ edit: "schedule", plan: "alpha", index: 1 });
      await pending();
      judge();
      assert.match(inForce(1), /2026-11-29T01/);
    });
    for (const [what, change] of [
      ["other windows", { edit: "schedule", plan: "alpha", index: 1 }],
      ["exclusions over the old day", { edit: "schedule", plan: "alpha", index: 2, exclude: true }],
    ] as const) {
      it(`destroyed, and made anew with ${what}`, async () => {
        write(plan("alpha", timed(1), { schedule: schedule(2) }));
        await pending();
        await simulation.run("a", "destroy");
        await edit(change);
        await pending();
        judge();
      });
    }
    it("a second stack with other windows is refused by default", async () => {
      write(plan("alpha", timed(1), { schedule: schedule(0) }));
      await pending();
      simulation.write("b", [plan("alpha", timed(1), { schedule: schedule(1) })]);
      const { exit, sent } = await up({}, "b");
      judge();
      assert.deepEqual([exit, sent.length], [1, 0]);
    });
  });

  it("3: the edit is taken back while the order is not readable yet", async () => {
    write(plan("alpha", [event(1, { planTime: at(72) })]));
    await pending();
    await pass(10 * MINUTE);
    simulation.platform.behaviour.readLag = 20_000;
    await edit({ edit: "policy", event: 1, policy: "abandon" });
    assert.equal((await up({ faults: lost })).exit, 1);
    await simulation.play({ step: "undo", stack: "a" });
    await up();
    judge();
    await pass(21_000);
    await up();
    judge();
    await settle();
    judge();
  });

  for (const onExistingOrder of ["fail", "keep"] as const) {
    it(`4: another stack's order is replaced although onExistingOrder is ${onExistingOrder}`, async () => {
      simulation.write("b", [plan("alpha", [event(4, { planTime: at(72) })])]);
      await pending({}, "b");
      await pass(24 * HOUR);
      write(plan("alpha", [event(1, { planTime: at(48) })], { onExistingOrder }));
      await pending();
      await edit({ edit: "add", event: 4, plan: "alpha", hours: 30 });
      await edit({ edit: "policy", event: 4, policy: "abandon" });
      const { exit } = await up();
      judge();
      assert.equal(exit, onExistingOrder === "fail" ? 1 : 0);
      assert.match(inForce(4), /by b/);
    });
    it(`4: a remembers its own order, b replaces it, a replaces that one although onExistingOrder is ${onExistingOrder}`, async () => {
      write(plan("alpha", [event(4, { planTime: at(72) })], { onExistingOrder }));
      await pending();
      simulation.write("b", [
        plan("alpha", [event(4, { planTime: at(96) })], { onExistingOrder: "resubmit" }),
      ]);
      await pending({}, "b");
      await pass(24 * HOUR);
      await edit({ edit: "policy", event: 4, policy: "abandon" });
      await up();
      judge();
      assert.match(inForce(4), /by b/);
    });
  }

  for (const waitFor of ["submitted", "scheduled"] as const) {
    it(`5: onReschedule is fail, reads lag, waitFor is ${waitFor}: the changed policy is sent`, async () => {
      await pass(10 * MINUTE);
      simulation.platform.behaviour.readLag = 4 * MINUTE;
      const options: Options = { onReschedule: "fail", waitFor, timeout: "5m" };
      write(plan("alpha", [event(1, { planTime: at(72) })], options));
      await pending();
      if (waitFor === "scheduled") simulation.platform.behaviour.readLag = 30 * MINUTE;
      await edit({ edit: "policy", event: 1, policy: "abandon" });
      const { exit, sent } = await up();
      judge();
      assert.deepEqual([exit, sent.length], [1, 0], seen("refused"));
    });
  }

  it("6: two instances of a group at one time, where one move at a time is allowed", async () => {
    const options: Options = {
      schedule: { ...schedule(2, { limit: true }) },
      eventsPerCall: 1,
      maxErrors: 5,
    };
    write(plan("alpha", [event(7)], options));
    await pending();
    await edit({ edit: "add", event: 1, plan: "alpha" });
    await edit({ edit: "add", event: 2, plan: "alpha" });
    assert.equal((await up({ faults: [{ on: "write", nth: 2, kind: "itemRefused" }] })).exit, 1);
    await edit({ edit: "add", event: 3, plan: "alpha" });
    await edit({ edit: "first", event: 3 });
    await pending();
    judge();
  });

  describe("7: a planTime with milliseconds of its own, and the answer is lost", () => {
    it("is known again, and not somebody else's", async () => {
      write(plan("alpha", [event(1, { planTime: at(72) + 123 })]));
      await up({ faults: lostUnread });
      await pending();
      judge();
    });
    it("as a second order is not sent again", async () => {
      write(plan("alpha", [event(1, { planTime: at(48) })]));
      await pending();
      await edit({ edit: "time", event: 1, hours: 72, milliseconds: 123 });
      await up({ faults: lostUnread });
      await pass(6 * MINUTE);
      await up();
      judge();
      assert.equal(simulation.platform.ledger.length, 2, seen("orders"));
    });
    it("of a killed up does not tell its data policy", async () => {
      write(plan("alpha", [event(1, { planTime: at(72) + 123, dataPolicy: "abandon" })]));
      await up({ faults: killedAfter });
      await edit({ edit: "policy", event: 1, policy: "force_transfer" });
      assert.equal((await up()).exit, 1, seen("nobody knows what is in force"));
      judge();
    });
  });

  for (const dates of [true, false]) {
    it(`8: the clock is behind where the answer was lost, answers ${dates ? "have" : "lack"} a date: the same order twice`, async () => {
      await pass(HOUR);
      Object.assign(simulation.platform.behaviour, { readLag: 2 * MINUTE, dates });
      write(plan("alpha", [event(1, { planTime: at(72) })], { timeout: "30s" }));
      simulation.clock.offset = -10 * MINUTE;
      await up({ faults: lost });
      simulation.clock.offset = 0;
      await up();
      judge();
      assert.equal(simulation.platform.ledger.length, 1, seen("orders"));
    });
  }

  it("8: an edit was taken back, the state is set back to before that, and answers lack a date: no order is sent again", async () => {
    simulation.platform.behaviour.dates = false;
    write(plan("alpha", [event(1, { planTime: at(72) })]));
    await pending();
    for (const policy of ["try_transfer", "force_transfer"] as const) {
      await edit({ edit: "policy", event: 1, policy });
      await pending();
    }
    await simulation.play({ step: "rollback", stack: "a", back: 1 });
    await pending();
    assert.equal(simulation.platform.ledger.length, 3, seen("orders"));
    judge();
  });

  for (const isTakenOver of [true, false]) {
    it(`I8: with onRemove fail, an event that moved and was ${isTakenOver ? "" : "not "}taken over cannot leave the program`, async () => {
      const options: Options = { onRemove: "fail" };
      const moved = event(1, { planTime: at(96) });
      const stays = event(2, { planTime: at(72) });
      const refused: Fault[] = [{ on: "write", nth: 1, kind: "refused" }];
      write(plan("alpha", [{ ...moved, planTime: at(72) }, stays], options));
      await pending();
      write(plan("alpha", [stays], options), plan("beta", [moved], options));
      assert.equal((await up({ faults: refused })).exit, 1, seen("the move"));
      await edit({ edit: "time", event: 2, hours: 80 });
      if (isTakenOver) {
        await pending();
        await pending();
        judge();
      } else {
        assert.equal((await up({ faults: refused })).exit, 1, seen("an edit of the first plan"));
      }
      write(plan("alpha", [{ ...stays, planTime: at(80) }], options));
      assert.equal((await up()).exit, 1, seen("its order is in force"));
    });
  }

  it("I8: an event that moves while the history is hidden is not ordered again", async () => {
    Object.assign(simulation.platform.behaviour, { hidden: true });
    const options: Options = { onUnknownEvent: "send", onReschedule: "fail" };
    write(plan("alpha", [event(1, { planTime: at(72) })], options));
    await pending();
    await pass(HOUR);
    write(plan("alpha", [], options), plan("beta", [event(1, { planTime: at(72) })], options));
    await pending();
    assert.equal(simulation.platform.ledger.length, 1, seen("orders"));
    judge();
  });

  it("10: an ordered event of a discovery fails: one up says so", async () => {
    write(plan("alpha", [event(1), event(2)], { schedule: schedule(2) }));
    await pending();
    await simulation.play({ step: "platform", event: 1, act: "Failed" });
    await simulation.play({ step: "discover", stack: "a", plan: "alpha" });
    assert.equal((await up()).exit, 1, seen("the up that reads it"));
    assert.equal((await up()).exit, 0, seen("the one after it"));
    judge();
  });

  describe("11: onRemove is fail, and the plan", () => {
    const kept = () => plan("alpha", [event(1, { planTime: at(72) })], { onRemove: "fail" });
    it("is replaced: the old half may go", async () => {
      write(kept());
      await pending();
      await pending({ replace: "alpha" });
      await pending();
      judge();
    });
    it("is replaced, and killed between both halves", async () => {
      write(kept());
      await pending();
      await up({ replace: "alpha", killBeforeDeletes: true });
      await pending();
      judge();
    });
    it("is replaced while the answer to its edit is lost: the new half does not send it again", async () => {
      simulation.platform.behaviour.readLag = 20_000;
      write(plan("alpha", [event(1, { planTime: at(48) })], { onRemove: "fail" }));
      await pending();
      await edit({ edit: "policy", event: 1, policy: "try_transfer" });
      assert.equal((await up({ faults: lostUnread })).exit, 1);
      const { sent } = await up({ replaceOnChanges: "alpha" });
      assert.deepEqual(sent, [], seen("the up that replaces"));
      judge();
      await settle();
      await pending();
      judge();
      assert.match(inForce(1), /try_transfer/);
    });
    it("gets another name: the old half may go", async () => {
      write(kept());
      await pending();
      await edit({ edit: "rename", plan: "alpha", to: "gamma" });
      await pending();
      judge();
    });
  });

  it("2: a found order outside of windows that are written later: ordered as planned, and shown before", async () => {
    const windows = (startTime: string) => ({
      timeZone: "UTC" as const,
      windows: [{ days: ["mon", "tue", "wed", "thu", "fri"], startTime, duration: "3h" }],
      maxUnavailable: 1,
      assumedDowntime: "1h",
    });
    write(plan("alpha", [event(3), event(4)], { schedule: windows("16:00") }));
    await pending();
    await simulation.play({ step: "forget", stack: "a" });
    write(plan("alpha", [event(4), event(3)], { schedule: windows("16:00") }));
    await pending();
    judge();
    const before = inForce(3);
    write(plan("alpha", [event(4), event(3)], { schedule: windows("17:00") }));
    const { lines } = await simulation.run("a", "preview");
    assert.match(lines.join("\n"), /the schedule no longer allows the time of 1 order/, seen("preview"));
    await pending();
    judge();
    assert.notEqual(inForce(3), before, seen("in force"));
    const { sent } = await up();
    assert.deepEqual(sent, [], seen("the next up"));
    judge();
  });

  describe("4: another stack replaces an order, and the platform moves that one", () => {
    const replaced = async (): Promise<void> => {
      write(plan("alpha", [event(1, { planTime: at(24) })]));
      await pending();
      simulation.write("b", [
        plan("beta", [event(1, { planTime: at(48), dataPolicy: "abandon" })], {
          onExistingOrder: "resubmit",
        }),
      ]);
      await pending({}, "b");
    };
    const move = () => simulation.play({ step: "platform", event: 1, act: "move" });

    for (const verb of ["up", "refresh"] as const) {
      it(`after ${verb === "up" ? "an up failed over it" : "a refresh showed it"}: no move of the first stack's order`, async () => {
        await replaced();
        await simulation.run("a", verb, verb === "up" ? { refresh: true } : {});
        await move();
        assert.equal((await up({ refresh: true })).exit, 1, seen("up"));
        await simulation.run("a", "refresh");
        assert.equal((await up()).exit, 1, seen("the next up"));
        judge();
      });
    }

    it("before the first stack reads it: that remains", async () => {
      await replaced();
      await move();
      await pending({ refresh: true });
      judge();
      assert.deepEqual([...simulation.judge.residuals], [["an order without a mark looks like a move", 1]]);
    });
  });

  it("12: an event moves to another plan and gets another time: the first plan is quiet about it", async () => {
    write(plan("alpha", [event(1, { planTime: at(48) }), event(2, { planTime: at(48) })]), plan("beta", []));
    await pending();
    await edit({ edit: "move", event: 2, plan: "beta" });
    await edit({ edit: "time", event: 2, hours: 72 });
    await pending();
    judge();
    await simulation.run("a", "refresh");
    const { lines } = await simulation.run("a", "up", { refresh: true });
    const about = lines.filter((line) => line.startsWith("alpha") && line.includes(ev(2).eventId));
    assert.deepEqual(
      about.map((line) => line.replace(ev(2).eventId, short)),
      [],
      seen("alpha"),
    );
  });

  it("15: an event that ENS has no longer, with onUnknownEvent send: no two lines contradict", async () => {
    write(plan("alpha", [event(1, { planTime: at(48) })], { onUnknownEvent: "send", timeout: "5m" }));
    await pending();
    await simulation.play({ step: "platform", event: 2, act: "unlist" });
    await edit({ edit: "add", event: 2, plan: "alpha", hours: 24 });
    const begun = simulation.platform.now();
    assert.equal((await up()).exit, 1);
    assert.ok(simulation.platform.now() - begun < MINUTE, seen("does not wait"));
    judge();
  });

  it("15: a past time is shown in the preview", async () => {
    write(plan("alpha", [event(1, { planTime: at(48) })]));
    await pending();
    await edit({ edit: "add", event: 2, plan: "alpha", hours: -24 });
    const { lines, exit } = await simulation.run("a", "preview");
    assert.ok(exit === 1 || lines.some((line) => line.includes(ev(2).eventId)), seen("preview"));
    const { sent } = await up();
    assert.equal(sent.length, 0);
    judge();
  });
});
