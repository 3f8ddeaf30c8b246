import type { BehaviourPatch } from "../../emulator/src/index";
import type { Properties } from "../conformance/host";
import { PASSWORD } from "./faults";

/** Where in an operation a fault strikes: at its first read, at its order, or at the reads that wait for the outcome. */
type Step = "reading" | "ordering" | "waiting";

export interface Operation {
  /** As the page's column is headed. */
  title: string;
  command: "up" | "refresh" | "destroy";
  step: Step;
  /** The plan that exists before, if one does. */
  before?: (now: number) => Properties;
  /** The plan as it is wanted. */
  wanted: (now: number) => Properties;
  /** How often an event's order is changed between the two. */
  edits: Readonly<Record<string, number>>;
  behaviour?: BehaviourPatch;
  /** How much time passes between the plan's last run and the operation. */
  passes?: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const inDays = (now: number, days: number): number => Math.ceil(now / 1_000) * 1_000 + days * DAY;
const scheduled = (number: number, planTime: number): Properties => ({
  eventId: `e-${number}`,
  resourceId: `i-${number}`,
  planTime,
});
const immediate = (number: number, more: Properties = {}): Properties => ({
  eventId: `e-${number}`,
  resourceId: `i-${number}`,
  opsType: "immediate",
  ...more,
});
/** ENS answers with what it was sent, in some faults, and nobody is to see that. */
const secretive = immediate(3, { password: PASSWORD });

/** Two orders a call, so that each operation that orders needs two calls. */
const three = (now: number): Properties => ({
  events: [scheduled(1, inDays(now, 3)), scheduled(2, inDays(now, 4)), secretive],
  eventsPerCall: 2,
});
const two = (now: number): Properties => ({
  events: [scheduled(1, inDays(now, 3)), scheduled(2, inDays(now, 4))],
});
const edited = (now: number): Properties => ({
  events: [
    scheduled(1, inDays(now, 5)),
    scheduled(2, inDays(now, 4)),
    secretive,
    scheduled(4, inDays(now, 3)),
  ],
  eventsPerCall: 2,
});
const strict = (now: number): Properties => ({ ...two(now), onRemove: "fail" });

const create = { command: "up", wanted: three, edits: {} } as const;
const update = { command: "up", before: two, wanted: edited, edits: { "e-1": 1 } } as const;

/** In the order of the page's columns. */
export const OPERATIONS: readonly Operation[] = [
  { ...create, title: "create, reading", step: "reading" },
  { ...create, title: "create, ordering", step: "ordering" },
  { ...update, title: "update, reading", step: "reading" },
  { ...update, title: "update, ordering", step: "ordering" },
  {
    title: "waiting",
    command: "up",
    step: "waiting",
    wanted: () => ({
      events: [immediate(1), secretive],
      waitFor: "executed",
      timeout: "2m",
      pollInterval: "2s",
    }),
    edits: {},
    behaviour: { executionDuration: "40s" },
  },
  {
    title: "refresh",
    command: "refresh",
    step: "reading",
    before: two,
    wanted: two,
    edits: {},
    // The first has been migrated meanwhile.
    passes: 3 * DAY + HOUR,
  },
  {
    title: "delete",
    command: "destroy",
    step: "reading",
    before: strict,
    wanted: strict,
    edits: {},
    // Both have ended, which only a read can tell: until then `onRemove: "fail"` refuses.
    passes: 5 * DAY,
  },
];
