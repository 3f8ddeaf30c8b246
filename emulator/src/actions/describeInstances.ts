import { invalidParameterError } from "../apiError";
import { eventsByResource } from "../events";
import { type Instance, instanceStatus } from "../instances";
import type { Parameters } from "../parameters";
import { INSTANCE_STATUSES, isOneOf } from "../vocabulary";
import type { Action, ActionCall, ActionResult } from "./action";
import { pageOf, readPage } from "./paging";

const MOST_IDS = 100;
const PAGE_LIMITS = { defaultPageSize: 10, maxPageSize: 100, pageSizeOverMax: "reject" } as const;

function jsonList(parameters: Parameters, name: string): readonly unknown[] | undefined {
  const text = parameters.get(name);
  if (text === undefined || text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value as unknown[];
  } catch {
    // Falls through to the same answer as other JSON than a list.
  }
  throw invalidParameterError(name);
}

function ids(parameters: Parameters, single: string, several: string): ReadonlySet<unknown> | undefined {
  const list = jsonList(parameters, several);
  if (list !== undefined && (list.length > MOST_IDS || list.some((id) => typeof id !== "string")))
    throw invalidParameterError(several);
  const one = parameters.get(single);
  if (one === undefined || one === "") return list === undefined ? undefined : new Set(list);
  return new Set(list === undefined || list.includes(one) ? [one] : []);
}

function tagFilter(parameters: Parameters): (tags: ReadonlyMap<string, string>) => boolean {
  // `alibaba-cloud-sdk-go` sends null for tags that nobody set; for ids null is a mistake, and not "all of them".
  const sent = parameters.get("Tags") === "null" ? [] : (jsonList(parameters, "Tags") ?? []);
  const wanted = sent.map((tag): readonly [string, unknown] => {
    const { Key: key, Value: value } = (tag ?? {}) as Record<string, unknown>;
    if (typeof key !== "string" || !(value === undefined || typeof value === "string"))
      throw invalidParameterError("Tags");
    return [key, value];
  });
  return (tags) =>
    wanted.every(([key, value]) => (value === undefined ? tags.has(key) : tags.get(key) === value));
}

function wireInstance(instance: Instance, status: string, withTags: boolean): Record<string, unknown> {
  const tags = [...instance.tags].map(([TagKey, TagValue]) => ({ TagKey, TagValue }));
  return {
    InstanceId: instance.instanceId,
    InstanceName: instance.instanceName,
    EnsRegionId: instance.ensRegionId,
    InstanceResourceType: "EnsInstance",
    Status: status,
    ...(withTags ? { Tags: { Tags: tags } } : {}),
  };
}

function carryOut({ parameters, platform }: ActionCall): ActionResult {
  const wantedIds = ids(parameters, "InstanceId", "InstanceIds");
  const wantedRegions = ids(parameters, "EnsRegionId", "EnsRegionIds");
  const wantedName = parameters.get("InstanceName") ?? "";
  const wantedStatus = parameters.get("Status") ?? "";
  if (wantedStatus !== "" && !isOneOf(INSTANCE_STATUSES, wantedStatus)) throw invalidParameterError("Status");
  const hasTags = tagFilter(parameters);
  const page = readPage(parameters, { ...platform.behaviour, ...PAGE_LIMITS });
  const time = platform.readTime();
  const eventsOf = eventsByResource(platform.events());
  const found = platform
    .instances()
    .map((instance) => ({
      instance,
      status: instanceStatus(instance, eventsOf.get(instance.instanceId) ?? [], time),
    }))
    .filter(
      ({ instance, status }) =>
        (wantedIds?.has(instance.instanceId) ?? true) &&
        (wantedRegions?.has(instance.ensRegionId) ?? true) &&
        (wantedName === "" || instance.instanceName === wantedName) &&
        (wantedStatus === "" || status === wantedStatus) &&
        hasTags(instance.tags),
    );
  const entries = pageOf(found, page).map(({ instance, status }) =>
    wireInstance(instance, status, platform.behaviour.instanceTags),
  );
  return {
    body: {
      Code: 0,
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      Instances: { Instance: entries },
    },
    items: entries.length,
  };
}

/** Instances by id, region, name, status and tags. Unlike events they are nested: `Instances.Instance[]`. */
export const describeInstances: Action = {
  parameters: {
    InstanceId: "text",
    InstanceIds: "text",
    EnsRegionId: "text",
    EnsRegionIds: "text",
    InstanceName: "text",
    Status: "text",
    Tags: "text",
    PageNumber: "text",
    PageSize: "text",
    EipAddresses: "notEmulatedJson",
    EnsServiceId: "notEmulated",
    ImageId: "notEmulated",
    InstanceResourceType: "notEmulated",
    InstanceType: "notEmulated",
    IntranetIp: "notEmulated",
    NetworkId: "notEmulated",
    OrderByParams: "notEmulated",
    SearchKey: "notEmulated",
    SecurityGroupId: "notEmulated",
    ServiceStatus: "notEmulatedJson",
    VpdId: "notEmulated",
    VpdVSwitchId: "notEmulated",
    VSwitchId: "notEmulated",
  },
  carryOut,
};
