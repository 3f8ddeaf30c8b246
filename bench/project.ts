import { readFile } from "node:fs/promises";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { type Emulator, startEmulator } from "../emulator/src/index";
import { Stack } from "../tests/engine/stack";
import { groupedEvents, inThirtyDays, plannedEvents, SCHEDULE } from "./processes/events.mjs";

export interface ProjectWithEmulator {
  emulator: Emulator;
  stack: Stack;
  close: () => Promise<void>;
}

/** An emulator with so many events. */
export function emulatorWith(events: number): Promise<Emulator> {
  return startEmulator({ seed: { events: plannedEvents(events, 0).map(withoutTime) } });
}

function withoutTime({ eventId, resourceId }: { eventId: string; resourceId: string }) {
  return { eventId, resourceId };
}

/** A Pulumi project against an emulator: one of `programs/`, or the tests' own. */
export async function createProject(emulator: Emulator, program?: string): Promise<Stack> {
  const stack = await Stack.create(emulator);
  if (program !== undefined) await writeProgram(stack, program);
  return stack;
}

/** From now on the project's program is one of `programs/`. */
export async function writeProgram(stack: Stack, program: string): Promise<void> {
  const file = path.join(__dirname, "programs", `${program}.cjs`);
  await stack.write("index.js", await readFile(file, "utf8"));
}

/** A project with an emulator of its own. */
export async function createProjectWithEmulator(
  events: number,
  program?: string,
): Promise<ProjectWithEmulator> {
  const emulator = await emulatorWith(events);
  const stack = await createProject(emulator, program);
  const close = async (): Promise<void> => {
    await stack.remove();
    await emulator.close();
  };
  return { emulator, stack, close };
}

/** The arguments of a plan whose events all have their time. */
export function plannedPlan(events: number): object {
  return { events: plannedEvents(events, inThirtyDays()), dataPolicy: "force_transfer" };
}

/** The arguments of a plan whose events a schedule times. */
export function scheduledPlan(events: number): object {
  return { events: groupedEvents(events), dataPolicy: "force_transfer", schedule: SCHEDULE };
}

/** Seconds that an `up` took, which must succeed. */
export async function timeUp(stack: Stack): Promise<number> {
  const start = performance.now();
  const { code, output } = await stack.up();
  const seconds = (performance.now() - start) / 1_000;
  if (code !== 0) throw new Error(`pulumi up failed:\n${output.slice(-4_000)}`);
  return seconds;
}

/** Seconds of the processor for an `up`, which must succeed: the CLI and all that it starts, which bash's `time` counts. */
export async function cpuOfUp(stack: Stack): Promise<number> {
  const { code, output } = await stack.shell(
    "TIMEFORMAT='cpu %U %S'; time pulumi up --yes --skip-preview --non-interactive",
  );
  if (code !== 0) throw new Error(`pulumi up failed:\n${output.slice(-4_000)}`);
  const [, user, system] = /^cpu ([\d.]+) ([\d.]+)$/m.exec(output) ?? [];
  if (user === undefined || system === undefined) throw new Error(`bash printed no times:\n${output}`);
  return Number(user) + Number(system);
}

/** Calls that reached the emulator, by action. */
export function callsOf(emulator: Emulator): { reads: number; writes: number } {
  const calls = emulator.calls();
  const writes = calls.filter(({ action }) => action?.includes("Migrate")).length;
  return { reads: calls.length - writes, writes };
}

/** Every call takes so much longer, as over a network. */
export function addLatency(emulator: Emulator, ms: number): void {
  if (ms > 0) emulator.faults([{ kind: "delay", ms, count: "always" }]);
}
