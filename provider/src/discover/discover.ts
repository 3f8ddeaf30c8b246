import {
  type CallOptions,
  type EnsClient,
  type EventLevel,
  type EventStatus,
  type HistoryEvent,
  type Instance,
  MIGRATE_EVENT_TYPE,
} from "../api/ens";
import { type InstanceSelector, namePattern, selectInstances } from "./select";

/** Which events to find. Filters narrow each other; an empty list of anything finds nothing. */
export interface EventSelection {
  resourceIds?: readonly string[];
  ensRegionIds?: readonly string[];
  /** All of them must be on the instance. */
  tags?: Readonly<Record<string, string>>;
  selector?: InstanceSelector;
  /** Default: `Inquiring`, `Scheduled` and `Executing`. */
  statuses?: readonly EventStatus[];
  levels?: readonly EventLevel[];
  /**
   * The tag whose value becomes an event's `group`; an instance without the tag, or with an empty value, has no group. Default: the
   * instance's region is the group.
   */
  groupBy?: string;
}

/** An event, with what is known about its instance. Times are Unix milliseconds. */
export interface MigrationEvent {
  /** `e-…`. */
  eventId: string;
  /** The instance's id, `i-…`. */
  resourceId: string;
  /** The instance's region, or what `groupBy` names. */
  group?: string;
  /** In ENS's words: `Inquiring` waits for an order, `Scheduled` has one. */
  eventStatus: string;
  /** `CRITICAL`, `WARN` or `INFO`. */
  eventLevel?: string;
  /** When ENS intends to move the instance. Information only: it never changes a planned time. */
  notBefore?: number;
  /** When ENS raised the event. */
  publishTime?: number;
  /** Why, in ENS's words. */
  reason?: string;
  /** The instance's name, where it does not only repeat its id. */
  instanceName?: string;
  /** The instance's region, such as `cn-beijing-telecom`. */
  ensRegionId?: string;
  /** The instance's tags. */
  tags: Record<string, string>;
}

/** Events that may still run: what has ended drops out of discovery, what was ordered stays until it has run. */
const OPEN_STATUSES: readonly EventStatus[] = ["Inquiring", "Scheduled", "Executing"];

/** Migrate events with their instances' names, regions and tags, oldest first. */
export async function discover(
  client: EnsClient,
  selection: EventSelection,
  options: CallOptions = {},
): Promise<MigrationEvent[]> {
  const { ensRegionIds, tags, selector = {}, statuses = OPEN_STATUSES, levels, groupBy } = selection;
  if (statuses.length === 0 || levels?.length === 0) return [];
  const plain = { ...(ensRegionIds && { ensRegionIds }), ...(tags && { tags: { all: tags } }) };
  const resourceIds = await selectInstances(client, selection.resourceIds, [plain, selector], options);

  const filter = {
    eventTypes: [MIGRATE_EVENT_TYPE],
    eventStatus: statuses,
    ...(levels && { eventLevels: levels }),
    ...(resourceIds && { resourceIds }),
  };
  const found = await client.describeHistoryEvents(filter, options);
  found.sort((a, b) => (a.publishTime ?? 0) - (b.publishTime ?? 0) || (a.eventId < b.eventId ? -1 : 1));

  const ids = [...new Set(found.map(({ resourceId }) => resourceId))];
  const instances = await instancesOf(client, ids, options);
  const tagsOfInstances = await tagsOf(client, ids, options);
  const name = selector.instanceName === undefined ? undefined : namePattern(selector.instanceName);
  return found
    .filter(({ resourceId }) => name?.test(instances.get(resourceId)?.instanceName ?? "") ?? true)
    .map((event) =>
      migrationEvent(event, instances.get(event.resourceId), tagsOfInstances.get(event.resourceId), groupBy),
    );
}

function migrationEvent(
  { eventId, resourceId, eventStatus, eventLevel, notBefore, publishTime, reason }: HistoryEvent,
  instance: Instance | undefined,
  tags: Record<string, string> = {},
  groupBy: string | undefined,
): MigrationEvent {
  const { ensRegionId, instanceName } = instance ?? {};
  const group =
    groupBy === undefined ? ensRegionId : Object.hasOwn(tags, groupBy) ? tags[groupBy] : undefined;
  return {
    eventId,
    resourceId,
    ...(group && { group }),
    eventStatus,
    ...(eventLevel !== undefined && { eventLevel }),
    ...(notBefore !== undefined && { notBefore }),
    ...(publishTime !== undefined && { publishTime }),
    ...(reason !== undefined && { reason }),
    ...(instanceName && instanceName !== resourceId && { instanceName }),
    ...(ensRegionId !== undefined && { ensRegionId }),
    tags,
  };
}

async function instancesOf(
  client: EnsClient,
  ids: readonly string[],
  options: CallOptions,
): Promise<Map<string, Instance>> {
  const found = await client.describeInstances({ instanceIds: ids }, options);
  return new Map(found.map((instance) => [instance.instanceId, instance]));
}

async function tagsOf(
  client: EnsClient,
  ids: readonly string[],
  options: CallOptions,
): Promise<Map<string, Record<string, string>>> {
  const found = await client.listTagResources({ resourceType: "instance", resourceIds: ids }, options);
  const tags = new Map<string, Record<string, string>>();
  for (const { resourceId, tagKey, tagValue } of found)
    tags.set(resourceId, { ...tags.get(resourceId), [tagKey]: tagValue });
  return tags;
}
