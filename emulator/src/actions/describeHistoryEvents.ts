import { invalidParameterError, missingError } from "../apiError";
import type { Behaviour } from "../behaviour";
import { isOpen } from "../events";
import type { Parameters } from "../parameters";
import type { Standing } from "../platform";
import { EVENT_LEVELS, EVENT_STATUSES, EVENT_TYPES, isOneOf } from "../vocabulary";
import type { ActionCall, ActionResult } from "./action";
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

function isListed(
  status: Standing["moment"]["stage"]["status"],
  isFiltered: boolean,
  behaviour: Behaviour,
): boolean {
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

function wireEvent({ event, moment }: Standing): Record<string, unknown> {
  return {
    EventId: event.eventId,
    EventType: event.eventType,
    EventStatus: moment.stage.status,
    EventLevel: event.eventLevel,
    ResourceId: event.resourceId,
    PublishTime: event.publishTime,
    PublishUtcTime: utcTime(event.publishTime),
    NotBefore: moment.notBefore,
    NotBeforeUtcTime: utcTime(moment.notBefore),
    Reason: event.reason,
    ExtendedAttribute: "{}",
  };
}

/** The events that match every filter; what an order asked for cannot be read back. */
export function describeHistoryEvents({ parameters, platform }: ActionCall): ActionResult {
  const { behaviour } = platform;
  if (parameters.list("EventTypes") === undefined) throw missingError("EventTypes");
  const types = filterOf(parameters, "EventTypes", EVENT_TYPES, behaviour);
  const levels = filterOf(parameters, "EventLevels", EVENT_LEVELS, behaviour);
  const statuses = filterOf(parameters, "EventStatus", EVENT_STATUSES, behaviour);
  const resourceIds = parameters.list("ResourceIds");
  const resources = resourceIds === undefined ? undefined : new Set(resourceIds);
  const page = readPage(parameters, behaviour);
  const found = platform.standingsAt(platform.readTime()).filter(({ event, moment }) => {
    const { status } = moment.stage;
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
