import * as v from "valibot";
import type { BatchEventMigrateInstanceResponse, EventInfo } from "../../api/ens";
import { id, integer, parse } from "./answers";
import type { Operation } from "./operation";

const ANSWER = v.object({
  RequestId: v.nullish(v.string()),
  Results: v.array(
    v.object({ Code: integer, EventId: id, Message: v.nullish(v.string(), ""), ResourceId: id }),
  ),
});

export const batchEventMigrateInstance: Operation<
  { eventInfos: readonly EventInfo[] },
  BatchEventMigrateInstanceResponse
> = {
  action: "BatchEventMigrateInstance",
  kind: "write",
  parameters: {
    eventInfos: {
      name: "EventInfos",
      toQuery: (infos) => ({ EventInfos: JSON.stringify(infos.map(wireEventInfo)) }),
      toVendor: (infos) => infos.map(eventInfo),
    },
  },
  assert: ({ eventInfos }) => assertSendable(eventInfos),
  secrets: ({ eventInfos }) =>
    eventInfos.flatMap((info) => (info.opsType === "immediate" && info.password ? [info.password] : [])),
  read: (body, { requestId, scrub }) => {
    const answer = parse(ANSWER, body);
    return {
      // Every answer carries one; where it does not, the results still count for more than their label.
      requestId: answer.RequestId ?? requestId ?? "",
      results: answer.Results.map((result) => ({
        code: result.Code,
        eventId: result.EventId,
        message: scrub(result.Message),
        resourceId: result.ResourceId,
      })),
    };
  },
};

/**
 * Member by member, so that nothing else a caller may carry is sent: never `planUtcTime`, whose format nobody documents,
 * and never a password with a planned time.
 */
function eventInfo(info: EventInfo): EventInfo {
  const { eventId, resourceId, dataPolicy } = info;
  switch (info.opsType) {
    case "immediate": {
      const { opsType, password } = info;
      return { dataPolicy, eventId, opsType, ...(password !== undefined && { password }), resourceId };
    }
    case "scheduled": {
      const { opsType, planTime } = info;
      return { dataPolicy, eventId, opsType, planTime, resourceId };
    }
  }
}

/** With the API's names. */
function wireEventInfo(info: EventInfo): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(eventInfo(info)).map(([name, value]) => [
      name.charAt(0).toUpperCase() + name.slice(1),
      value,
    ]),
  );
}

/** Rejects, before anything is sent, what the API would misread or what could lose data by default. */
function assertSendable(eventInfos: readonly EventInfo[]): void {
  if (eventInfos.length === 0) throw new TypeError("eventInfos must name at least one event");
  eventInfos.forEach((info, index) => {
    const at = `eventInfos[${index}]`;
    for (const field of ["eventId", "resourceId", "dataPolicy"] as const)
      if (!info[field]) throw new TypeError(`${at}.${field} is missing`);
    if (info.opsType === "scheduled" && !Number.isSafeInteger(info.planTime))
      throw new TypeError(`${at}.planTime must be whole Unix milliseconds`);
    if (info.opsType === "scheduled" && "password" in info && info.password !== undefined)
      throw new TypeError(`${at}.password is not allowed with a scheduled order`);
  });
}
