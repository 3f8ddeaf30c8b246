import assert from "node:assert/strict";
import type { CallRecord, EmulatorState, LedgerEntry } from "../../emulator/src/index";
import { notAsWritten, orderedTwice, secretsIn, unhelpful } from "./judge";

const REQUEST_ID = "FF53E96D-3F1A-42F0-8373-1C2B39D72D44";

describe("the judge of the fault matrix", () => {
  const ledger = (...orders: readonly [string, boolean][]) => ({
    ledger: () => orders.map(([eventId, accepted]) => ({ eventId, accepted }) as LedgerEntry),
  });
  const inForce = (order: object | null) => ({
    state: () => ({ events: [{ eventId: "e-1", order }] }) as unknown as EmulatorState,
  });
  const emulator = { calls: () => [{ requestId: REQUEST_ID } as CallRecord] };
  const program = {
    events: [{ eventId: "e-1", planTime: Date.parse("2026-12-04T17:30:00Z") }],
    dataPolicy: "force_transfer",
  };
  const order = {
    opsType: "scheduled",
    dataPolicy: "force_transfer",
    planTime: Date.parse("2026-12-04T17:30:00.765Z"),
  };

  it("finds a second order that no edit asked for", () => {
    const twice = ledger(["e-1", true], ["e-1", true], ["e-2", true]);
    assert.deepEqual(orderedTwice(twice, {}), ["e-1 was ordered 2 times for 0 edits"]);
    assert.deepEqual(orderedTwice(twice, { "e-1": 1 }), []);
    assert.deepEqual(orderedTwice(ledger(["e-1", false], ["e-1", true]), {}), []);
  });

  it("finds an order that is missing, and one that is another than the program says", () => {
    assert.deepEqual(notAsWritten(inForce(order), program), []);
    assert.deepEqual(notAsWritten(inForce(null), program), ["e-1 has no order"]);
    for (const other of [
      { planTime: order.planTime + 1_000 },
      { dataPolicy: "try_transfer" },
      { opsType: "immediate" },
    ])
      assert.match(notAsWritten(inForce({ ...order, ...other }), program).join(), /^e-1 is ordered as /);
  });

  it("finds an error that leaves its reader alone", () => {
    const helpful = `edge: e-1 (i-1): refused by ENS (code Throttling.Api, request id ${REQUEST_ID}). Run \`pulumi up\` again`;
    const quotes = { code: "Throttling.Api", requestId: true } as const;
    assert.deepEqual(unhelpful(helpful, { emulator, quotes }), []);
    assert.match(
      unhelpful(helpful.replace("e-1", "it"), { emulator }).join(),
      /names neither an event nor a call/,
    );
    assert.match(unhelpful(helpful.replace("Run", "You"), { emulator }).join(), /does not say what to do/);
    assert.match(
      unhelpful(helpful.replace(".Api", ""), { emulator, quotes }).join(),
      /does not quote Throttling\.Api/,
    );
    assert.match(
      unhelpful(helpful.replace("FF53", "0000"), { emulator, quotes }).join(),
      /quotes no request id/,
    );
  });

  it("finds a secret", () => {
    assert.deepEqual(secretsIn("an error", "with Marked4Password in it", ["Marked4Password", "Marked4Key"]), [
      "an error shows Marked4Password",
    ]);
  });
});
