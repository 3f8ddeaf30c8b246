import assert from "node:assert/strict";
import fc from "fast-check";
import { SETTLE_TIME } from "../../provider/src/plan/reading";
import { runs } from "../plan/schedule/runs";
import { report } from "../report";
import { anyStory, BY_SCHEDULE, type Life, live, type Story, WANTED, type World, written } from "./life";

/** `PROPERTY_RUNS=25 npx mocha tests/apply/model.test.ts` runs thousands of sequences. */
describe("a plan through its life", function () {
  this.timeout("30m");

  const story = (more: Partial<Story>): Story => ({
    options: { waitFor: "submitted", eventsPerCall: 1, ...more.options },
    lag: more.lag ?? 0,
    program: more.program ?? [],
    steps: more.steps ?? [],
  });

  it("orders everything once where nothing goes wrong", async () => {
    const { stack } = await live(
      story({
        options: { onExistingOrder: "resubmit", eventsPerCall: 2 },
        program: [WANTED.inTwoDays, WANTED.inThreeDays, WANTED.atOnce, WANTED.inTwoDays],
        steps: [{ do: "up", writes: [] }],
      }),
    );
    assert.equal(stack.ens.taken.length, 4);
    assert.equal(stack.ens.calls.length, 2);
  });

  it("forgets an order that never arrived once it has had its time to show", async () => {
    const { stack } = await live(
      story({
        options: { onExistingOrder: "resubmit", onReschedule: "fail" },
        program: [undefined, undefined, undefined, WANTED.inTwoDays],
        steps: [
          { do: "up", writes: ["lostBefore"] },
          { do: "up", writes: ["lostBefore"] },
          { do: "pass", time: SETTLE_TIME },
          { do: "up", writes: ["lostBefore"] },
        ],
      }),
    );
    assert.equal(stack.ens.taken.length, 1);
    assert.equal(stack.ens.calls.length, 3, "not sent again before it had its time to show");
  });

  it("finds the orders of a process that was killed, and orders none of them again", async () => {
    const { stack } = await live(
      story({
        options: { eventsPerCall: 2 },
        program: [WANTED.inTwoDays, WANTED.atOnce, WANTED.inThreeDays],
        steps: [{ do: "up", writes: ["none", "killedAfter"] }],
      }),
    );
    assert.equal(stack.ens.taken.length, 3);
  });

  it("orders nothing again that reads do not show yet", async () => {
    const { stack } = await live(
      story({
        lag: SETTLE_TIME,
        program: [WANTED.inTwoDays, WANTED.atOnce],
        steps: [
          { do: "up", writes: ["none", "lostAfter"] },
          { do: "pass", time: SETTLE_TIME - 1 },
          { do: "up", writes: [] },
        ],
      }),
    );
    assert.equal(stack.ens.taken.length, 2);
  });

  it("takes back an event that had left, without a new order", async () => {
    const { stack } = await live(
      story({
        program: [WANTED.inTwoDays],
        steps: [
          { do: "up", writes: [] },
          { do: "remove", eventId: "e-1" },
          { do: "up", writes: [] },
          { do: "edit", eventId: "e-1", wanted: WANTED.inTwoDays },
        ],
      }),
    );
    assert.equal(stack.ens.taken.length, 1);
  });

  // Found at random; kept.

  it("orders anew what a changed schedule does not allow, also where the answer to the old order was lost", async () => {
    await live(
      story({
        options: { schedule: written("night") },
        program: [BY_SCHEDULE.force],
        steps: [
          { do: "up", writes: ["lostAfter"], reads: [false, true] },
          { do: "schedule", name: "morning" },
        ],
      }),
    );
  });

  it("shows an order of a killed process whose edit was taken back", async () => {
    for (const eventsPerCall of [1, 2])
      await live(
        story({
          options: { waitFor: "submitted", eventsPerCall },
          program: [WANTED.inTwoDays],
          steps: [
            { do: "up", writes: [] },
            ...(eventsPerCall === 1 ? [] : [{ do: "refresh" } as const]),
            { do: "edit", eventId: "e-1", wanted: WANTED.inThreeDays },
            { do: "up", writes: ["killedAfter"] },
            { do: "edit", eventId: "e-1", wanted: WANTED.inTwoDays },
          ],
        }),
      );
  });

  it("remembers the order that it found when the answer to the next one is lost as well, and reads lag", async () => {
    await live(
      story({
        lag: 10_000,
        program: [WANTED.inTwoDays],
        steps: [
          { do: "up", writes: ["lostAfter"] },
          { do: "edit", eventId: "e-1", wanted: WANTED.inThreeDays },
          { do: "pass", time: 60_000 },
          { do: "up", writes: ["noAnswers"] },
        ],
      }),
    );
  });

  /** Runs lives at random, and counts them. */
  async function lives(
    world: World,
    number: number,
    look: (life: Life) => void = () => undefined,
  ): Promise<number> {
    let lived = 0;
    await fc.assert(
      fc.asyncProperty(anyStory(world), async (each) => {
        look(await live(each));
        lived += 1;
      }),
      runs(number),
    );
    return lived;
  }

  let sequences = 0;
  after(() =>
    report(`the model ran ${sequences.toLocaleString("en")} sequences that must order nothing twice`),
  );

  const WORLDS: [what: string, world: World, number: number][] = [
    ["whatever goes wrong", {}, 400],
    ["and reads lag by up to five minutes", { lag: true }, 400],
    ["and the process is killed", { kills: true }, 400],
    ["and a schedule finds the times", { schedule: true }, 200],
    ["and a schedule finds the times and reads lag", { schedule: true, lag: true }, 200],
  ];
  for (const [what, world, number] of WORLDS) {
    it(`orders nothing twice, forgets nothing, and comes to rest, ${what}`, async () => {
      sequences += await lives(world, number);
    });
  }

  // What is left: an order of a killed process is found again, but nothing remembers the rules it was made under.
  it("orders nothing twice and forgets nothing where a schedule finds the times and the process is killed", async () => {
    let misplaced = 0;
    const lived = await lives({ schedule: true, kills: true }, 200, (life) => (misplaced += life.misplaced));
    sequences += lived;
    report(
      `killed, and the schedule changed before the next up: ${misplaced} orders outside it in ${lived} sequences`,
    );
  });

  // What is left: who is killed between an order and its answer, and reads what was before the order, orders again.
  it("orders an event at most once more for each kill where reads lag as well", async () => {
    let twice = 0;
    let surplus = 0;
    const lived = await lives({ kills: true, lag: true }, 400, (life) => {
      if (life.surplus > 0) twice += 1;
      surplus += life.surplus;
    });
    report(
      `killed while reads lag: ${twice} of ${lived} sequences ordered an event again, ${surplus} orders in all`,
    );
  });
});
