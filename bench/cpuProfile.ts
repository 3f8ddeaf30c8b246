/** What is used of a V8 CPU profile, as `node --cpu-prof` writes it. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  samples: number[];
  /** Microseconds before each sample. */
  timeDeltas: number[];
}

export interface ModuleTime {
  module: string;
  milliseconds: number;
}

/** Time that nothing was done in is left out. */
const IDLE = new Set(["(idle)", "(root)"]);

/** How long the CPU was in each module's own functions, the longest first. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): ModuleTime[] {
  const modules = new Map(nodes.map(({ id, callFrame }) => [id, moduleOf(callFrame)]));
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const module = modules.get(id) ?? "(unknown)";
    if (IDLE.has(module)) return;
    times.set(module, (times.get(module) ?? 0) + (timeDeltas[index] ?? 0) / 1_000);
  });
  return [...times]
    .map(([module, time]) => ({ module, milliseconds: Math.round(time * 10) / 10 }))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

/** A package by its name, Node's own code by its module, this project by its folder, the rest by V8's word for it. */
function moduleOf({ functionName, url }: CpuProfile["nodes"][number]["callFrame"]): string {
  if (url === "") return functionName.startsWith("(") ? functionName : "(native)";
  if (/^node:internal\/modules\/.*loader/.test(url)) return "node: loading and compiling modules";
  if (url.startsWith("node:"))
    return url.replace(/^node:internal\//, "node:").replace(/^(node:[^/]+).*/, "$1");
  const file = url.replaceAll("\\", "/");
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file);
  if (inPackage?.[1] !== undefined) return inPackage[1];
  return /\/((?:provider|sdk)\/dist(?:\/[^/]+(?=\/))?)/.exec(file)?.[1] ?? "the program";
}
