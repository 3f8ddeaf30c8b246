import { type Emulator, startEmulator } from "../../emulator/src/index";
import type { Properties } from "../conformance/host";

const DAY = 86_400_000;

/** A process takes a second or two to start, and much longer on a busy machine. */
export const STARTING = "60s";

/** Three whole days from now, the same all through a run. */
export const PLAN_TIME = Math.ceil(Date.now() / DAY) * DAY + 3 * DAY;

/** An emulator with the events `e-1` to `e-9` on the instances `i-1` to `i-9`. */
export function startEmulatorWithEvents(): Promise<Emulator> {
  const events = Array.from({ length: 9 }, (_, index) => event(index + 1, {}));
  return startEmulator({ seed: { events } });
}

export function event<More extends Properties>(
  number: number,
  more: More,
): { eventId: string; resourceId: string } & More {
  return { eventId: `e-${number}`, resourceId: `i-${number}`, ...more };
}

/** An event to be moved at {@link PLAN_TIME}, as the SDK encodes it. */
export function scheduled(number: number, more: Properties = {}): string {
  return JSON.stringify(event(number, { planTime: PLAN_TIME, ...more }));
}

/** An event to be moved at once, as the SDK encodes it. */
export function immediate(number: number, more: Properties = {}): string {
  return JSON.stringify(event(number, { opsType: "immediate", ...more }));
}

/** How many orders reached the platform, and how many calls of any kind the API got. */
export function traffic(emulator: Emulator): { orders: number; calls: number } {
  return { orders: emulator.ledger().length, calls: emulator.calls().length };
}
