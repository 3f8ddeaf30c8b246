import type { Fault } from "./faults";
import type { Transport } from "./lanes";
import type { Operation } from "./operations";

/** Cells that cannot be, and why. */
export interface Rule {
  because: string;
  leavesOut: (cell: { fault: Fault; operation: Operation; transport: Transport }) => boolean;
}

export const RULES: readonly Rule[] = [
  {
    because: "The operation does not send an order at this point.",
    leavesOut: ({ fault, operation }) => fault.meets === "orders" && operation.step !== "ordering",
  },
  {
    because: "This fault changes all reads, so it is tested from the beginning of the operation.",
    leavesOut: ({ fault, operation }) => fault.meets === "reads" && operation.step === "ordering",
  },
  {
    because: "A wrong clock affects all calls, so it is tested from the first call.",
    leavesOut: ({ fault, operation }) => fault.means.by === "clock" && operation.step !== "reading",
  },
  {
    because: "Credentials are read once, before the first call of a run, so this fault is tested there.",
    leavesOut: ({ fault, operation }) =>
      fault.means.by === "profile" && fault.means.change === "gone" && operation.step !== "reading",
  },
  {
    because:
      "Alibaba Cloud's client opens a connection for every call, so a connection is never stale (builtin only).",
    leavesOut: ({ fault, transport }) =>
      transport === "sdk" && fault.means.by === "way" && fault.means.trouble === "staleSocket",
  },
  {
    because:
      "Alibaba Cloud's client ignores proxies, so it is never used with a proxy: `auto` uses the built-in client, and `sdk` is an error (builtin only).",
    leavesOut: ({ fault, transport }) =>
      transport === "sdk" && fault.means.by === "network" && fault.means.trouble.startsWith("proxy"),
  },
];

export function leftOut(cell: Parameters<Rule["leavesOut"]>[0]): Rule | undefined {
  return RULES.find((rule) => rule.leavesOut(cell));
}
