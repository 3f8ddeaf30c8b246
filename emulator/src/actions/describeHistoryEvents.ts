import { invalidParameterError, missingError } from "../apiError";
import type { Behaviour } from "../behaviour";
import { isOpen } from "../events";
import type { Parameters } from "../parameters";
import type { HistoryEntry } from "../platform";
import { EVENT_LEVELS, EVENT_STATUSES, EVENT_TYPES, type EventStatus, isOneOf } from "../vocabulary";
import type { Action, ActionCall, ActionResult } from "./action";
import { pageOf, readPage } from "./paging";

/** The values of a filter, or undefined when it filters nothing. */
function filterOf(
  parameters: Parameters,
  name: string,
  words: readonly string[],
  behaviour: Behaviour,
): readonly string[] | undefined {
  const values = parameters.list(name);
  const known = values?.filter((value) => isOneOf(words, value)) ?? [];
  if (values === undefined || known.length === values.length) return values;
  switch (behaviour.unknownFilterValue) {
    case "reject":
      throw invalidParameterError(name);
    case "matchNothing":
      return known;
    case "ignore":
      return known.length === 0 ? undefined : known;
  }
}

function isListed(status: EventStatus, isFiltered: boolean, behaviour: Behaviour): boolean {
  switch (behaviour.historyDefault) {
    case "withOpen":
      return true;
    case "withoutOpen":
      return isFiltered || !isOpen(status);
    case "neverOpen":
      return !isOpen(status);
  }
}

/** `yyyy-MM-ddTHH:mm:ssZ`, as the vendor writes UTC times elsewhere. */
function utcTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

function wireEvent({ event, standing }: HistoryEntry): Record<string, unknown> {
  return {
    EventId: event.eventId,
    EventType: event.eventType,
    EventStatus: standing.stage.status,
    EventLevel: event.eventLevel,
    ResourceId: event.resourceId,
    PublishTime: event.publishTime,
    PublishUtcTime: utcTime(event.publishTime),
    NotBefore: standing.notBefore,
    NotBeforeUtcTime: utcTime(standing.notBefore),
    Reason: event.reason,
    ExtendedAttribute: "{}",
  };
}

function carryOut({ parameters, platform }: ActionCall): ActionResult {
  const { behaviour } = platform;
  if (parameters.list("EventTypes") === undefined) throw missingError("EventTypes");
  const types = filterOf(parameters, "EventTypes", EVENT_TYPES, behaviour);
  const levels = filterOf(parameters, "EventLevels", EVENT_LEVELS, behaviour);
  const statuses = filterOf(parameters, "EventStatus", EVENT_STATUSES, behaviour);
  const resourceIds = parameters.list("ResourceIds");
  const resources = resourceIds === undefined ? undefined : new Set(resourceIds);
  const page = readPage(parameters, behaviour);
  const found = platform.historyAt(platform.readTime()).filter(({ event, standing }) => {
    const { status } = standing.stage;
    return (
      (types?.includes(event.eventType) ?? true) &&
      (levels?.includes(event.eventLevel) ?? true) &&
      (statuses?.includes(status) ?? true) &&
      (resources?.has(event.resourceId) ?? true) &&
      isListed(status, statuses !== undefined, behaviour)
    );
  });
  const events = pageOf(found, page).map(wireEvent);
  return {
    body: { TotalCount: found.length, PageNumber: page.number, PageSize: page.size, Events: events },
    items: events.length,
  };
}

/** The events that match every filter; what an order asked for cannot be read back. */
export const describeHistoryEvents: Action = {
  parameters: {
    EventTypes: "list",
    EventLevels: "list",
    EventStatus: "list",
    ResourceIds: "list",
    PageNumber: "text",
    PageSize: "text",
  },
  carryOut,
};
