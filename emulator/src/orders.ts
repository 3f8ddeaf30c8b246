import type { Behaviour } from "./behaviour";
import { type EmulatedEvent, isOpen, type Standing } from "./events";
import {
  DATA_POLICIES,
  type DataPolicy,
  isOneOf,
  MIGRATE_EVENT_TYPE,
  OPS_TYPES,
  type OpsType,
} from "./vocabulary";

/** An order as it came over the wire, before anything of it is checked. */
export interface SentOrder {
  readonly eventId: string;
  readonly resourceId: string;
  readonly opsType: string | null;
  /** NaN when the value cannot be read. */
  readonly planTime: number | null;
  /** The field that the time came from. */
  readonly timeField: "PlanTime" | "PlanUtcTime";
  readonly dataPolicy: string | null;
  readonly password: string | null;
}

/** Why an order is refused, in the vendor's words. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

export type Decision =
  | { readonly taken: false; readonly refusal: Refusal }
  | {
      readonly taken: true;
      readonly opsType: OpsType;
      readonly dataPolicy: DataPolicy | null;
      readonly ignored: boolean;
    };

export function invalidParameter(field: string): Refusal {
  return {
    code: `InvalidParameter.${field}`,
    message: `The specified field ${field} invalid. Please check it again.`,
  };
}

const WRONG_STATUS: Refusal = {
  code: "IncorrectInstanceStatus",
  message: "The current status of the instance does not support this operation.",
};

/** 8 to 30 characters with upper case, lower case and digits; only older English pages also ask for others. */
function isPassword(password: string): boolean {
  return (
    password.length >= 8 &&
    password.length <= 30 &&
    /[A-Z]/.test(password) &&
    /[a-z]/.test(password) &&
    /[0-9]/.test(password)
  );
}

function refused(refusal: Refusal): Decision {
  return { taken: false, refusal };
}

/** Whether the platform takes an order. The codes and their precedence are inferred; see the README. */
export function decideOrder(
  order: SentOrder,
  event: EmulatedEvent | undefined,
  standing: Standing | undefined,
  now: number,
  behaviour: Behaviour,
): Decision {
  if (event === undefined || standing === undefined) return refused(invalidParameter("EventId"));
  if (order.resourceId !== event.resourceId) return refused(invalidParameter("ResourceId"));
  if (event.eventType !== MIGRATE_EVENT_TYPE) return refused(invalidParameter("EventId"));
  if (!isOneOf(OPS_TYPES, order.opsType)) return refused(invalidParameter("OpsType"));
  if (order.dataPolicy !== null && !isOneOf(DATA_POLICIES, order.dataPolicy))
    return refused(invalidParameter("DataPolicy"));
  if (Number.isNaN(order.planTime)) return refused(invalidParameter(order.timeField));
  if (order.opsType === "scheduled" && (order.planTime === null || order.planTime <= now))
    return refused(invalidParameter(order.timeField));
  if (order.password !== null && (order.opsType === "scheduled" || !isPassword(order.password)))
    return refused(invalidParameter("Password"));
  const { status } = standing.stage;
  if (!isOpen(status) || status === "Executing") return refused(WRONG_STATUS);
  if (standing.order !== null && behaviour.repeatOrder === "reject") return refused(WRONG_STATUS);
  const ignored = standing.order !== null && behaviour.repeatOrder === "ignore";
  return { taken: true, opsType: order.opsType, dataPolicy: order.dataPolicy, ignored };
}
