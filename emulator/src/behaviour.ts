import { InputReader, InvalidInput } from "./inputReader";

const DAY = 86_400_000;
const MOST = Number.MAX_SAFE_INTEGER;

/**
 * One switch for each thing that ENS does not document. Durations are milliseconds. The README says what each
 * value means and why the default was chosen.
 */
export interface Behaviour {
  /** A further order for an event that already has one. */
  readonly repeatOrder: "replace" | "reject" | "ignore";
  /** What NotBefore reads after a scheduled order; `rounded` cuts the planned time to whole seconds. */
  readonly notBeforeAfterOrder: "planTime" | "rounded" | "unchanged";
  /** What the event reads first after an immediate order. */
  readonly immediateOrder: "Executing" | "Scheduled";
  /** How long it reads Scheduled when `immediateOrder` is `Scheduled`. */
  readonly immediateStartDelay: number;
  readonly executionDuration: number;
  /** How an execution ends. */
  readonly endStatus: "Executed" | "Failed" | "Avoided";
  /** What the platform does with a migration event without an order. */
  readonly doNothing: "stay" | "migrateAtNotBefore" | "migrateAtDeadline";
  /** The deadline of `migrateAtDeadline`, counted from PublishTime. */
  readonly doNothingDeadline: number;
  /** Whether the history lists open events: without an EventStatus filter, only with one, or never. */
  readonly historyDefault: "withOpen" | "withoutOpen" | "neverOpen";
  /** An undocumented value in an EventTypes, EventLevels or EventStatus filter. */
  readonly unknownFilterValue: "reject" | "matchNothing" | "ignore";
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
  readonly pageSizeOverMax: "reject" | "clamp";
  readonly maxEventInfos: number;
  /** The order of `Results[]`. */
  readonly resultOrder: "asSent" | "reversed";
  /** `Results[].Code` of a refused order. */
  readonly itemFailureCode: number;
  /** `Results[].ResourceId` ends in a newline, as it does in the vendor's sample. */
  readonly trailingNewline: boolean;
  /** Reads show the world as it was this long ago on the emulator's clock. */
  readonly readLag: number;
  /** How long an ended event stays in the history. */
  readonly retention: number;
  /** Whether DescribeInstances returns tags. */
  readonly instanceTags: boolean;
  readonly tagPageSize: number;
  /** Whether answers of the API have the emulator's clock in a `Date` header. */
  readonly dateHeader: boolean;
}

type DurationSwitch =
  "immediateStartDelay" | "executionDuration" | "doNothingDeadline" | "readLag" | "retention";

/**
 * Switches to change; durations may be written as text.
 *
 * @example
 * emulator.behaviour({ repeatOrder: "reject", readLag: "30s" });
 */
export type BehaviourPatch = {
  readonly [Key in keyof Behaviour]?: Key extends DurationSwitch ? number | string : Behaviour[Key];
};

export const DEFAULT_BEHAVIOUR: Behaviour = {
  repeatOrder: "replace",
  notBeforeAfterOrder: "planTime",
  immediateOrder: "Executing",
  immediateStartDelay: 60_000,
  executionDuration: 5 * 60_000,
  endStatus: "Executed",
  doNothing: "stay",
  doNothingDeadline: 5 * DAY,
  historyDefault: "withOpen",
  unknownFilterValue: "reject",
  defaultPageSize: 10,
  maxPageSize: 100,
  pageSizeOverMax: "reject",
  maxEventInfos: 100,
  resultOrder: "asSent",
  itemFailureCode: 400,
  trailingNewline: false,
  readLag: 0,
  retention: 30 * DAY,
  instanceTags: true,
  tagPageSize: 50,
  dateHeader: true,
};

/** The behaviour with the given switches changed. */
export function patchBehaviour(behaviour: Behaviour, input: unknown, where = "behaviour"): Behaviour {
  const reader = new InputReader(input, where, Object.keys(DEFAULT_BEHAVIOUR));
  const patched: Behaviour = {
    repeatOrder: reader.oneOf("repeatOrder", ["replace", "reject", "ignore"]) ?? behaviour.repeatOrder,
    notBeforeAfterOrder:
      reader.oneOf("notBeforeAfterOrder", ["planTime", "rounded", "unchanged"]) ??
      behaviour.notBeforeAfterOrder,
    immediateOrder: reader.oneOf("immediateOrder", ["Executing", "Scheduled"]) ?? behaviour.immediateOrder,
    immediateStartDelay: reader.duration("immediateStartDelay") ?? behaviour.immediateStartDelay,
    executionDuration: reader.duration("executionDuration") ?? behaviour.executionDuration,
    endStatus: reader.oneOf("endStatus", ["Executed", "Failed", "Avoided"]) ?? behaviour.endStatus,
    doNothing:
      reader.oneOf("doNothing", ["stay", "migrateAtNotBefore", "migrateAtDeadline"]) ?? behaviour.doNothing,
    doNothingDeadline: reader.duration("doNothingDeadline") ?? behaviour.doNothingDeadline,
    historyDefault:
      reader.oneOf("historyDefault", ["withOpen", "withoutOpen", "neverOpen"]) ?? behaviour.historyDefault,
    unknownFilterValue:
      reader.oneOf("unknownFilterValue", ["reject", "matchNothing", "ignore"]) ??
      behaviour.unknownFilterValue,
    defaultPageSize: reader.integer("defaultPageSize", 1, MOST) ?? behaviour.defaultPageSize,
    maxPageSize: reader.integer("maxPageSize", 1, MOST) ?? behaviour.maxPageSize,
    pageSizeOverMax: reader.oneOf("pageSizeOverMax", ["reject", "clamp"]) ?? behaviour.pageSizeOverMax,
    maxEventInfos: reader.integer("maxEventInfos", 1, MOST) ?? behaviour.maxEventInfos,
    resultOrder: reader.oneOf("resultOrder", ["asSent", "reversed"]) ?? behaviour.resultOrder,
    itemFailureCode: reader.integer("itemFailureCode", -MOST, MOST) ?? behaviour.itemFailureCode,
    trailingNewline: reader.boolean("trailingNewline") ?? behaviour.trailingNewline,
    readLag: reader.duration("readLag") ?? behaviour.readLag,
    retention: reader.duration("retention") ?? behaviour.retention,
    instanceTags: reader.boolean("instanceTags") ?? behaviour.instanceTags,
    tagPageSize: reader.integer("tagPageSize", 1, MOST) ?? behaviour.tagPageSize,
    dateHeader: reader.boolean("dateHeader") ?? behaviour.dateHeader,
  };
  if (patched.defaultPageSize > patched.maxPageSize)
    throw new InvalidInput(`${where}.defaultPageSize: must not exceed maxPageSize (${patched.maxPageSize})`);
  if (patched.itemFailureCode === 200) throw new InvalidInput(`${where}.itemFailureCode: 200 means success`);
  return patched;
}
