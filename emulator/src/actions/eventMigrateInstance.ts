import { missingError, refusalError } from "../apiError";
import type { ActionCall, ActionResult } from "./action";
import { sentOrder } from "./sentOrders";

const REQUIRED = ["EventId", "ResourceId", "OpsType"] as const;
const OPTIONAL = ["PlanTime", "PlanUtcTime", "DataPolicy", "Password"] as const;

/** One order, flat in the parameters. There is no per-item result, so a refusal is the whole call's error. */
export function eventMigrateInstance({ parameters, platform, caller }: ActionCall): ActionResult {
  const missing = REQUIRED.find((name) => (parameters.get(name) ?? "") === "");
  if (missing !== undefined) throw missingError(missing);
  const fields = [...REQUIRED, ...OPTIONAL].map((name) => [name, parameters.get(name)] as const);
  const refusal = platform.order(sentOrder(Object.fromEntries(fields)), caller, 400);
  if (refusal !== null) throw refusalError(refusal);
  return { body: {}, items: 1 };
}
