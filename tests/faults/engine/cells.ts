import { type Fault, FAULTS, type GroupName, GROUPS } from "../faults";
import type { TransportName } from "./transports";

export const OPERATIONS = ["create", "update", "waiting", "read", "delete"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** One fault, met by one operation of a plan's life. */
export interface Cell {
  operation: Operation;
  group: GroupName;
  fault: Fault;
}

/** A plan's life in a stack of its own. */
export interface Life {
  transport: TransportName;
  cells: Cell[];
}

const groups = Object.keys(GROUPS) as GroupName[];

/** What the emulator, the stack's configuration or a signal can make; the rest needs the provider process alone. */
function canBeMade({ means, besides }: Fault): boolean {
  switch (means.by) {
    case "answer":
      return besides === undefined && means.fault.kind !== "drip";
    case "switch":
      // Longer lags pass in real time here.
      return !["30s", "2m"].includes(String(means.behaviour.readLag));
    case "network":
      return means.trouble === "refused" || means.trouble === "handshakeReset";
    case "way":
      return means.trouble === "killedBefore" || means.trouble === "killedAfter";
    case "clock":
      return true;
    case "pages":
    case "profile":
      return false;
  }
}

/** Trouble that passes happens once, so that nobody waits for all of its attempts; what stays is there until repaired. */
const PASSING: ReadonlySet<GroupName> = new Set([
  "throttling",
  "server",
  "answers",
  "results",
  "connections",
  "death",
]);

/** An operation meets a fault that its calls can meet. What holds for a whole command cannot begin in the middle of it. */
function fits(fault: Fault, operation: Operation): boolean {
  const { meets, means, group } = fault;
  if (meets === "orders") return operation === "create" || operation === "update";
  if (operation === "waiting" && ["network", "clock"].includes(means.by)) return false;
  // Reads of a plan whose events have ended read nothing that could be late.
  if (operation === "delete" && group === "reads") return means.by === "switch";
  return true;
}

function candidates(group: GroupName, operation: Operation): Fault[] {
  return FAULTS.filter(
    (fault) =>
      fault.group === group &&
      canBeMade(fault) &&
      fits(fault, operation) &&
      (PASSING.has(group) && fault.means.by !== "network"
        ? fault.lasts === "once"
        : fault.lasts === "untilRepaired"),
  );
}

/** Every pair of a group of faults and an operation that can meet one of it. */
export const PAIRS = groups.flatMap((group) =>
  OPERATIONS.filter((operation) => candidates(group, operation).length > 0).map(
    (operation) => [group, operation] as const,
  ),
);

/**
 * As many lives as groups of faults. In the nth life, the first operation meets the nth group, the next operation the next
 * group, and so on around; lives take turns with the transports. So every group meets every operation once and both
 * transports, and every operation meets both transports. The operations take faults spread evenly over the group.
 */
export const LIVES: readonly Life[] = groups.map((_, life) => ({
  transport: life % 2 === 0 ? "builtin" : "sdk",
  cells: OPERATIONS.flatMap((operation, at) => {
    const group = groups[(life + at) % groups.length];
    const faults = group ? candidates(group, operation) : [];
    const fault = faults[Math.floor((at * faults.length) / OPERATIONS.length)];
    return group && fault ? [{ operation, group, fault }] : [];
  }),
}));
