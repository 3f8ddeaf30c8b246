import { invalidParameterError, missingError } from "../apiError";
import type { Parameters } from "../parameters";
import type { Action, ActionCall, ActionResult } from "./action";

const MOST_IDS = 50;
const MOST_TAGS = 20;

function wantedTags(parameters: Parameters): readonly (readonly [string, string | undefined])[] {
  const tags = (parameters.records("Tag") ?? []).map((tag) => {
    const key = tag["Key"] ?? "";
    if (key === "") throw invalidParameterError("Tag");
    return [key, tag["Value"]] as const;
  });
  if (tags.length > MOST_TAGS) throw invalidParameterError("Tag");
  return tags;
}

function start(parameters: Parameters, total: number): number {
  const token = parameters.get("NextToken") ?? "";
  if (token === "") return 0;
  const position = /^[0-9a-f]{32}$/.test(token) ? Number.parseInt(token, 16) : Number.NaN;
  if (!(position > 0 && position < total)) throw invalidParameterError("NextToken");
  return position;
}

function carryOut({ parameters, platform }: ActionCall): ActionResult {
  const resourceType = parameters.get("ResourceType") ?? "";
  if (resourceType === "") throw missingError("ResourceType");
  if (resourceType !== "instance") throw invalidParameterError("ResourceType");
  const resourceIds = parameters.list("ResourceId");
  if (resourceIds !== undefined && resourceIds.length > MOST_IDS) throw invalidParameterError("ResourceId");
  const wanted = wantedTags(parameters);
  const all = platform
    .instances()
    .filter(
      ({ instanceId, tags }) =>
        (resourceIds?.includes(instanceId) ?? true) &&
        wanted.every(([key, value]) => (value === undefined ? tags.has(key) : tags.get(key) === value)),
    )
    .flatMap(({ instanceId, tags }) =>
      [...tags].map(([TagKey, TagValue]) => ({
        ResourceId: instanceId,
        ResourceType: "instance",
        TagKey,
        TagValue,
      })),
    );
  const from = start(parameters, all.length);
  const to = from + platform.behaviour.tagPageSize;
  const entries = all.slice(from, to);
  const next = to < all.length ? { NextToken: to.toString(16).padStart(32, "0") } : {};
  return { body: { TagResources: entries, ...next }, items: entries.length };
}

/** The tags of instances, one entry for each tag. The list is flat, as the vendor's page and SDK have it. */
export const listTagResources: Action = {
  parameters: { ResourceType: "text", ResourceId: "list", Tag: "records", NextToken: "text" },
  carryOut,
};
