import { missingError, refusalError } from "../apiError";
import type { Action, ActionCall, ActionResult } from "./action";
import { sentOrder } from "./sentOrders";

const PARAMETERS = {
  EventId: "text",
  ResourceId: "text",
  OpsType: "text",
  PlanTime: "text",
  PlanUtcTime: "text",
  DataPolicy: "text",
  Password: "text",
} as const;
const REQUIRED = ["EventId", "ResourceId", "OpsType"] as const;

function carryOut({ parameters, platform, caller }: ActionCall): ActionResult {
  const missing = REQUIRED.find((name) => (parameters.get(name) ?? "") === "");
  if (missing !== undefined) throw missingError(missing);
  const fields = Object.keys(PARAMETERS).map((name) => [name, parameters.get(name)] as const);
  const refusal = platform.order(sentOrder(Object.fromEntries(fields)), caller, 400);
  if (refusal !== null) throw refusalError(refusal);
  return { body: {}, items: 1 };
}

/** One order, flat in the parameters. There is no per-item result, so a refusal is the whole call's error. */
export const eventMigrateInstance: Action = { parameters: PARAMETERS, carryOut };
