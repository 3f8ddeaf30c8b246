import { type Emulator, type EventSeed, type Seed, startEmulator } from "../../emulator/src/index";
import { fails } from "./outcome";
import { begin, providerPid } from "./running";
import { Stack, type YamlProgram } from "./stack";

/** The nth event of a test, as an event of a plan. */
export function event(n: number): { eventId: string; resourceId: string } {
  const digits = String(n);
  return { eventId: `e-${digits.padStart(32, "0")}`, resourceId: `i-${digits.padStart(25, "0")}` };
}

const START = Math.floor(Date.now() / 1_000) * 1_000;

/** A whole second so many days from the start of the tests: the same whenever it is asked for. */
export function inDays(days: number): number {
  return START + days * 86_400_000;
}

export interface Fixture {
  emulator: Emulator;
  stack: Stack;
  /** Moves the clocks of ENS and of the provider's process, as far as it is started from now on. */
  advance: (milliseconds: number) => Promise<void>;
}

/** Moves the clock of a process of Node.js by what the file `offset` beside the script says. */
export const MOVED_CLOCK = `
const offset = Number(require("node:fs").readFileSync(__dirname + "/offset", "utf8"));
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length > 0) super(...args);
    else super(RealDate.now() + offset);
  }
  static now() {
    return RealDate.now() + offset;
  }
};`;

/** Loaded into every process of a stack: moves the provider's clock, and tells its process id. */
const PRELOAD = `
if (/dynamic-provider|pulumi-resource-ens/.test(process.argv[1])) {
  require("node:fs").writeFileSync(__dirname + "/pid", String(process.pid));
${MOVED_CLOCK}
}`;

interface Setup {
  events: readonly EventSeed[];
  seed?: Seed;
  environment?: NodeJS.ProcessEnv;
  /** A YAML program that uses the plugin. Default: a Node.js program, with the dynamic provider. */
  yaml?: YamlProgram;
}

/** Runs a scenario with an emulator and a stack of its own, and clears up after it. */
export async function scenario(setup: Setup, run: (fixture: Fixture) => Promise<void>): Promise<void> {
  let offset = 0;
  const emulator = await startEmulator({
    ...(setup.seed && { seed: setup.seed }),
    // Signatures carry the provider's time, so ENS's idea of the real time moves with it.
    machineTime: () => Date.now() + offset,
  });
  try {
    emulator.events(setup.events);
    const stack = await Stack.create(emulator, {
      environment: { NODE_OPTIONS: "--require=./preload.cjs", ...setup.environment },
      ...(setup.yaml && { yaml: setup.yaml }),
    });
    await stack.write("preload.cjs", PRELOAD);
    await stack.write("offset", "0");
    const advance = (milliseconds: number): Promise<void> => {
      offset += milliseconds; // The emulator's clock follows its machine's.
      return stack.write("offset", String(offset));
    };
    try {
      await run({ emulator, stack, advance });
    } finally {
      await stack.remove();
    }
  } finally {
    await emulator.close();
  }
}

/** A plan `edge` of these events, the nth to move n days after the third. */
export function planOf(...numbers: number[]) {
  const events = numbers.map((n) => ({ ...event(n), planTime: inDays(3 + n) }));
  return { edge: { dataPolicy: "force_transfer", events } };
}

/** ENS refuses the nth event's order, once. */
export function refusal(n: number, message = "IncorrectInstanceStatus") {
  return { kind: "itemFailure", eventId: event(n).eventId, code: 400, message } as const;
}

/** What is in force at ENS for an event, such as `2026-12-05T01:00:00 abandon`: nobody but the emulator can tell. */
export function inForce(emulator: Emulator, n: number): string {
  const { order } = emulator.state().events.find(({ eventId }) => eventId === event(n).eventId) ?? {};
  if (!order) return "nothing";
  const at = order.planTime === null ? order.opsType : new Date(order.planTime).toISOString().slice(0, 19);
  return `${at} ${order.dataPolicy}`;
}

/** The same of an order that is expected. */
export function orderFor(planTime: number, dataPolicy: string): string {
  return `${new Date(planTime).toISOString().slice(0, 19)} ${dataPolicy}`;
}

/** A schedule of one window in the week, two hours long. */
export function window(day: string, startTime: string): object {
  return { schedule: { timeZone: "UTC", windows: [{ days: [day], startTime, duration: "2h" }] } };
}

/** The orders that were accepted, as `event id → how many`. */
export function accepted(emulator: Emulator): Record<string, number> {
  const orders: Record<string, number> = {};
  for (const { eventId, accepted: taken } of emulator.ledger())
    if (taken) orders[eventId] = (orders[eventId] ?? 0) + 1;
  return orders;
}

/** Moves the clock on to where no slot of a 24-hour window comes or goes within the lead time for 14 minutes. */
export function awayFromBoundary({ advance }: Fixture): Promise<void> {
  const quarter = 15 * 60_000;
  const past = 6 * 60_000; // Ten minutes of lead time end a minute after a slot.
  const now = Date.now();
  return advance(Math.ceil((now - past) / quarter) * quarter + past - now);
}

/** Starts an `up`, and kills the provider's process once ENS has taken an order and before it answers. */
export async function upKilled({ emulator, stack }: Fixture): Promise<void> {
  const ordersBefore = emulator.ledger().length;
  emulator.faults([{ kind: "delay", ms: 600_000, when: "after", action: "BatchEventMigrateInstance" }]);
  const up = begin(stack, "up");
  await up.until(() => emulator.ledger().length > ordersBefore);
  process.kill(await providerPid(stack), "SIGKILL");
  await fails(up.outcome);
}

export function writes(emulator: Emulator): number {
  return emulator.calls().filter(({ action }) => action === "BatchEventMigrateInstance").length;
}
