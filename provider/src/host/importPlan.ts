import { randomUUID } from "node:crypto";
import { type EnsClient, EVENT_STATUSES, type HistoryEvent, MIGRATE_EVENT_TYPE } from "../api/ens";
import { limitsOf } from "../apply/context";
import { atTheLatest, withSignsOfLife } from "../apply/signsOfLife";
import { nameEvent } from "../plan/lines/instance";
import { formatInstant } from "../plan/model/instant";
import { hasEnded } from "../plan/model/migration";
import { recognise, withoutMark } from "../plan/model/terms";
import { counted, firstOf } from "../plan/model/words";
import type { PlanOutputs } from "../plan/state/state";
import { contextOf } from "./contextOf";
import type { Host } from "./host";
import { type ImportedEvent, importedPlan } from "./importedPlan";
import { type ImportId, parseImportId } from "./importId";

/** How long reading the events of the account may take. */
const READING_TIME = 10 * 60_000;

/** What `pulumi import` puts into the state. */
export interface Imported {
  id: string;
  /** As `check` leaves them, so that the next `up` compares like with like; and `events`, of which the engine prints the program. */
  inputs: Record<string, unknown>;
  outputs: PlanOutputs;
}

/**
 * A plan that has the orders which ENS has for these events; see {@link parseImportId}. Sends nothing. Throws if one of the events
 * has no order that a plan could have. Which data policy was ordered, ENS does not tell: docs/adr/0012-import-claims-no-policy.md.
 */
export async function importPlan(
  host: Host,
  importId: string,
  { label, stack }: { label: string; stack: string },
): Promise<Imported> {
  const asked = parseImportId(importId);
  const id = `migration-plan-${randomUUID()}`;
  const context = await contextOf(host, id, { label, stack });
  const { found, names } = await withSignsOfLife(context, async ({ client, doing }) => {
    const limits = limitsOf(context, READING_TIME);
    doing(
      () => `still reading the events of the account from ENS${atTheLatest(limits.deadline, context.now())}`,
    );
    return readEvents(client, asked, limits);
  });
  const known = asked.eventIds.map((eventId) => ({ eventId, event: found.get(eventId) }));
  const problems = known.flatMap(({ eventId, event }) => problemOf(eventId, event, names) ?? []);
  if (problems.length > 0) {
    throw new Error(
      `nothing was imported: ${firstOf(problems, 20, "; ")}. Leave ${problems.length === 1 ? "it" : "them"} out of the id`,
    );
  }
  const events = known.map(({ event }) => imported(event as ScheduledEvent, names, stack, asked));
  const { dataPolicy, ...plan } = withPolicies(events, asked);
  const isLossy = [dataPolicy, ...plan.events.map(({ program }) => program.dataPolicy)].includes("abandon");
  const result = importedPlan(
    { label, stack, dataPolicy, ...(isLossy && { acknowledgeDataLoss: true }), events: plan.events },
    host.now(),
  );
  const unknown = plan.events.filter(({ terms }) => !terms).map(({ program }) => nameOf(program));
  if (unknown.length > 0) context.say("warning", unknownPolicy(unknown));
  return {
    id,
    inputs: { ...result.inputs, events: plan.events.map(({ program }) => program) },
    outputs: result.outputs,
  };
}

type ScheduledEvent = HistoryEvent & { notBefore: number };

async function readEvents(client: EnsClient, { eventIds }: ImportId, options: ReturnType<typeof limitsOf>) {
  const wanted = new Set(eventIds);
  const filter = { eventTypes: [MIGRATE_EVENT_TYPE], eventStatus: EVENT_STATUSES };
  const events = await client.describeHistoryEvents(filter, options);
  const found = new Map(
    events.filter(({ eventId }) => wanted.has(eventId)).map((event) => [event.eventId, event]),
  );
  const instanceIds = [...new Set([...found.values()].map(({ resourceId }) => resourceId))];
  const instances = await client.describeInstances({ instanceIds }, options);
  const names = new Map(instances.map(({ instanceId, instanceName }) => [instanceId, instanceName]));
  return { found, names };
}

type Names = ReadonlyMap<string, string | undefined>;

/** Why a plan cannot have the event's order. */
function problemOf(eventId: string, event: HistoryEvent | undefined, names: Names): string | undefined {
  if (event?.eventType !== MIGRATE_EVENT_TYPE) {
    const other = event ? `it is of type ${event.eventType}, not` : "ENS lists no event with this id of type";
    return `${eventId}: ${other} ${MIGRATE_EVENT_TYPE}`;
  }
  const { eventStatus, notBefore } = event;
  const name = nameEvent(eventId, instanceOf(event, names));
  if (eventStatus === "Inquiring")
    return `${name}: it has no order yet (Inquiring). A plan in the program orders it with the next \`pulumi up\``;
  if (hasEnded(eventStatus)) return `${name}: it has ended (${eventStatus})`;
  return notBefore === undefined ? `${name}: ENS gives no time (NotBefore) for its order` : undefined;
}

function instanceOf({ resourceId }: HistoryEvent, names: Names) {
  const instanceName = names.get(resourceId);
  return { resourceId, ...(instanceName && instanceName !== resourceId && { instanceName }) };
}

/** An order with this stack's mark tells its data policy, and its time is written without the mark, which the plan sets again. */
function imported(
  event: ScheduledEvent,
  names: Names,
  stack: string,
  { dataPolicy }: ImportId,
): ImportedEvent {
  const { eventId, eventStatus: status, notBefore } = event;
  const marked = recognise(stack, eventId, notBefore);
  const terms = marked ?? (dataPolicy && { opsType: "scheduled", dataPolicy, planTime: notBefore });
  const planTime = formatInstant(marked ? withoutMark(notBefore) : notBefore);
  return { program: { eventId, ...instanceOf(event, names), planTime }, status, notBefore, terms };
}

/** The plan's data policy, and with the events those that differ. */
function withPolicies(events: readonly ImportedEvent[], asked: ImportId) {
  const policies = new Set(events.map(({ terms }) => terms?.dataPolicy));
  const [only] = policies.size === 1 ? [...policies] : [];
  // What is not known is written as what keeps the data.
  const dataPolicy = asked.dataPolicy ?? only ?? "force_transfer";
  return {
    dataPolicy,
    events: events.map((event) => {
      const { program, terms } = event;
      const isOwn = terms !== undefined && terms.dataPolicy !== dataPolicy;
      return isOwn ? { ...event, program: { ...program, dataPolicy: terms.dataPolicy } } : event;
    }),
  };
}

function nameOf({ eventId, ...instance }: ImportedEvent["program"]): string {
  return nameEvent(eventId, instance);
}

function unknownPolicy(names: readonly string[]): string {
  const one = names.length === 1;
  return (
    `ENS does not tell the data policy of ${counted(names.length, "order")}: ${firstOf(names, 5)}. ` +
    `The program says force_transfer, which ${one ? "this order" : "these orders"} may not have: the plan keeps ${one ? "it as it is" : "them as they are"}. ` +
    'To be sure of the data, set onExistingOrder: "resubmit", which orders anew with the next `pulumi up`; ' +
    "or, if you know what was ordered, import it as POLICY:e-…,e-…"
  );
}
