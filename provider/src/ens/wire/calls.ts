import type { EventInfo, EventLevel, EventStatus } from "../../api/ens";

export const API_VERSION = "2017-11-10";

/** The page size we ask for. */
export const PAGE_SIZE = 100;
export const SMALL_PAGE_SIZE = 10;

/** One request to ENS, before either transport gives it its form. */
export type Call =
  | { action: "BatchEventMigrateInstance"; eventInfos: readonly EventInfo[] }
  | {
      action: "DescribeHistoryEvents";
      eventTypes: readonly string[];
      eventLevels?: readonly EventLevel[] | undefined;
      eventStatus?: readonly EventStatus[] | undefined;
      resourceIds?: readonly string[] | undefined;
      pageNumber: number;
      pageSize: number;
    }
  | {
      action: "DescribeInstances";
      instanceIds?: readonly string[] | undefined;
      ensRegionIds?: readonly string[] | undefined;
      instanceName?: string | undefined;
      pageNumber: number;
      pageSize: number;
    }
  | {
      action: "ListTagResources";
      resourceType: "instance";
      resourceIds?: readonly string[] | undefined;
      tags?: readonly { key: string; value?: string }[] | undefined;
      nextToken?: string | undefined;
    };

/** Whether a call changes anything, and so must never be sent twice by chance. */
export function isWrite(call: Call): boolean {
  return call.action === "BatchEventMigrateInstance";
}

/** The query of a call, as the vendor's clients write it: texts only, lists comma-joined, `EventInfos` one JSON text. */
export function toQuery(call: Call): Record<string, string> {
  switch (call.action) {
    case "BatchEventMigrateInstance":
      return { EventInfos: JSON.stringify(call.eventInfos.map(wireEventInfo)) };
    case "DescribeHistoryEvents":
      return {
        EventTypes: call.eventTypes.join(","),
        ...optional("EventLevels", call.eventLevels?.join(",")),
        ...optional("EventStatus", call.eventStatus?.join(",")),
        ...optional("ResourceIds", call.resourceIds?.join(",")),
        PageNumber: String(call.pageNumber),
        PageSize: String(call.pageSize),
      };
    case "DescribeInstances":
      return {
        ...optional("InstanceIds", call.instanceIds && JSON.stringify(call.instanceIds)),
        ...optional("EnsRegionIds", call.ensRegionIds && JSON.stringify(call.ensRegionIds)),
        ...optional("InstanceName", call.instanceName),
        PageNumber: String(call.pageNumber),
        PageSize: String(call.pageSize),
      };
    case "ListTagResources":
      return {
        ResourceType: call.resourceType,
        ...numbered("ResourceId", call.resourceIds),
        ...numbered(
          "Tag",
          call.tags?.map(({ key }) => key),
          ".Key",
        ),
        ...numbered(
          "Tag",
          call.tags?.map(({ value }) => value),
          ".Value",
        ),
        ...optional("NextToken", call.nextToken),
      };
  }
}

/**
 * Member by member, so that nothing else a caller may carry is sent: never `PlanUtcTime`, whose format nobody
 * documents, and never a password with a planned time. The order is the vendor's.
 */
function wireEventInfo(info: EventInfo): Record<string, string | number> {
  switch (info.opsType) {
    case "immediate":
      return {
        DataPolicy: info.dataPolicy,
        EventId: info.eventId,
        OpsType: info.opsType,
        ...optional("Password", info.password),
        ResourceId: info.resourceId,
      };
    case "scheduled":
      return {
        DataPolicy: info.dataPolicy,
        EventId: info.eventId,
        OpsType: info.opsType,
        PlanTime: info.planTime,
        ResourceId: info.resourceId,
      };
  }
}

/** Rejects, before anything is sent, what the API would misread or what could lose data by default. */
export function assertSendable(eventInfos: readonly EventInfo[]): void {
  if (eventInfos.length === 0) throw new TypeError("eventInfos must name at least one event");
  eventInfos.forEach((info, index) => {
    const at = `eventInfos[${index}]`;
    for (const field of ["eventId", "resourceId", "dataPolicy"] as const) {
      if (!info[field]) throw new TypeError(`${at}.${field} is missing`);
    }
    if (info.opsType === "scheduled" && !Number.isSafeInteger(info.planTime)) {
      throw new TypeError(`${at}.planTime must be whole Unix milliseconds`);
    }
    if (info.opsType === "scheduled" && "password" in info && info.password !== undefined) {
      throw new TypeError(`${at}.password is not allowed with a scheduled order`);
    }
  });
}

/** Rejects values that a comma-joined list would cut in two. */
export function assertJoinable(name: string, values: readonly string[] | undefined): void {
  if (values?.some((value) => value.includes(","))) {
    throw new TypeError(`${name} must not hold a comma: the API reads it as two values`);
  }
}

/** `Name.1`, `Name.2`: how the API writes the lists that are not comma-joined. */
function numbered(
  name: string,
  values: readonly (string | undefined)[] = [],
  member = "",
): Record<string, string> {
  const fields: Record<string, string> = {};
  values.forEach((value, index) => {
    if (value !== undefined) fields[`${name}.${index + 1}${member}`] = value;
  });
  return fields;
}

function optional<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<K, string>>);
}
