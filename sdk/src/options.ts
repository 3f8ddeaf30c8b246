import * as pulumi from "@pulumi/pulumi";
import { resolved, whenHere } from "./deferred";
import type { MigrationPlanArgs } from "./migrationPlanArgs";

/** What each option may be at most. */
const SHAPES: Record<Exclude<keyof MigrationPlanArgs, "events">, "value" | "object"> = {
  dataPolicy: "value",
  acknowledgeDataLoss: "value",
  schedule: "object",
  waitFor: "value",
  timeout: "value",
  pollInterval: "value",
  onRemove: "value",
  onReschedule: "value",
  onExistingOrder: "value",
  onUnknownEvent: "value",
  maxErrors: "value",
  eventsPerCall: "value",
  connection: "object",
  changeTicket: "value",
};

/**
 * A plan's arguments apart from its events, as they travel to the provider. What somebody has written in the place of an option, or
 * under a name that is none, may hold a password. `check` refuses it without showing it, and wherever Pulumi shows inputs it is a
 * secret.
 */
export function encodeOptions(options: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      whenHere(value, (here) => {
        if (here === undefined || hasShape(name, here)) return name === "connection" ? withNulls(here) : here;
        return pulumi.secret(here);
      }),
    ]),
  );
}

/** Names of the options of which any part is a secret: the provider gets them in clear, and its messages quote what is wrong. */
export async function secretOnes(options: Record<string, unknown>): Promise<string[] | undefined> {
  const names = Object.keys(options);
  const areSecret = await Promise.all(names.map((name) => pulumi.isSecret(resolved(options[name]))));
  const secret = names.filter((_, index) => areSecret[index]);
  return secret.length > 0 ? secret : undefined;
}

function hasShape(name: string, value: unknown): boolean {
  if (!Object.hasOwn(SHAPES, name)) return false;
  const mayBeObject = SHAPES[name as keyof typeof SHAPES] === "object";
  return typeof value === "object" && value !== null ? mayBeObject && !Array.isArray(value) : !mayBeObject;
}

/** Pulumi drops members that are undefined, and the plan would use another identity: as null they are there to be refused. */
function withNulls(connection: unknown): unknown {
  if (typeof connection !== "object" || connection === null) return connection;
  return Object.fromEntries(
    Object.entries(connection).map(([name, value]) => [name, whenHere(value, (here) => here ?? null)]),
  );
}
