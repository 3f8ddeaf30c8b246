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
 * Events as one JSON text, since Pulumi takes several times as long over many values (docs/adr/0001-compact-state.md).
 * While some are unresolved, an array of texts, in which an event with unresolved parts travels as it is: a preview still
 * knows the rest. Passwords are taken out of the events: they are secret, and the events are not.
 */
export function encodeEvents(events: EventsArgs): EncodedEvents {
  return {
    events: isDeferred(events) ? whenKnown(events, toText) : encodeAll(events),
    passwords: passwordsOf(events),
  };
}

function encodeAll(events: unknown): unknown {
  return Array.isArray(events) && events.some(isUnresolved) ? events.map(encodeEvent) : toText(events);
}

/**
 * Anything but an array is for `check` to refuse. Absent events mean `ignoreChanges` to it, so undefined ones are null; and a
 * text would pass for events encoded here, past the claims and with its passwords lost, so it is encoded itself.
 */
function toText(events: unknown): unknown {
  if (Array.isArray(events)) return JSON.stringify(events.map(withoutPassword));
  return typeof events === "string" ? JSON.stringify(events) : (events ?? null);
}

function encodeEvent(event: unknown): pulumi.Input<unknown> {
  if (isDeferred(event)) return whenKnown(event, (known) => JSON.stringify(withoutPassword(known)));
  const open = withoutPassword(event);
  return isUnresolved(open) ? open : JSON.stringify(open);
}

/** Whether an event or a part of it is still to come; a password travels apart from it. */
function isUnresolved(event: unknown): boolean {
  if (isDeferred(event)) return true;
  const open = withoutPassword(event);
  return typeof open === "object" && open !== null && Object.values(open).some(isDeferred);
}

function withoutPassword(event: unknown): unknown {
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
