import assert from "node:assert/strict";
import type { MigrateResult } from "../../provider/src/api/ens";
import { submit } from "../../provider/src/apply/submit";
import type { Order, Submitted } from "../../provider/src/plan/orders/remember";
import { MINUTE, NOW } from "../plan/builders";
import { FakeEns, lostAnswer, noCredentials, notSent, refusal, type WriteFault } from "./fakeEns";

type MaxErrors = Parameters<typeof submit>[1]["maxErrors"];

interface Setting {
  orders?: number;
  eventsPerCall?: number;
  maxErrors?: MaxErrors;
  failedBefore?: number;
  faults?: (WriteFault | undefined)[];
  /** Refused item by item. */
  rejects?: number[];
  now?: () => number;
  signal?: AbortSignal;
  deadline?: number;
  /** Called after each. */
  onOutcome?: () => void;
}

const order = (number: number): Order => ({
  eventInfo: {
    eventId: `e-${number}`,
    resourceId: `i-${number}`,
    dataPolicy: "force_transfer",
    opsType: "immediate",
  },
  basis: "",
  status: "Inquiring",
  notBefore: undefined,
  remembered: undefined,
  earlier: undefined,
});

async function send(setting: Setting): Promise<{ ens: FakeEns; outcomes: Record<string, Submitted> }> {
  const { orders = 1, eventsPerCall = 20, maxErrors, failedBefore = 0, faults = [], rejects = [] } = setting;
  const ens = new FakeEns();
  ens.writeFaults.push(...faults);
  for (const number of rejects) ens.rejects.set(`e-${number}`, { code: 409, message: "busy" });
  const sent = Array.from({ length: orders }, (_, index) => order(index + 1));
  for (const { eventInfo } of sent) ens.add(eventInfo.eventId, eventInfo.resourceId);
  const outcomes: Record<string, Submitted> = {};
  const { now = () => NOW, signal, deadline } = setting;
  const options = { eventsPerCall, ...(maxErrors !== undefined && { maxErrors }) };
  const context = { client: ens, now, signal, deadline };
  for await (const [{ eventInfo }, outcome] of submit(sent, options, failedBefore, context)) {
    const { eventId } = eventInfo;
    assert.ok(!(eventId in outcomes), `${eventId} was settled twice`);
    outcomes[eventId] = outcome;
    setting.onOutcome?.();
  }
  assert.equal(Object.keys(outcomes).length, orders, "every order has an outcome");
  return { ens, outcomes };
}

const kinds = (outcomes: Record<string, Submitted>): string =>
  Object.values(outcomes)
    .map(({ outcome }) => outcome)
    .join(" ");
const failureOf = (outcome: Submitted | undefined): string =>
  outcome && "reason" in outcome ? outcome.reason : "";

/** The answer for order 1, changed on its way. */
async function answered(results: (mine: MigrateResult) => MigrateResult[]): Promise<Submitted> {
  const { outcomes } = await send({ faults: [{ results: ([mine]) => results(mine as MigrateResult) }] });
  return outcomes["e-1"] as Submitted;
}

describe("submit: the answer for an order", () => {
  it("200 is accepted, with the request id of its call", async () => {
    assert.deepEqual(await answered((mine) => [mine]), { outcome: "accepted", requestId: "request-1" });
  });

  for (const code of [0, 201, 400, 403, 500]) {
    it(`${code} is a refusal, with code, message and request id`, async () => {
      const outcome = await answered((mine) => [{ ...mine, code, message: "no" }]);
      assert.equal(outcome.outcome, "rejected");
      assert.deepEqual([outcome.code, outcome.message, outcome.requestId], [String(code), "no", "request-1"]);
      assert.match(outcome.reason, new RegExp(`refused by ENS: code ${code}, no \\(request id request-1\\)`));
      assert.deepEqual(outcome.advice, [{ do: "up" }, { do: "remove" }]);
    });
  }

  it("repeated in the same sense counts once", async () => {
    assert.equal((await answered((mine) => [mine, { ...mine, message: "again" }])).outcome, "accepted");
  });

  const unclear: [string, (mine: MigrateResult) => MigrateResult[], RegExp][] = [
    ["missing", () => [], /does not mention it/],
    ["of another event", (mine) => [{ ...mine, eventId: "e-9" }], /does not mention it/],
    ["of another instance", (mine) => [{ ...mine, resourceId: "i-9" }], /names another instance for it/],
    ["that contradicts itself", (mine) => [mine, { ...mine, code: 400 }], /contradicts itself/],
    ["that contradicts itself the other way", (mine) => [{ ...mine, code: 400 }, mine], /contradicts itself/],
  ];
  for (const [what, results, failure] of unclear) {
    it(`${what} leaves it unknown, and says what happens next`, async () => {
      const outcome = await answered(results);
      assert.equal(outcome.outcome, "unknown");
      assert.match(failureOf(outcome), failure);
      assert.match(failureOf(outcome), /request id request-1/);
      assert.deepEqual("advice" in outcome && outcome.advice, [{ do: "up" }]);
    });
  }

  it("is found wherever it stands, among answers for nothing that was sent", async () => {
    const foreign = { code: 500, message: "?", eventId: "e-77", resourceId: "i-77" };
    const { outcomes } = await send({
      orders: 3,
      rejects: [2],
      faults: [{ results: (all) => [foreign, ...all.reverse(), foreign] }],
    });
    assert.equal(kinds(outcomes), "accepted rejected accepted");
  });

  it("of another instance beside the right one is ignored", async () => {
    assert.equal(
      (await answered((mine) => [{ ...mine, resourceId: "i-9", code: 400 }, mine])).outcome,
      "accepted",
    );
  });
});

describe("submit: a call that failed", () => {
  const failed: [string, WriteFault, string, string][] = [
    ["its answer was lost", { error: lostAnswer() }, "unknown unknown", "unsent unsent"],
    [
      "its answer was lost after the orders were taken",
      { error: lostAnswer(), taken: true },
      "unknown unknown",
      "unsent unsent",
    ],
    ["it never left", { error: notSent() }, "unsent unsent", "unsent unsent"],
    ["there are no credentials", { error: noCredentials() }, "unsent unsent", "unsent unsent"],
    [
      "a permission is missing",
      { error: refusal("Forbidden.RAM", 403) },
      "rejected rejected",
      "unsent unsent",
    ],
    ["it was throttled", { error: refusal("Throttling.User", 429) }, "rejected rejected", "unsent unsent"],
    [
      "a parameter is wrong",
      { error: refusal("InvalidParameter.EventInfos") },
      "rejected rejected",
      "accepted accepted",
    ],
  ];
  for (const [what, fault, first, second] of failed) {
    it(`since ${what}: ${first}, and the next call: ${second}`, async () => {
      const { ens, outcomes } = await send({ orders: 4, eventsPerCall: 2, faults: [fault] });
      assert.equal(kinds(outcomes), `${first} ${second}`);
      assert.equal(ens.calls.length, second.startsWith("unsent") ? 1 : 2);
    });
  }

  it("is the reason that the later orders are given", async () => {
    const { outcomes } = await send({
      orders: 2,
      eventsPerCall: 1,
      faults: [{ error: refusal("Forbidden.RAM", 403) }],
    });
    const [first] = Object.values(outcomes);
    assert.ok(first?.outcome === "rejected");
    assert.deepEqual([first.code, first.requestId], ["Forbidden.RAM", "request-refused"]);
    assert.match(
      first.reason,
      /^refused by ENS: .*refused \(code Forbidden\.RAM, HTTP 403, request id request-refused\)/,
    );
    assert.match(
      failureOf(outcomes["e-2"]),
      /^order not sent after an earlier call failed: .*Forbidden\.RAM/,
    );
  });

  it("does not take back what earlier calls brought", async () => {
    const { outcomes } = await send({
      orders: 3,
      eventsPerCall: 1,
      faults: [undefined, { error: lostAnswer() }],
    });
    assert.equal(kinds(outcomes), "accepted unknown unsent");
  });
});

describe("submit: maxErrors", () => {
  const cases: [string, Setting, string][] = [
    ["no limit", { rejects: [1, 2, 3] }, "rejected rejected rejected accepted"],
    ["0 and no error", { maxErrors: 0 }, "accepted accepted accepted accepted"],
    ["0 and one error", { maxErrors: 0, rejects: [2] }, "accepted rejected unsent unsent"],
    ["1 and one error", { maxErrors: 1, rejects: [1] }, "rejected accepted accepted accepted"],
    ["1 and two errors", { maxErrors: 1, rejects: [1, 2] }, "rejected rejected unsent unsent"],
    [
      "1, one error, and one before",
      { maxErrors: 1, failedBefore: 1, rejects: [1] },
      "rejected unsent unsent unsent",
    ],
    ["0, and one before", { maxErrors: 0, failedBefore: 1 }, "unsent unsent unsent unsent"],
    ["25% of four and one error", { maxErrors: "25%", rejects: [1] }, "rejected accepted accepted accepted"],
    ["25% of four and two errors", { maxErrors: "25%", rejects: [1, 2] }, "rejected rejected unsent unsent"],
    [
      "24% of four, which is none, and one error",
      { maxErrors: "24%", rejects: [1] },
      "rejected unsent unsent unsent",
    ],
    ["0% and one error", { maxErrors: "0%", rejects: [3] }, "accepted accepted rejected unsent"],
    ["100%", { maxErrors: "100%", rejects: [1, 2, 3, 4] }, "rejected rejected rejected rejected"],
  ];
  for (const [what, setting, expected] of cases) {
    it(`${what}: ${expected}`, async () => {
      const { outcomes } = await send({ orders: 4, eventsPerCall: 1, ...setting });
      assert.equal(kinds(outcomes), expected);
    });
  }

  it("counts every order of a call that failed", async () => {
    const { outcomes } = await send({
      orders: 4,
      eventsPerCall: 2,
      maxErrors: 1,
      faults: [{ error: refusal("InvalidParameter.EventInfos") }],
    });
    assert.equal(kinds(outcomes), "rejected rejected unsent unsent");
  });

  it("counts answers that were unclear", async () => {
    const { outcomes } = await send({
      orders: 2,
      eventsPerCall: 1,
      maxErrors: 0,
      faults: [{ results: () => [] }],
    });
    assert.equal(kinds(outcomes), "unknown unsent");
  });

  it("names the limit and the count to each order that is not sent", async () => {
    const { ens, outcomes } = await send({ orders: 4, eventsPerCall: 2, maxErrors: 1, rejects: [1, 2] });
    for (const eventId of ["e-3", "e-4"]) {
      assert.match(
        failureOf(outcomes[eventId]),
        /^order not sent: 2 events failed, and maxErrors is 1\. Run `pulumi up` again/,
      );
    }
    assert.equal(ens.calls.length, 1);
  });
});

describe("submit: calls", () => {
  it("carry every order once, in turn, and no more than allowed", async () => {
    const { ens } = await send({ orders: 5, eventsPerCall: 2 });
    assert.deepEqual(
      ens.calls.map((call) => call.map(({ eventId }) => eventId)),
      [["e-1", "e-2"], ["e-3", "e-4"], ["e-5"]],
    );
  });

  it("are none without orders", async () => {
    const { ens } = await send({ orders: 0 });
    assert.equal(ens.calls.length, 0);
  });

  it("end with the time for sending, a quarter of an hour", async () => {
    let clock = NOW;
    const { outcomes } = await send({ orders: 3, eventsPerCall: 1, now: () => (clock += 6 * MINUTE) });
    assert.equal(kinds(outcomes), "accepted accepted unsent");
    assert.match(failureOf(outcomes["e-3"]), /^order not sent: the 15 minutes for sending orders ran out\./);
  });

  it("end with the operation's time limit, before the next call", async () => {
    let clock = NOW;
    const { outcomes } = await send({
      orders: 3,
      eventsPerCall: 1,
      deadline: NOW + MINUTE,
      now: () => clock,
      onOutcome: () => (clock += MINUTE),
    });
    assert.equal(kinds(outcomes), "accepted unsent unsent");
    assert.match(failureOf(outcomes["e-2"]), /^order not sent: the operation's time limit ran out\./);
  });

  it("end when the operation is cancelled, before the next call", async () => {
    const cancel = new AbortController();
    const { ens, outcomes } = await send({
      orders: 3,
      eventsPerCall: 1,
      signal: cancel.signal,
      onOutcome: () => cancel.abort(),
    });
    assert.equal(kinds(outcomes), "accepted unsent unsent");
    assert.match(failureOf(outcomes["e-2"]), /^order not sent: the operation was cancelled\./);
    assert.equal(ens.calls.length, 1);
    assert.equal(ens.writeOptions[0]?.signal, cancel.signal, "a call that waits for its turn ends as well");
  });
});
