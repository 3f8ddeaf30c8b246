import { formatInstant } from "./instant";
import type { Terms } from "./terms";
import { sentences } from "./words";

/**
 * What to do about a failure, as data: what a person reads is worded here, and a test can follow it literally. Several
 * pieces of advice for one failure are alternatives.
 */
export type Advice =
  /** Run `pulumi up` again. Before `notBefore` (Unix milliseconds, the platform's clock) it would only fail again. */
  | { do: "up"; notBefore?: number }
  | { do: "refresh" }
  | { do: "set"; option: "onRemove" | "onReschedule" | "onExistingOrder" | "onUnknownEvent"; value: string }
  /** Put a plan that has left the program back, without these events, with `onRemove: "retain"`, for one `up`. */
  | { do: "putBack"; plan: string }
  /** Write these terms on the event: they are in force already. */
  | ({ do: "write" } & Terms)
  /** Write a time to come on the event. */
  | { do: "newTime" }
  /** Write a new text as `schedule.replan`. */
  | { do: "replan" }
  /** Remove the event from the plan; `eventId` where it is not the one that failed. */
  | { do: "remove"; eventId?: string };

/** What failed for an event, in parts: events that failed alike differ in their details alone. */
export interface Cause {
  /** What failed, in words that name no event. */
  what: string;
  /** What is so of this event alone, such as a time or a request id. */
  details?: string;
  /** What follows from it. */
  consequence?: string;
}

export interface EventCause extends Cause {
  eventId: string;
}

/** Why an event could not be brought to what the plan says, and what to do about it. */
export interface Why extends Cause {
  /** The whole of it as one text, for a place that names the event. */
  reason: string;
  advice: readonly Advice[];
}

export interface Failure extends Why {
  eventId: string;
}

export function because(cause: Cause, advice: readonly Advice[]): Why {
  const { consequence = "" } = cause;
  return { ...cause, reason: sentences(factsOf(cause), consequence, inWords([advice])), advice };
}

/** What failed, with its details. */
export function factsOf({ what, details }: Cause): string {
  if (details === undefined) return what;
  return what.endsWith(")") ? `${what.slice(0, -1)}, ${details})` : `${what.replace(/\.$/, "")} (${details})`;
}

/** A reason with its advice in words, as one text. */
export function worded(what: string, advice: readonly Advice[]): string {
  return sentences(what, inWords([advice]));
}

/** What advice is alike: of events that failed alike it differs in a time, an id or terms at most. */
export function kindOf(advice: Advice): string {
  switch (advice.do) {
    case "set":
      return `${advice.do} ${advice.option} ${advice.value}`;
    case "putBack":
      return `${advice.do} ${advice.plan}`;
    case "remove":
      return `${advice.do} ${advice.eventId === undefined ? "it" : "another"}`;
    case "up":
    case "refresh":
    case "write":
    case "newTime":
    case "replan":
      return advice.do;
  }
}

/** The advice for events that failed alike, all of the same kinds, as sentences. */
export function inWords(advices: readonly (readonly Advice[])[]): string {
  const [one = []] = advices;
  const alternatives: string[] = [];
  for (let index = 0; index < one.length; index++) {
    const [first, next] = one.slice(index);
    if (first?.do === "up" && next?.do === "remove") {
      alternatives.push(
        "fix the cause or remove the event, then run `pulumi up`: it retries only what failed",
      );
      index++;
    } else {
      alternatives.push(wordsOf(advices.flatMap((each) => each[index] ?? [])));
    }
  }
  return sentences(...alternatives.map((each, index) => (index === 0 ? capitalised(each) : `Or ${each}`)));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Pieces of advice of one kind, as one. */
function wordsOf(all: readonly Advice[]): string {
  const [advice] = all;
  switch (advice?.do) {
    case undefined:
      return "";
    case "up": {
      const times = all.flatMap((each) => (each.do === "up" ? (each.notBefore ?? []) : []));
      const after = times.length === 0 ? "" : ` after ${formatInstant(Math.max(...times))}`;
      return `run \`pulumi up\` again${after}: it checks before it sends anything`;
    }
    case "refresh":
      return "wait until it has ended, then run `pulumi refresh`";
    case "set":
      return `set ${advice.option}: "${advice.value}"${CONSEQUENCES[`${advice.option}: ${advice.value}`] ?? ""}`;
    case "putBack":
      return (
        `run \`pulumi up\` with onRemove: "retain" on plan "${advice.plan}", putting it back if it has left the program; ` +
        "then remove or destroy it, and the order stays in force"
      );
    case "write":
      return wordsOfTerms(all.filter((each) => each.do === "write"));
    case "newTime":
      return "write a new planTime";
    case "replan":
      return "write any new text as schedule.replan";
    case "remove":
      return wordsOfRemoval(all.flatMap((each) => (each.do === "remove" ? (each.eventId ?? []) : [])));
  }
}

function wordsOfTerms(all: readonly Terms[]): string {
  const texts = new Set(
    all.map((terms) => {
      const when =
        terms.opsType === "immediate"
          ? 'opsType: "immediate"'
          : `planTime: "${formatInstant(terms.planTime)}"`;
      return `write ${when} and dataPolicy: "${terms.dataPolicy}" on the event`;
    }),
  );
  const [first = ""] = texts;
  const loses = all.some(({ dataPolicy }) => dataPolicy === "abandon");
  const acknowledged = loses ? " (with acknowledgeDataLoss: true on the plan)" : "";
  return texts.size === 1
    ? `${first}${acknowledged} to keep that order`
    : `write the planTime and the dataPolicy of its order on each event${acknowledged} to keep these orders`;
}

/** More ids than anybody copies from a message. */
const MOST_IDS = 50;

function wordsOfRemoval(others: readonly string[]): string {
  const ids = [...new Set(others)];
  const [id] = ids;
  if (id === undefined) return "remove the event from the plan";
  if (ids.length === 1) return `keep one: remove ${id} from the plan`;
  return ids.length > MOST_IDS
    ? "keep one event of each instance"
    : `keep one of each: remove ${ids.join(", ")} from the plan`;
}

/** What an option's value does, where its name does not say it. */
const CONSEQUENCES: Readonly<Record<string, string>> = {
  "onRemove: retain": " for this one `up`: the order then stays in force",
  "onReschedule: resubmit": " to send another order for it",
  "onExistingOrder: keep": " to leave that order",
  "onExistingOrder: resubmit": " to order it as planned",
  "onUnknownEvent: send": " if this account's history hides open events",
};
