import * as pulumi from "@pulumi/pulumi";
import { isDeferred, whenKnown } from "./deferred";
import type { MigrationEventArgs } from "./migrationPlanArgs";

/** How events travel to the provider: see `check` there. */
export interface EncodedEvents {
  events: pulumi.Input<unknown>;
  /** By event id. */
  passwords: pulumi.Output<Record<string, string>> | undefined;
}

type EventsArgs = pulumi.Input<pulumi.Input<MigrationEventArgs>[]>;
type Plain = Record<string, unknown>;

/**
 * Events as JSON text, one string each, since Pulumi takes several times as long over nested objects
 * (docs/adr/0001-compact-state.md). An event with unresolved parts travels as it is, so that a preview still knows the
 * rest of it. Passwords are taken out of the events: they are secret, and the events are not.
 */
export function encodeEvents(events: EventsArgs): EncodedEvents {
  return {
    events: isDeferred(events) ? whenKnown(events, toTexts) : encodeAll(events),
    passwords: passwordsOf(events),
  };
}

/** Anything but an array is for `check` to refuse. */
function encodeAll(events: unknown): unknown {
  return Array.isArray(events) ? events.map(encodeEvent) : events;
}

function encodeEvent(event: unknown): pulumi.Input<unknown> {
  if (isDeferred(event)) return whenKnown(event, (known) => JSON.stringify(withoutPassword(known as Plain)));
  if (typeof event !== "object" || event === null) return JSON.stringify(event ?? null);
  const open = withoutPassword(event as Plain);
  return Object.values(open).some(isDeferred) ? open : JSON.stringify(open);
}

function toTexts(events: unknown): unknown {
  return Array.isArray(events)
    ? events.map((event) => JSON.stringify(withoutPassword(event as Plain)))
    : events;
}

function withoutPassword(event: Plain): Plain {
  return hasPassword(event) ? { ...event, password: true } : event;
}

function hasPassword(event: unknown): event is Plain {
  const password: unknown =
    typeof event === "object" && event !== null ? (event as Plain)["password"] : undefined;
  return password !== undefined && password !== null;
}

function passwordsOf(events: EventsArgs): EncodedEvents["passwords"] {
  const mayHave = (event: unknown) => isDeferred(event) || hasPassword(event);
  if (Array.isArray(events) && !events.some(mayHave)) return undefined;
  return pulumi.secret(
    whenKnown(events, (all) => {
      const given = Array.isArray(all) ? (all as unknown[]).filter(hasPassword) : [];
      return Object.fromEntries(
        given.map((event) => [String(event["eventId"]), event["password"] as string]),
      );
    }),
  );
}
