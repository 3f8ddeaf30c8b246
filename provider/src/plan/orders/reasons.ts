import { type Cause, type EventCause, factsOf, type Failure, inWords, kindOf } from "../model/advice";
import { counted, sentences } from "../model/words";

/** As many events as one text names. */
const NAMED = 50;

/** Failures in words: one text a cause, naming the events it met. */
export function reasonsOf(failures: readonly Failure[], nameOf: (eventId: string) => string): string[] {
  const kinds = ({ advice }: Failure) => advice.map(kindOf).join("; ");
  return alike(failures, kinds).map((group) =>
    sentences(
      inOneText(group, nameOf),
      group[0].consequence ?? "",
      inWords(group.map(({ advice }) => advice)),
    ),
  );
}

/** What is to be known of events, in words: one text for all of which the same is so. */
export function linesOf(facts: readonly EventCause[], nameOf: (eventId: string) => string): string[] {
  return alike(facts, () => "").map((group) =>
    sentences(inOneText(group, nameOf), group[0].consequence ?? ""),
  );
}

/** What failed withheld, for what the engine prints and keeps in the stack's state, in clear, of failures whose events are secret. */
export function withoutEvents(failures: readonly Failure[]): string {
  const events = new Set(failures.map(({ eventId }) => eventId));
  return (
    `${counted(events.size, "event")} failed. The messages of this command say which and why. This one does not, because ` +
    "the events are secret and Pulumi keeps it in the state, unencrypted"
  );
}

function alike<T extends Cause>(facts: readonly T[], more: (fact: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const fact of facts) {
    const key = [fact.what, fact.consequence, more(fact)].join("\n");
    const group = groups.get(key);
    if (group) group.push(fact);
    else groups.set(key, [fact]);
  }
  return [...groups.values()];
}

/** `e-1 (web-1, i-1), e-2 (web-2, i-2): WHAT (DETAILS)`, or where details differ, `[DETAILS]` after the last of those that share them. */
function inOneText(
  group: readonly [EventCause, ...EventCause[]],
  nameOf: (eventId: string) => string,
): string {
  const [first] = group;
  const isShared = group.every(({ details }) => details === first.details);
  const haveAll = group.every(({ details }) => details !== undefined);
  const names = group.slice(0, NAMED).map(({ eventId, details }, index, named) => {
    const isLast = !haveAll || named[index + 1]?.details !== details;
    return isShared || details === undefined || !isLast ? nameOf(eventId) : `${nameOf(eventId)} [${details}]`;
  });
  const left = group.length - names.length;
  const more = left > 0 ? ` and ${counted(left, "more event")}, see migrations` : "";
  return `${names.join(", ")}${more}: ${isShared ? factsOf(first) : first.what}`;
}
