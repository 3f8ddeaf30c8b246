import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { DEFAULT_BEHAVIOUR, type FaultInput } from "../../../emulator/src/index";
import { event, type Fixture, inDays, scenario, writes } from "../../engine/fixture";
import { type Outcome, succeeds } from "../../engine/outcome";
import { begin, providerPid } from "../../engine/running";
import { report } from "../../report";
import { notAsWritten, orderedTwice } from "../judge";
import type { Cell, Life, Operation } from "./cells";
import { withTransport } from "./transports";

const ORDER = "BatchEventMigrateInstance";
const READ = "DescribeHistoryEvents";
const MINUTE = 60_000;
/** So long, and a little, an order whose answer was lost is waited for. */
const SETTLE_TIME = 6 * MINUTE;
/** Runs that may be needed after the repair until one succeeds. */
const MOST_RUNS = 4;

const at = (n: number, days: number) => ({ ...event(n), planTime: inDays(days) });

/** What the user has written by the time of each operation that orders: an addition and an edit, then another edit. */
const EVENTS = {
  create: [at(1, 4), at(2, 5), at(3, 6)],
  update: [at(1, 14), at(2, 5), at(3, 6), at(4, 7)],
  waiting: [at(1, 14), at(2, 5), at(3, 26), at(4, 7)],
};
const EDITS = { [event(1).eventId]: 1, [event(3).eventId]: 1 };

/** A command's calls that meet the fault. The first read of an update is not its wait's. */
function targetOf({ operation, fault }: Cell): Pick<FaultInput, "action" | "skip"> {
  const orders = (operation === "create" || operation === "update") && fault.meets !== "reads";
  return orders ? { action: ORDER } : { action: READ, skip: operation === "waiting" ? 1 : 0 };
}

function run({ stack }: Fixture, operation: Operation): Promise<Outcome> {
  if (operation === "read") return stack.refresh();
  return operation === "delete" ? stack.destroy() : stack.up();
}

/** Makes the fault, runs the command into it, and repairs what was broken. */
async function meet(fixture: Fixture, cell: Cell): Promise<Outcome> {
  const { emulator, stack } = fixture;
  const { operation, fault } = cell;
  const { means, lasts } = fault;
  const target = targetOf(cell);
  switch (means.by) {
    case "answer": {
      const one = "eventId" in means.fault && { eventId: event(1).eventId };
      emulator.faults([{ ...means.fault, ...one, ...target, count: lasts === "once" ? 1 : "always" }]);
      const outcome = await run(fixture, operation);
      emulator.clearFaults();
      return outcome;
    }
    case "switch": {
      emulator.behaviour(means.behaviour);
      const outcome = await run(fixture, operation);
      emulator.behaviour(DEFAULT_BEHAVIOUR);
      return outcome;
    }
    case "network": {
      const resetting = createServer((socket) => socket.resetAndDestroy()).listen(0, "127.0.0.1");
      await once(resetting, "listening");
      const { port } = resetting.address() as AddressInfo;
      // Nobody listens on port 1, whatever runs beside this.
      await stack.configure({
        "ens:endpoint": `https://127.0.0.1:${means.trouble === "refused" ? 1 : port}`,
      });
      const outcome = await run(fixture, operation);
      await stack.configure({ "ens:endpoint": emulator.endpoint });
      resetting.close();
      return outcome;
    }
    case "clock": {
      const offset = await readFile(path.join(stack.directory, "offset"), "utf8");
      await stack.write("offset", String(Number(offset) + means.skew));
      const outcome = await run(fixture, operation);
      await stack.write("offset", offset);
      return outcome;
    }
    case "way": {
      const when = means.trouble === "killedAfter" ? "after" : "before";
      emulator.faults([{ kind: "delay", ms: 10 * MINUTE, when, ...target }]);
      const command = operation === "read" ? "refresh" : operation === "delete" ? "destroy" : "up";
      const running = begin(stack, command);
      await running.until(() => emulator.state().faults.length === 0);
      process.kill(await providerPid(stack), "SIGKILL");
      return running.outcome;
    }
    case "pages":
    case "profile":
      throw new Error(`nobody makes this here: ${fault.name}`);
  }
}

let commands = 0;
const failed = new Map<Operation, number>();

async function survive(fixture: Fixture, cell: Cell): Promise<void> {
  const { emulator, stack, advance } = fixture;
  const { operation, fault } = cell;
  if (operation in EVENTS) {
    await stack.plans({
      edge: {
        dataPolicy: "force_transfer",
        onRemove: "fail",
        pollInterval: "1s",
        events: EVENTS[operation as keyof typeof EVENTS],
      },
    });
  }
  // By then they have all run, and ENS still lists them.
  if (operation === "delete") emulator.clock({ advance: "30d" });

  let outcome = await meet(fixture, cell);
  commands += 1;
  if (outcome.code !== 0) {
    failed.set(operation, (failed.get(operation) ?? 0) + 1);
    // What the end of the provider's process looks like is the engine's to say. Whether the errors help is judged in the
    // matrix, cell by cell; here, that they get through.
    if (fault.group !== "death")
      assert.match(outcome.output, /error:[^]*(DescribeHistoryEvents|BatchEvent|e-0+\d)/);
    if (fault.quotes?.code !== undefined)
      assert.ok(outcome.output.includes(fault.quotes.code), outcome.output);
  }
  for (let runs = 0; outcome.code !== 0; runs += 1) {
    assert.ok(runs < MOST_RUNS, outcome.output);
    if (outcome.output.includes("nothing is sent") || outcome.output.includes("order was taken"))
      await advance(SETTLE_TIME);
    outcome = await run(fixture, operation);
    commands += 1;
  }
  assert.deepEqual(orderedTwice(emulator, EDITS), []);
}

async function live({ cells, transport }: Life): Promise<void> {
  await scenario({ events: [1, 2, 3, 4].map(event) }, async (fixture) => {
    const { emulator, stack } = fixture;
    await withTransport(stack, transport);
    const quiet = async () => {
      const sent = writes(emulator);
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal(writes(emulator), sent);
      assert.deepEqual(notAsWritten(emulator, { events: written, dataPolicy: "force_transfer" }), []);
      assert.deepEqual(orderedTwice(emulator, EDITS), []);
    };
    let written: readonly ReturnType<typeof at>[] = [];
    for (const cell of cells) {
      if (cell.operation === "delete") await quiet();
      if (cell.operation in EVENTS) written = EVENTS[cell.operation as keyof typeof EVENTS];
      try {
        await survive(fixture, cell);
      } catch (error) {
        throw new Error(`${cell.operation}, ${cell.group}: ${cell.fault.name} (${transport})`, {
          cause: error,
        });
      }
    }
    if (cells.at(-1)?.operation !== "delete") await quiet();
  });
}

/** A test for each of these lives, and what they came to as a fact of the run. */
export function areSurvived(lives: readonly Life[]): void {
  for (const life of lives) {
    it(`are survived (${life.transport}): ${life.cells.map(({ operation, group }) => `${operation} ${group}`).join(", ")}`, () =>
      live(life));
  }

  after(() => {
    const cells = lives.flatMap((life) => life.cells);
    const kinds = new Set(cells.map(({ fault }) => fault.name)).size;
    const lines = [...failed].map(([operation, count]) => `${operation} ${count}`).join(", ");
    report(
      `faults through the engine: ${cells.length} cells (${kinds} faults) in ${lives.length} lives, ${commands} commands; failed at first: ${lines}`,
    );
  });
}
