import { inTwoPlans, isUnknown } from "@pulumi-ens/provider/plan";
import type { PlanName } from "./inputs";
import type { Properties } from "./values";

interface Claim {
  label: string;
  events: Set<string>;
  secret: boolean;
}

/**
 * Which plan of the program has which event: two plans with one event would order it twice. By URN, since `check` is called again for
 * a replacement of the same plan.
 */
export class Claims {
  readonly #plans = new Map<string, Claim>();

  /** Takes the events for the plan, or what it had where `ignoreChanges` keeps it. Returns a reason for each that another plan has. */
  claim({ urn, label }: PlanName, inputs: Properties, olds: Properties): string[] {
    const events = eventsOf(inputs["events"] ?? olds["planned"]);
    const others = [...this.#plans].filter(([other]) => other !== urn);
    const secret = inputs["secret"] === true;
    this.#plans.set(urn, { label, events: new Set(events.keys()), secret });
    return [...events].flatMap(([eventId, event]) => {
      const owner = others.find(([, { events: taken }]) => taken.has(eventId))?.[1];
      return owner ? [inTwoPlans(eventId, event, [owner.label, label], { secret })] : [];
    });
  }

  /** Events of all other plans that have been checked, and whether one of these plans is secret. */
  elsewhere(urn: string): { eventIds: string[]; secret: boolean } {
    const others = [...this.#plans].filter(([other]) => other !== urn).map(([, claim]) => claim);
    return {
      eventIds: others.flatMap(({ events }) => [...events]),
      secret: others.some(({ secret }) => secret),
    };
  }
}

/** By event id, as far as a preview knows it: a list of events, or what is planned for them. */
function eventsOf(events: unknown): Map<string, Properties> {
  if (typeof events !== "object" || events === null) return new Map();
  if (!Array.isArray(events)) return new Map(Object.keys(events).map((eventId) => [eventId, {}]));
  const all: unknown[] = events;
  return new Map(
    all.flatMap((event) => {
      const eventId = typeof event === "object" && event !== null && (event as Properties)["eventId"];
      return typeof eventId === "string" && !isUnknown(eventId)
        ? [[eventId, event as Properties] as const]
        : [];
    }),
  );
}
