import assert from "node:assert/strict";
import { check } from "../../provider/src/host/check";
import type { Host } from "../../provider/src/host/host";
import { Memory } from "../../provider/src/host/memory";
import type { FakeEns } from "../apply/fakeEns";
import { STACK, TIME } from "../plan/builders";

export type Inputs = Record<string, unknown>;

/** A host of one process, and what it showed. */
export interface Shown extends Host {
  lines: string[];
}

export function hostOf(ens: FakeEns, more: Partial<Host> = {}): Shown {
  const lines: string[] = [];
  return {
    memory: new Memory(),
    clientFor: () => Promise.resolve(ens),
    now: () => ens.now(),
    say: (severity, line) => void lines.push(`${severity}: ${line}`),
    ...more,
    lines,
  };
}

/** The checked inputs of a plan for the events `e-N` on `i-N`, at a planned time. */
export function checked(
  host: Host,
  numbers: readonly number[],
  more: Inputs = {},
  olds: Inputs = {},
): Inputs {
  const events = numbers.map((number) => ({
    eventId: `e-${number}`,
    resourceId: `i-${number}`,
    planTime: TIME,
  }));
  const news = { label: "edge", stack: STACK, dataPolicy: "force_transfer", events, ...more };
  const { inputs, failures } = check(host, olds, news);
  assert.deepEqual(failures, []);
  return inputs;
}
