import type { Fault } from "./faults";
import type { Operation } from "./operations";
import type { Transport } from "./testbed";

/** Cells that cannot be, and why. */
export interface Rule {
  because: string;
  leavesOut: (cell: { fault: Fault; operation: Operation; transport: Transport }) => boolean;
}

export const RULES: readonly Rule[] = [
  {
    because: "No order is sent at that point.",
    leavesOut: ({ fault, operation }) => fault.meets === "orders" && operation.step !== "ordering",
  },
  {
    because: "It changes what reads show from the start, and is tried there.",
    leavesOut: ({ fault, operation }) => fault.meets === "reads" && operation.step === "ordering",
  },
  {
    because: "A wrong clock is wrong from the first call on, and is tried there.",
    leavesOut: ({ fault, operation }) => fault.means.by === "clock" && operation.step !== "reading",
  },
  {
    because: "Credentials are read once, before the first call of a run, and it is tried there.",
    leavesOut: ({ fault, operation }) =>
      fault.means.by === "profile" && fault.means.change === "gone" && operation.step !== "reading",
  },
  {
    because:
      "Alibaba Cloud's client opens a connection for every call, so none is ever stale (builtin only).",
    leavesOut: ({ fault, transport }) =>
      transport === "sdk" && fault.means.by === "way" && fault.means.trouble === "staleSocket",
  },
  {
    because:
      "Alibaba Cloud's client ignores proxies, so it is never used where one applies: `auto` takes the built-in one, and `sdk` is an error (builtin only).",
    leavesOut: ({ fault, transport }) =>
      transport === "sdk" && fault.means.by === "network" && fault.means.trouble.startsWith("proxy"),
  },
];

export function leftOut(cell: Parameters<Rule["leavesOut"]>[0]): Rule | undefined {
  return RULES.find((rule) => rule.leavesOut(cell));
}
