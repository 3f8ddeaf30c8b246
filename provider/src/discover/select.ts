import type { CallOptions, EnsClient } from "../api/ens";

/** Which instances' events to find. Filters narrow each other; an empty list finds nothing. */
export interface InstanceSelector {
  ensRegionIds?: readonly string[];
  tags?: {
    /** All of these must be on the instance. */
    all?: Readonly<Record<string, string>>;
    /** At least one of these must be. */
    any?: Readonly<Record<string, string>>;
  };
  /** The instance's whole name, `*` for any characters and `?` for one: `web-*`. */
  instanceName?: string;
}

/** Ids of the instances that pass the filters ENS itself can apply; `undefined` if there is none of them. */
export async function selectInstances(
  client: EnsClient,
  resourceIds: readonly string[] | undefined,
  selectors: readonly InstanceSelector[],
  options: CallOptions,
): Promise<string[] | undefined> {
  const selections: Set<string>[] = resourceIds ? [new Set(resourceIds)] : [];
  for (const { ensRegionIds, tags } of selectors) {
    if (ensRegionIds) selections.push(await inRegions(client, ensRegionIds, options));
    if (tags?.all && Object.keys(tags.all).length > 0)
      selections.push(await withTags(client, tags.all, options));
    if (tags?.any) selections.push(await withAnyTag(client, tags.any, options));
  }
  const [first, ...others] = selections;
  return first && [...first].filter((id) => others.every((other) => other.has(id)));
}

async function inRegions(
  client: EnsClient,
  ensRegionIds: readonly string[],
  options: CallOptions,
): Promise<Set<string>> {
  const instances = await client.describeInstances({ ensRegionIds }, options);
  return new Set(instances.map(({ instanceId }) => instanceId));
}

/** Nobody documents whether an empty value finds empty ones or any. So the key is asked for, and the value is looked at here. */
async function withTags(
  client: EnsClient,
  tags: Readonly<Record<string, string>>,
  options: CallOptions,
): Promise<Set<string>> {
  const wanted = Object.entries(tags).map(([key, value]) => (value === "" ? { key } : { key, value }));
  const found = await client.listTagResources({ resourceType: "instance", tags: wanted }, options);
  const ids = new Set(found.map(({ resourceId }) => resourceId));
  for (const { key, value } of wanted) {
    if (value !== undefined) continue;
    const empty = found.filter(({ tagKey, tagValue }) => tagKey === key && tagValue === "");
    const having = new Set(empty.map(({ resourceId }) => resourceId));
    for (const id of ids) if (!having.has(id)) ids.delete(id);
  }
  return ids;
}

async function withAnyTag(
  client: EnsClient,
  tags: Readonly<Record<string, string>>,
  options: CallOptions,
): Promise<Set<string>> {
  const found = await Promise.all(
    Object.entries(tags).map(([key, value]) => withTags(client, { [key]: value }, options)),
  );
  return new Set(found.flatMap((ids) => [...ids]));
}

/** The names that a pattern means, whole. */
export function namePattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su");
}
