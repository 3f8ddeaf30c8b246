import type { Emulator } from "../../emulator/src/index";

/** Accepted orders, by event. */
export function ordersOf(emulator: Pick<Emulator, "ledger">): Map<string, number> {
  const orders = new Map<string, number>();
  for (const { eventId, accepted } of emulator.ledger())
    if (accepted) orders.set(eventId, (orders.get(eventId) ?? 0) + 1);
  return orders;
}

/** How often orders were sent: calls, whatever came of them. */
export function writesOf(emulator: Pick<Emulator, "calls">): number {
  return emulator.calls().filter(({ action }) => action === "BatchEventMigrateInstance").length;
}

/** Nothing is ordered twice: at most once an event, and once more for each edit of it. */
export function orderedTwice(
  emulator: Pick<Emulator, "ledger">,
  edits: Readonly<Record<string, number>>,
): string[] {
  return [...ordersOf(emulator)]
    .filter(([eventId, orders]) => orders > 1 + (edits[eventId] ?? 0))
    .map(([eventId, orders]) => `${eventId} was ordered ${orders} times for ${edits[eventId] ?? 0} edits`);
}

/** An event as the user wrote it. */
export interface Written {
  eventId: string;
  /** Whole seconds, in Unix milliseconds; without one it moves at once. */
  planTime?: number;
}

/** The events and the data policy of a plan's arguments. */
export function writtenIn(args: Readonly<Record<string, unknown>>): {
  events: readonly Written[];
  dataPolicy: string;
} {
  return { events: args["events"] as Written[], dataPolicy: String(args["dataPolicy"]) };
}

/** Nothing is forgotten: every event has the order in force that the program says. */
export function notAsWritten(
  emulator: Pick<Emulator, "state">,
  { events, dataPolicy }: { events: readonly Written[]; dataPolicy: string },
): string[] {
  const known = new Map(emulator.state().events.map((event) => [event.eventId, event]));
  return events.flatMap((written) => {
    const order = known.get(written.eventId)?.order;
    if (!order) return [`${written.eventId} has no order`];
    const opsType = written.planTime === undefined ? "immediate" : "scheduled";
    const second = order.planTime === null ? undefined : Math.floor(order.planTime / 1_000) * 1_000;
    const same = order.opsType === opsType && order.dataPolicy === dataPolicy && second === written.planTime;
    return same
      ? []
      : [
          `${written.eventId} is ordered as ${JSON.stringify(order)} and written as ${JSON.stringify(written)}`,
        ];
  });
}

/** What every text that a person may see must keep out. */
export function secretsIn(where: string, text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => text.includes(secret)).map((secret) => `${where} shows ${secret}`);
}

/** Advice is an imperative at the start of a sentence or of a part of one, or says what the next run does. */
const ADVICE =
  /(?:^|[.:;,?(] |, and |, then |, or )(?:run|check|correct|grant|read|write|renew|enable|use|look|wait|set|give|create|log in|repair|raise|remove)\b|the next `pulumi up`/i;

/** What an error must quote: the API's code, and a request id where ENS gave one. */
export interface Quotes {
  code?: string;
  requestId?: true;
}

/**
 * What is wrong with an error that somebody reads at night: it must name the events or the call, and say what to do; where
 * ENS gave a code and a request id, it must quote them.
 */
export function unhelpful(
  error: string,
  { emulator, quotes = {} }: { emulator: Pick<Emulator, "calls">; quotes?: Quotes },
): string[] {
  const wrong: string[] = [];
  if (!/\be-\d|\bDescribeHistoryEvents\b|\bBatchEventMigrateInstance\b|\bCredentials\b/.test(error))
    wrong.push(`names neither an event nor a call: ${error}`);
  if (!ADVICE.test(error)) wrong.push(`does not say what to do: ${error}`);
  return [...wrong, ...unquoted(error, emulator, quotes)];
}

export function unquoted(
  error: string,
  emulator: Pick<Emulator, "calls">,
  { code, requestId }: Quotes,
): string[] {
  const wrong: string[] = [];
  if (code !== undefined && !error.includes(code)) wrong.push(`does not quote ${code}: ${error}`);
  if (requestId && !emulator.calls().some((call) => error.includes(call.requestId)))
    wrong.push(`quotes no request id: ${error}`);
  return wrong;
}
