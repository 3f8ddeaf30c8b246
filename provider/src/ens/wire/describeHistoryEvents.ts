import * as v from "valibot";
import type { HistoryEvent, HistoryEventsFilter } from "../../api/ens";
import { id, integer, pageOf, PAGING, parse } from "./answers";
import type { PagedList } from "./operation";
import { assertJoinable, joined, number } from "./parameters";

const ANSWER = v.object({
  Events: v.nullish(
    v.array(
      v.object({
        EventId: id,
        EventType: id,
        EventStatus: id,
        EventLevel: v.nullish(v.string()),
        ResourceId: id,
        PublishTime: v.nullish(integer),
        NotBefore: v.nullish(integer),
        Reason: v.nullish(v.string()),
      }),
    ),
  ),
  ...PAGING,
});

export const describeHistoryEvents: PagedList<HistoryEventsFilter, HistoryEvent> = {
  action: "DescribeHistoryEvents",
  kind: "read",
  parameters: {
    eventTypes: joined("EventTypes"),
    eventLevels: joined("EventLevels"),
    eventStatus: joined("EventStatus"),
    resourceIds: joined("ResourceIds"),
    pageNumber: number("PageNumber"),
    pageSize: number("PageSize"),
  },
  longest: { resourceIds: 100 },
  assert: ({ eventTypes, resourceIds }) => {
    if (eventTypes.length === 0) throw new TypeError("eventTypes must name at least one event type");
    assertJoinable("eventTypes", eventTypes);
    assertJoinable("resourceIds", resourceIds);
  },
  paging: "number",
  key: ({ eventId, resourceId }) => `${eventId} ${resourceId}`,
  read: (body) => {
    const answer = parse(ANSWER, body);
    return pageOf(answer, "Events", answer.Events, (event): HistoryEvent => {
      const { EventLevel, PublishTime, NotBefore, Reason } = event;
      return {
        eventId: event.EventId,
        eventType: event.EventType,
        eventStatus: event.EventStatus,
        resourceId: event.ResourceId,
        ...(typeof EventLevel === "string" && { eventLevel: EventLevel }),
        ...(typeof PublishTime === "number" && { publishTime: PublishTime }),
        ...(isTime(NotBefore) && { notBefore: NotBefore }),
        ...(typeof Reason === "string" && { reason: Reason }),
      };
    });
  },
};

const LATEST_TIME = Date.parse("9999-12-31T23:59:59.999Z");

/** A time that no plan can write (before 1970, or of year 10000 and later) is none: one odd event must not stop the others. */
function isTime(value: unknown): value is number {
  return typeof value === "number" && value > 0 && value <= LATEST_TIME;
}
