import * as v from "valibot";
import { CONNECTION, RECORDED_CONNECTION } from "../../api/connection";
import { DATA_POLICIES } from "../../api/ens";
import { field, flag, oneOf, text } from "../../api/fields";
import { issuePath } from "../../api/issuePath";
import { nearest } from "../../api/nearest";
import { containsUnknown } from "../../api/unknown";
import { parseDuration } from "../model/duration";
import type { CheckFailure } from "./failures";
import { length } from "./fields";
import { failureOf } from "./issues";
import { SECRET } from "./secret";

const countOrShare = v.pipe(
  v.custom<number | `${number}%`>(
    (value) =>
      typeof value === "number"
        ? Number.isInteger(value) && value >= 0
        : typeof value === "string" && /^(?:100|\d{1,2})%$/.test(value),
    'must be a whole number or a percentage, such as 5 or "10%"',
  ),
  v.title('count, or percentage `"0%"` to `"100%"`'),
);

const pollInterval = v.pipe(
  v.custom<string>((value) => {
    const milliseconds = typeof value === "string" ? (parseDuration(value) ?? 0) : 0;
    return milliseconds >= 1_000 && milliseconds <= 3_600_000;
  }, 'must be a duration from "1s" to "1h"'),
  v.title('duration, `"1s"` to `"1h"`'),
  v.transform((written) => parseDuration(written) ?? 0),
);

const eventsPerCall = v.pipe(
  v.custom<number>(
    (value) => typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 100,
    "must be a whole number from 1 to 100",
  ),
  v.title("1 to 100"),
);

/** The default of `timeout` with `waitFor: "executed"`: migrations take longer than orders. */
const TIMEOUT_EXECUTED = "1h";

/** The options of a plan. Adding one begins here, and nearly ends here: `MigrationPlanArgs` of the SDK has the same names. */
const OPTIONS = {
  dataPolicy: v.optional(
    field(
      oneOf(DATA_POLICIES),
      "what happens to local data, for every event that has no `dataPolicy` of its own",
    ),
  ),
  acknowledgeDataLoss: v.optional(field(flag, "must be `true` wherever `abandon` is used"), false),
  schedule: v.optional(
    field(
      v.pipe(v.unknown(), v.title("[schedule](schedule.md)")),
      "when events move that have no `planTime` of their own",
    ),
  ),
  waitFor: v.optional(
    field(oneOf(["submitted", "scheduled", "executed"]), "how far `up` follows its orders"),
    "scheduled",
  ),
  timeout: v.optional(
    field(
      length,
      `how long \`up\` waits for that; with \`waitFor: "executed"\` the default is \`"${TIMEOUT_EXECUTED}"\`. The orders stay in force when it runs out`,
    ),
    "10m",
  ),
  pollInterval: v.optional(
    field(pollInterval, "the first pause between two reads; later pauses grow up to a minute"),
    "5s",
  ),
  onRemove: v.optional(
    field(
      oneOf(["retain", "fail"]),
      "what to do when an event leaves the plan, or the plan is destroyed, while an order is pending: leave the order in force, or refuse",
    ),
    "retain",
  ),
  onReschedule: v.optional(
    field(
      oneOf(["resubmit", "fail"]),
      "what to do when an event needs another order than the one that this stack placed: send a new order, or refuse",
    ),
    "resubmit",
  ),
  onExistingOrder: v.optional(
    field(
      oneOf(["fail", "keep", "resubmit"]),
      "what to do when an event has an order that this stack did not place. `resubmit` in place of an order of this plan also needs " +
        '`onReschedule: "resubmit"`',
    ),
    "fail",
  ),
  onUnknownEvent: v.optional(
    field(
      oneOf(["fail", "send"]),
      "what to do when ENS does not list the event. `send` sends the order without reading the event first",
    ),
    "fail",
  ),
  maxErrors: v.optional(
    field(
      countOrShare,
      "how many events may fail before no further order is sent; a percentage is of the orders to send",
      "no limit",
    ),
  ),
  eventsPerCall: v.optional(field(eventsPerCall, "how many orders go in one call"), 20),
  connection: v.optional(
    field(
      v.pipe(CONNECTION, v.title("[connection](#connection)")),
      "the account and the endpoint, where they differ from the stack's",
    ),
  ),
  changeTicket: v.optional(field(text, "a reference for people and for policies")),
};

/** What a program writes. Events have a reader of their own: see `event.ts`. */
export const INPUTS = {
  events: field(
    v.pipe(v.unknown(), v.title("[list](#event-fields)")),
    "the events to act on; `[]` orders nothing",
  ),
  ...OPTIONS,
};

/** What the SDK adds: the plan's name, `project/stack`: whose orders they are, and whether the plan's outputs are secret. */
const FROM_SDK = {
  label: v.optional(text, ""),
  stack: v.optional(text, ""),
  secret: v.optional(flag, false),
};

/** Inputs that no program writes and no schema reads: of the SDK, and what `check` computes. */
const OTHERS = ["elsewhere", "passwords", "planned", "plannedWaves"];

/** Outputs that are not inputs, except as placeholders. */
const OUTPUTS = ["migrations", "requestIds", "summary", "ended", "schemaVersion"];

const CHECKED = { ...OPTIONS, ...FROM_SDK };

/** A refresh also reads the inputs of a state. */
const READABLE = v.object({ ...CHECKED, connection: v.optional(RECORDED_CONNECTION) });

/** How `up` behaves: options with their defaults. Lengths are milliseconds. */
export type PlanOptions = v.InferOutput<typeof READABLE>;

export type WaitFor = PlanOptions["waitFor"];

type Inputs = Readonly<Record<string, unknown>>;

/** Reads inputs that have been through `check`; a policy may have changed them since. Throws for what is wrong with them. */
export function readOptions(inputs: Inputs): PlanOptions {
  const { success, output, issues } = v.safeParse(READABLE, { ...inputs, timeout: writtenTimeout(inputs) });
  if (success) return output;
  throw new Error(issues.map((issue) => `${issuePath(issue).slice(1)} ${issue.message}`).join("; "));
}

/** The same while a preview does not know all of them: defaults stand for the others. */
export function readKnownOptions(inputs: Inputs): PlanOptions {
  return readOptions(
    Object.fromEntries(Object.entries(inputs).filter(([, value]) => !containsUnknown(value))),
  );
}

/** Milliseconds; `undefined` while it is not known, or wrong. */
export function readTimeout(inputs: Inputs): number | undefined {
  const result = v.safeParse(OPTIONS.timeout, writtenTimeout(inputs));
  return result.success ? result.output : undefined;
}

function writtenTimeout({ timeout, waitFor }: Inputs): unknown {
  return timeout === undefined && waitFor === "executed" ? TIMEOUT_EXECUTED : timeout;
}

/** Finds names that do not exist and options with wrong values. What a preview does not know yet is not checked. */
export function checkOptions(inputs: Inputs): CheckFailure[] {
  return Object.entries(inputs).flatMap(([key, value]) => {
    if (key.startsWith("__") || OTHERS.includes(key) || value === undefined) return [];
    if (Object.hasOwn(CHECKED, key)) {
      if (containsUnknown(value)) return [];
      const schema = CHECKED[key as keyof PlanOptions];
      return (v.safeParse(schema, value).issues ?? []).map((issue) => failureOf(issue, key, schema));
    }
    if (OUTPUTS.includes(key)) {
      const reason = "is an output of the plan and cannot be set";
      return value === SECRET ? [] : [{ property: key, reason, plain: reason, mayBeKey: true }];
    }
    const strangerTo = "a MigrationPlan";
    const reason = `is not a property of ${strangerTo}${nearest(key, Object.keys(INPUTS))}`;
    return [{ property: key, reason, plain: reason, strangerTo, mayBeKey: true }];
  });
}
