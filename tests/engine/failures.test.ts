import assert from "node:assert/strict";
import { accepted, event, inDays, planOf, refusal, scenario, upKilled, writes } from "./fixture";
import { fails, succeeds } from "./outcome";

describe("failures in the real engine", function () {
  this.timeout("600s");

  it("keeps what was ordered when a part is refused, also after a refresh, and the next up orders only the rest", () =>
    scenario({ events: [1, 2, 3].map(event) }, async ({ emulator, stack }) => {
      emulator.faults([refusal(2)]);
      await stack.plans(planOf(1, 2, 3, 9));
      await fails(
        stack.up(),
        new RegExp(
          `edge: ${event(2).eventId} \\(${event(2).resourceId}\\): refused by ENS: code 400, IncorrectInstanceStatus \\(request id [0-9A-F-]{36}\\)`,
        ),
        new RegExp(
          `edge: ${event(9).eventId} \\(${event(9).resourceId}\\): ENS lists no .* event with this id`,
        ),
      );
      assert.ok((await stack.plan()).initErrors);
      assert.match(
        (await stack.migrations())[event(2).eventId] ?? "",
        /rejected .* 400: IncorrectInstanceStatus/,
      );

      // A refresh clears the engine's own mark of what is unfinished.
      await succeeds(stack.refresh());
      assert.equal((await stack.plan()).initErrors, undefined);
      await stack.plans(planOf(1, 2, 3));
      await fails(stack.preview("--expect-no-changes"));
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), Object.fromEntries([1, 2, 3].map((n) => [event(n).eventId, 1])));
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("orders an event that the account's history hides, once, where the program says so", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      emulator.behaviour({ historyDefault: "neverOpen" });
      const { edge } = planOf(1);
      await stack.plans({ edge: { ...edge, onUnknownEvent: "send" } });
      await succeeds(stack.up());
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
    }));

  it("finds an order again whose answer was lost", () =>
    scenario({ events: [1, 2].map(event) }, async ({ emulator, stack }) => {
      emulator.faults([{ kind: "reset", when: "after", action: "BatchEventMigrateInstance" }]);
      await stack.plans(planOf(1, 2));
      const up = await succeeds(stack.up());
      assert.match(up, /the answer to its order was lost, but ENS has the order/);
      assert.equal(writes(emulator), 1);
    }));

  it("does not order again while a lost answer may still show, and says until when", () =>
    scenario({ events: [event(1)] }, async ({ emulator, stack }) => {
      emulator.faults([{ kind: "reset", when: "before", action: "BatchEventMigrateInstance" }]);
      await stack.plans(planOf(1));
      await fails(stack.up());
      await fails(
        stack.up(),
        /answer lost: ENS does not show the order yet.* Run `pulumi up` again after 20/,
      );
      assert.deepEqual(accepted(emulator), {});
    }));

  it("orders once though the provider is killed between order and answer", () =>
    scenario({ events: [event(1)] }, async (fixture) => {
      const { emulator, stack } = fixture;
      await stack.plans(planOf(1));
      await upKilled(fixture);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [event(1).eventId]: 1 });
      await succeeds(stack.up("--expect-no-changes"));
    }));

  it("reports all faults of the inputs at once, each with its path, before anybody is asked", () =>
    scenario({ events: [] }, async ({ emulator, stack }) => {
      await stack.plans({
        edge: {
          dataPolicy: "abandon",
          waitfor: "executed",
          event: [{ ...event(1), password: "Hidden7Password" }],
          password: "Hidden7Password",
          changeTicket: { password: "Hidden7Password" },
          connection: { profile: null, region: "" },
          events: [
            { ...event(1), planTime: 1_742_452_232 },
            { ...event(1), planTime: "2026-12-05T01:30:00" },
            { eventId: "x", resourceId: event(3).resourceId, opsType: "immediate", plantime: 1 },
            { ...event(2), passwort: "Hidden7Password" },
            [{ ...event(3), password: "Hidden7Password" }],
          ],
        },
      });
      const preview = await fails(stack.preview());
      for (const fault of [
        /: acknowledgeDataLoss must be true with dataPolicy: "abandon"/,
        /waitfor.*did you mean waitFor\?/,
        new RegExp(`events\\[0\\]\\.planTime of ${event(1).eventId} .*: 1742452232 looks like seconds`),
        /events\[1\]\.planTime.*: "2026-12-05T01:30:00" has no offset/,
        /events\[2\]\.eventId.*must be an id of the form e-/,
        /events\[2\]\.plantime.*did you mean planTime\?/,
        /: event is not .*did you mean events\?/,
        /: password is not .*did you mean events\[\]\.password\?/,
        /: changeTicket must be a string, not an object/,
        /connection\.profile.*was given and is undefined or null/,
        /connection\.region.*was given and is blank/,
        /events\[3\]\.passwort.*did you mean password\?/,
        /events\[4\].*must be an event, not a list/,
      ])
        assert.match(preview, fault);
      assert.doesNotMatch(preview, /Hidden7Password|<nil>/);
      await stack.plans({ edge: { events: [{ ...event(1), planTime: inDays(3) }] } });
      await fails(stack.preview(), /dataPolicy.*is required/);
      assert.equal(emulator.calls().length, 0);
    }));

  it("stops past maxErrors and orders the rest on the next up", () =>
    scenario({ events: [1, 2, 3, 4].map(event) }, async ({ emulator, stack }) => {
      emulator.faults([refusal(1)]);
      const plans = { edge: { ...planOf(1, 2, 3, 4).edge, eventsPerCall: 2, maxErrors: 0 } };
      await stack.plans(plans);
      await fails(
        stack.up(),
        new RegExp(
          `${event(3).eventId} .*, ${event(4).eventId} .*: order not sent: 1 event failed, and maxErrors is 0`,
        ),
      );
      assert.deepEqual(accepted(emulator), { [event(2).eventId]: 1 });
      await succeeds(stack.up());
      assert.deepEqual(
        accepted(emulator),
        Object.fromEntries([1, 2, 3, 4].map((n) => [event(n).eventId, 1])),
      );
    }));
});
