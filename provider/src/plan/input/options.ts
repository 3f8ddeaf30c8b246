import type { Connection } from "../../api/connection";
import * as v from "valibot";
import { DATA_POLICIES } from "../../api/ens";
import { parseDuration } from "../model/duration";

/**
 * Everything a plan can be told besides its events: names, values and defaults are the design's. Values stay as the
 * user wrote them, since they are what lies in state and what a preview shows; {@link readOptions} gives them meaning.
 */
const duration = v.pipe(
  v.string('must be a length of time, such as "10m", "1h30m" or "PT10M"'),
  v.check(
    (text) => parseDuration(text) !== undefined,
    'must be a length of time, such as "10m", "1h30m" or "PT10M"',
  ),
);
const oneOf = <const T extends readonly string[]>(choices: T) =>
  v.picklist(choices, `must be one of ${choices.map((choice) => `"${choice}"`).join(", ")}`);
const text = v.string("must be a string");
const flag = v.boolean("must be true or false");
const countOrPercent = v.custom<number | string>(
  (value) =>
    typeof value === "number"
      ? Number.isInteger(value) && value >= 0
      : typeof value === "string" && /^(?:100|\d{1,2})%$/.test(value),
  'must be a whole number or a percentage, such as 5 or "10%"',
);
const pollInterval = v.custom<string>((value) => {
  const milliseconds = typeof value === "string" ? (parseDuration(value) ?? 0) : 0;
  return milliseconds >= 1_000 && milliseconds <= 3_600_000;
}, 'must be a length of time from "1s" to "1h"');

const connection = v.strictObject(
  {
    profile: v.exactOptional(text),
    roleArn: v.exactOptional(text),
    region: v.exactOptional(text),
    endpoint: v.exactOptional(text),
  },
  "takes profile, roleArn, region and endpoint: references only, never keys",
);

export const OPTION_SCHEMAS = {
  label: text,
  stack: text,
  dataPolicy: oneOf(DATA_POLICIES),
  acknowledgeDataLoss: flag,
  waitFor: oneOf(["submitted", "scheduled", "executed"]),
  timeout: duration,
  pollInterval,
  onRemove: oneOf(["retain", "fail"]),
  onReschedule: oneOf(["resubmit", "fail"]),
  onExistingOrder: oneOf(["fail", "keep", "resubmit"]),
  onUnknownEvent: oneOf(["fail", "send"]),
  maxErrors: countOrPercent,
  eventsPerCall: v.pipe(
    v.number("must be a whole number from 1 to 100"),
    v.integer("must be a whole number from 1 to 100"),
    v.minValue(1, "must be a whole number from 1 to 100"),
    v.maxValue(100, "must be a whole number from 1 to 100"),
  ),
  connection,
  changeTicket: text,
} satisfies Record<string, v.GenericSchema>;

export type WaitFor = v.InferOutput<typeof OPTION_SCHEMAS.waitFor>;

/** How `up` behaves. Durations are milliseconds. */
export interface PlanOptions {
  label: string;
  /** `project/stack`: whose orders they are. */
  stack: string;
  waitFor: WaitFor;
  timeout: number;
  pollInterval: number;
  onRemove: "retain" | "fail";
  onReschedule: "resubmit" | "fail";
  onExistingOrder: "fail" | "keep" | "resubmit";
  onUnknownEvent: "fail" | "send";
  /** How many events may fail before the rest stays home: a count, or a share of the events to send. */
  maxErrors?: number | `${number}%`;
  eventsPerCall: number;
  connection?: Connection;
}

const MINUTE = 60_000;

/** Meaning and defaults for inputs that have been through `check`; a policy may have changed them since, so it parses again. */
export function readOptions(inputs: Readonly<Record<string, unknown>>): PlanOptions {
  const read = <K extends keyof typeof OPTION_SCHEMAS>(
    key: K,
  ): v.InferOutput<(typeof OPTION_SCHEMAS)[K]> | undefined =>
    inputs[key] === undefined ? undefined : v.parse(OPTION_SCHEMAS[key], inputs[key]);
  const milliseconds = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : parseDuration(text);

  const waitFor = read("waitFor") ?? "scheduled";
  const maxErrors = read("maxErrors");
  const connection = read("connection");
  return {
    label: read("label") ?? "",
    stack: read("stack") ?? "",
    waitFor,
    timeout: milliseconds(read("timeout")) ?? (waitFor === "executed" ? 60 * MINUTE : 10 * MINUTE),
    pollInterval: milliseconds(read("pollInterval")) ?? 5_000,
    onRemove: read("onRemove") ?? "retain",
    onReschedule: read("onReschedule") ?? "resubmit",
    onExistingOrder: read("onExistingOrder") ?? "fail",
    onUnknownEvent: read("onUnknownEvent") ?? "fail",
    ...(maxErrors !== undefined && { maxErrors: maxErrors as number | `${number}%` }),
    eventsPerCall: read("eventsPerCall") ?? 20,
    ...(connection && { connection }),
  };
}
