import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BehaviourPatch, type Emulator, startEmulator } from "../../../emulator/src/index";
import { event } from "../../engine/fixture";
import { Stack } from "../../engine/stack";
import { RemoteControl } from "../remoteControl";

export const MANY = 300;
const numbers = Array.from({ length: MANY }, (_, index) => index + 1);
export const MINUTE = 60_000;
export const onceEach = Object.fromEntries(numbers.map((n) => [event(n).eventId, 1]));

interface LongWait {
  emulator: Emulator;
  stack: Stack;
  /** Plans all events to go at once and be waited for. */
  wait: (timeout: string) => Promise<void>;
}

/** A stack in which the provider's pauses take no time, and move its clock and ENS's on. */
export async function quickly(
  behaviour: BehaviourPatch,
  run: (fixture: LongWait) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-clock-"));
  const control = new RemoteControl(path.join(directory, "control"));
  const emulator = await startEmulator({ machineTime: () => control.now(), behaviour });
  try {
    emulator.events(numbers.map(event));
    const preload = path.resolve(__dirname, "../preload.cjs");
    const stack = await Stack.create(emulator, {
      environment: { NODE_OPTIONS: `--require=${JSON.stringify(preload)}`, FAULTS_CONTROL: control.file },
    });
    try {
      const wait = (timeout: string) =>
        stack.plans({
          edge: {
            dataPolicy: "force_transfer",
            waitFor: "executed",
            timeout,
            eventsPerCall: 100,
            events: numbers.map((n) => ({ ...event(n), opsType: "immediate" })),
          },
        });
      await run({ emulator, stack, wait });
    } finally {
      await stack.remove();
    }
  } finally {
    await emulator.close();
    control.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** From the last order to the last call, on ENS's clock. */
export function waited(emulator: Emulator): number {
  const calls = emulator.calls().map(({ time, action }) => ({ at: Date.parse(time), action }));
  const ordered = calls.filter(({ action }) => action === "BatchEventMigrateInstance").at(-1)?.at ?? NaN;
  return (calls.at(-1)?.at ?? NaN) - ordered;
}

/** One event, moved at once and waited for. */
export const WAITED_FOR = {
  edge: {
    dataPolicy: "force_transfer",
    waitFor: "executed",
    timeout: "1h",
    pollInterval: "1s",
    events: [{ ...event(1), opsType: "immediate" }],
  },
};
