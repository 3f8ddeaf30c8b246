import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inFreshProcess, startProcess } from "./childProcess";
import { type CpuProfile, type ModuleTime, selfTimes } from "./cpuProfile";
import { createProject, emulatorWith, plannedPlan, timeUp } from "./project";
import type { Sizes } from "./sizes";

/** Where the CPU time of some work went. */
export interface Profile {
  work: string;
  times: ModuleTime[];
}

const PRELOAD = path.join(__dirname, "programs", "writeProfile.cjs");

/** Profiles what the rows measure. The raw profiles, for a flame chart, stay in `keepIn` if it is given. */
export async function profileAll(checkout: string, sizes: Sizes, keepIn?: string): Promise<Profile[]> {
  const directory = keepIn ?? (await mkdtemp(path.join(tmpdir(), "pulumi-ens-profiles-")));
  try {
    return [
      ...(await ofNoOpUp(checkout, sizes.profile.events, path.join(directory, "no-op-up"))),
      await ofPurePart(checkout, sizes.profile.events, path.join(directory, "pure-part")),
      await ofClient(checkout, sizes.client.calls, path.join(directory, "client")),
    ];
  } finally {
    if (keepIn === undefined) await rm(directory, { recursive: true, force: true });
  }
}

async function ofNoOpUp(checkout: string, events: number, directory: string): Promise<Profile[]> {
  await mkdir(directory, { recursive: true });
  const emulator = await emulatorWith(events);
  const stack = await createProject(checkout, emulator, {
    environment: { NODE_OPTIONS: `--require=${JSON.stringify(PRELOAD)}` },
  });
  try {
    await stack.plans({ edge: plannedPlan(events) });
    await timeUp(stack);
    await stack.write("profiles.json", JSON.stringify(directory));
    await timeUp(stack);
    return [
      { work: `no-op up of ${events} events, the program`, times: await read(directory, "program") },
      {
        work: `no-op up of ${events} events, the provider's process`,
        times: await read(directory, "provider"),
      },
    ];
  } finally {
    await stack.remove();
    await emulator.close();
  }
}

async function ofPurePart(checkout: string, events: number, directory: string): Promise<Profile> {
  await inFreshProcess(
    "pure",
    { checkout, timing: "schedule", events },
    { nodeOptions: profiled(directory) },
  );
  return { work: `schedule, check and diff of ${events} events, repeated`, times: await read(directory) };
}

async function ofClient(checkout: string, calls: number, directory: string): Promise<Profile> {
  const { line, stop } = await startProcess("callServer");
  try {
    const input = { checkout, client: "builtin", work: "page", port: Number(line), calls };
    await inFreshProcess("clientCpu", input, { nodeOptions: profiled(directory) });
    return { work: `${calls} pages of 100 events read by the client`, times: await read(directory) };
  } finally {
    await stop();
  }
}

function profiled(directory: string): string[] {
  return ["--cpu-prof", `--cpu-prof-dir=${directory}`];
}

/** The one profile in a directory, or the one of that name. */
async function read(directory: string, name = ""): Promise<ModuleTime[]> {
  const files = (await readdir(directory)).filter((file) => file.startsWith(name));
  const [file, ...others] = files;
  if (file === undefined || others.length > 0)
    throw new Error(`${files.length} profiles ${name} in ${directory}`);
  return selfTimes(JSON.parse(await readFile(path.join(directory, file), "utf8")) as CpuProfile);
}
