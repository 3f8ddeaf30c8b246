import {
  type CallOptions,
  type EnsClient,
  type EventLevel,
  type EventStatus,
  type HistoryEvent,
  type Instance,
  MIGRATE_EVENT_TYPE,
} from "../ens/client";

/** Which events to find. Filters narrow each other; an empty list of anything finds nothing. */
export interface EventSelection {
  resourceIds?: readonly string[];
  ensRegionIds?: readonly string[];
  /** All of them must be on the instance. */
  tags?: Readonly<Record<string, string>>;
  /** {@link OPEN_STATUSES} unless told. */
  statuses?: readonly EventStatus[];
  levels?: readonly EventLevel[];
}

/** An event with what is known of its instance. Times are Unix milliseconds. */
export interface MigrationEvent {
  eventId: string;
  resourceId: string;
  /** The instance's region. */
  group?: string;
  eventStatus: string;
  eventLevel?: string;
  notBefore?: number;
  publishTime?: number;
  reason?: string;
  instanceName?: string;
  ensRegionId?: string;
  tags: Record<string, string>;
}

/** Events that may still run: what ended drops out of discovery, what was ordered stays until it has run. */
export const OPEN_STATUSES: readonly EventStatus[] = ["Inquiring", "Scheduled", "Executing"];

/** Migrate events with their instances' names, regions and tags, oldest first. */
export async function discover(
  client: EnsClient,
  selection: EventSelection,
  options: CallOptions = {},
): Promise<MigrationEvent[]> {
  const resourceIds = await selectInstances(client, selection, options);
  if (resourceIds?.length === 0) return [];
  const found: HistoryEvent[] = [];
  const filter = {
    eventTypes: [MIGRATE_EVENT_TYPE],
    eventStatus: selection.statuses ?? OPEN_STATUSES,
    ...(selection.levels && { eventLevels: selection.levels }),
    ...(resourceIds && { resourceIds }),
  };
  if (filter.eventStatus.length === 0 || selection.levels?.length === 0) return [];
  for await (const event of client.describeHistoryEvents(filter, options)) found.push(event);
  found.sort((a, b) => (a.publishTime ?? 0) - (b.publishTime ?? 0) || (a.eventId < b.eventId ? -1 : 1));

  const ids = [...new Set(found.map(({ resourceId }) => resourceId))];
  const [instances, tags] = await Promise.all([
    instancesOf(client, ids, options),
    tagsOf(client, ids, options),
  ]);
  return found.map((event) =>
    describe(event, instances.get(event.resourceId), tags.get(event.resourceId) ?? {}),
  );
}

function describe(
  event: HistoryEvent,
  instance: Instance | undefined,
  tags: Record<string, string>,
): MigrationEvent {
  const { eventId, resourceId, eventStatus, eventLevel, notBefore, publishTime, reason } = event;
  return {
    eventId,
    resourceId,
    ...(instance?.ensRegionId !== undefined && { group: instance.ensRegionId }),
    eventStatus,
    ...(eventLevel !== undefined && { eventLevel }),
    ...(notBefore !== undefined && { notBefore }),
    ...(publishTime !== undefined && { publishTime }),
    ...(reason !== undefined && { reason }),
    ...(instance?.instanceName !== undefined && { instanceName: instance.instanceName }),
    ...(instance?.ensRegionId !== undefined && { ensRegionId: instance.ensRegionId }),
    tags,
  };
}

/** The instances that pass every filter on instances; `undefined` if there is none. ENS filters events by id only. */
async function selectInstances(
  client: EnsClient,
  { resourceIds, ensRegionIds, tags }: EventSelection,
  options: CallOptions,
): Promise<string[] | undefined> {
  const selections: Set<string>[] = [];
  if (resourceIds) selections.push(new Set(resourceIds));
  if (ensRegionIds) selections.push(new Set(await idsInRegions(client, ensRegionIds, options)));
  if (tags && Object.keys(tags).length > 0)
    selections.push(new Set(await idsWithTags(client, tags, options)));
  const [first, ...others] = selections;
  return first && [...first].filter((id) => others.every((other) => other.has(id)));
}

async function idsInRegions(
  client: EnsClient,
  ensRegionIds: readonly string[],
  options: CallOptions,
): Promise<string[]> {
  const ids: string[] = [];
  if (ensRegionIds.length === 0) return ids;
  for await (const { instanceId } of client.describeInstances({ ensRegionIds }, options))
    ids.push(instanceId);
  return ids;
}

async function idsWithTags(
  client: EnsClient,
  tags: Readonly<Record<string, string>>,
  options: CallOptions,
): Promise<string[]> {
  const ids: string[] = [];
  const wanted = Object.entries(tags).map(([key, value]) => ({ key, value }));
  for await (const { resourceId } of client.listTagResources(
    { resourceType: "instance", tags: wanted },
    options,
  )) {
    ids.push(resourceId);
  }
  return ids;
}

async function instancesOf(
  client: EnsClient,
  instanceIds: readonly string[],
  options: CallOptions,
): Promise<Map<string, Instance>> {
  const instances = new Map<string, Instance>();
  if (instanceIds.length === 0) return instances;
  for await (const instance of client.describeInstances({ instanceIds }, options)) {
    instances.set(instance.instanceId, instance);
  }
  return instances;
}

async function tagsOf(
  client: EnsClient,
  resourceIds: readonly string[],
  options: CallOptions,
): Promise<Map<string, Record<string, string>>> {
  const tags = new Map<string, Record<string, string>>();
  if (resourceIds.length === 0) return tags;
  for await (const tag of client.listTagResources({ resourceType: "instance", resourceIds }, options)) {
    const known = tags.get(tag.resourceId) ?? {};
    known[tag.tagKey] = tag.tagValue;
    tags.set(tag.resourceId, known);
  }
  return tags;
}
