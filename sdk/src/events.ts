import * as pulumi from "@pulumi/pulumi";
import { isDeferred, resolved, whenHere, whenKnown } from "./deferred";
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
 * knows the rest. Passwords travel apart from them, as a secret.
 */
export function encodeEvents(events: EventsArgs, open = withoutPasswords(events)): EncodedEvents {
  return {
    events: isDeferred(open) ? whenKnown(open, toText) : encodeAll(open),
    passwords: passwordsOf(events),
  };
}

function encodeAll(events: unknown): unknown {
  return Array.isArray(events) && events.some(isUnresolved) ? events.map(encodeEvent) : toText(events);
}

/**
 * Anything but an array is for `check` to refuse, and a secret, since it may hold a password.
 * Absent events mean `ignoreChanges` to `check`, so undefined ones are null; and a text would pass for events encoded here,
 * past the claims and with its passwords lost, so it is encoded itself.
 */
function toText(events: unknown): unknown {
  if (Array.isArray(events)) return JSON.stringify(events);
  if (events === undefined || events === null) return null;
  return pulumi.secret(typeof events === "string" ? JSON.stringify(events) : events);
}

function encodeEvent(event: unknown): pulumi.Input<unknown> {
  if (isDeferred(event)) return whenKnown(event, (known) => JSON.stringify(known));
  return isUnresolved(event) ? event : JSON.stringify(event);
}

/** Whether an event or a part of it is still to come. */
function isUnresolved(event: unknown): boolean {
  return (
    isDeferred(event) ||
    (typeof event === "object" && event !== null && Object.values(event).some(isDeferred))
  );
}

/**
 * Whether encoded events hold a secret. Only what may be one is asked, since Pulumi takes its time over each of thousands of
 * values; outputs made here have nothing left in them to resolve.
 */
export async function isAnySecret(encoded: EncodedEvents["events"]): Promise<boolean> {
  const events: unknown[] = Array.isArray(encoded) ? encoded : [encoded];
  const secrets = events.flatMap((event) => {
    if (pulumi.Output.isInstance(event)) return [pulumi.isSecret(event)];
    if (typeof event !== "object" || event === null) return [];
    const parts = Object.values(event).filter((part) => typeof part === "object");
    return parts.map((part) => pulumi.isSecret(resolved(part)));
  });
  return (await Promise.all(secrets)).includes(true);
}

/** Events that only say that there is a password. They are not resolved for that: a secret password makes nothing else secret. */
export function withoutPasswords(events: unknown): unknown {
  return whenHere(events, (all) =>
    Array.isArray(all) ? all.map((event) => whenHere(event, withoutPassword)) : all,
  );
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
      // What is no id is for `check` to refuse.
      return Object.fromEntries(
        given.flatMap(({ eventId, password }) =>
          typeof eventId === "string" ? [[eventId, password as string]] : [],
        ),
      );
    }),
  );
}
