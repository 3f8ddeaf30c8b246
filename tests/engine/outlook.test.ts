import assert from "node:assert/strict";
import { event, inDays, scenario } from "./fixture";
import { fails, succeeds } from "./outcome";

const at = (days: number) => new Date(inDays(days)).toISOString().slice(0, 16).replace("T", " ");

/** How often a command says something once its progress, which repeats the last message, is over. */
function timesIn(output: string, text: string): number {
  return output.slice(output.indexOf("Diagnostics:")).split(text).length - 1;
}

describe("what a person sees without --diff, in the real engine", function () {
  this.timeout("600s");

  it("a preview and an up say in one line what is sent and what stays in force, and nothing twice", () =>
    scenario({ events: [1, 2, 3].map(event) }, async ({ emulator, stack }) => {
      const preview = () => stack.pulumi("preview", "--non-interactive");
      const plan = (days: readonly number[], more: object = {}) =>
        stack.plans({
          december: {
            dataPolicy: "force_transfer",
            events: days.map((day, index) => ({
              ...event(index + 1),
              instanceName: `web-${index + 1}`,
              planTime: inDays(day),
            })),
            ...more,
          },
        });

      await plan([3, 4]);
      const made =
        /december: up to 2 orders \(2 new\), first \w+ ([\d-]+ [\d:]+) UTC, last .*; force_transfer/;
      assert.equal(made.exec(await succeeds(preview()))?.[1], at(3));
      assert.equal(timesIn(await succeeds(stack.up()), "december: up to 2 orders"), 1);

      await plan([3, 5, 6]);
      assert.match(await succeeds(preview()), /december: up to 2 orders \(1 new, 1 changed\), first /);
      await succeeds(stack.up());

      await plan([3, 5]);
      const leaves = `1 order stays in force, since ENS has no call to cancel an order: ${event(3).eventId} (web-3, ${event(3).resourceId}), `;
      assert.equal(timesIn(await succeeds(preview()), leaves), 1);
      assert.equal(timesIn(await succeeds(stack.up()), leaves), 1);

      // The update sends nothing, says so, and is the first to read a move.
      emulator.platform({ eventId: event(1).eventId, notBefore: inDays(9) });
      await plan([3, 5], { changeTicket: "CHG-1" });
      assert.match(await succeeds(preview()), /1 to update/);
      const recorded = await succeeds(stack.up());
      assert.equal(timesIn(recorded, "december: sends no orders: only changeTicket changes"), 1);
      assert.equal(timesIn(recorded, "moved by the platform"), 1);

      await plan([3, 6], { onReschedule: "fail", changeTicket: "CHG-1" });
      const refused = await fails(preview(), /error: december: .* \(web-2, .*onReschedule is "fail"/);
      assert.equal(timesIn(refused, 'and onReschedule is "fail"'), 1);
    }));
});
