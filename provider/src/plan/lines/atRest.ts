/** The line of an order that was taken and reads as ordered; the groups are its terms and its basis. */
const SCHEDULED =
  /^\S+ \| Scheduled \| ordered (\S+) (\S+) \| NotBefore as ordered(?: \| call \d+)? \| #([\w-]+)$/;
const EXECUTED =
  /^\S+ \| Executed \| ordered (\S+) (\S+)(?: \| NotBefore as ordered)?(?: \| call \d+)? \| #([\w-]+)$/;

interface Lines {
  planned: Record<string, string>;
  migrations: Record<string, string>;
}

/**
 * All lines but those of planned events that are as planned: of these there is nothing to do and nothing to say. At
 * most `up`s they are nearly all of ten thousand, so only what is left is read whole.
 */
export function withWork({ planned, migrations }: Readonly<Lines>, waitFor: string): Lines {
  const atRest = waitFor === "executed" ? [EXECUTED] : [SCHEDULED, EXECUTED];
  const left: Lines = { planned: {}, migrations: {} };
  for (const [eventId, line] of Object.entries(planned)) {
    const migration = migrations[eventId];
    const basis = basisIn(line);
    const isAtRest =
      typeof migration === "string" &&
      atRest.some((pattern) => {
        const [, time, dataPolicy, orderedUnder] = pattern.exec(migration) ?? [];
        return (
          orderedUnder === basis && (pattern === EXECUTED || line.includes(`${time} | ${dataPolicy} | `))
        );
      });
    if (!isAtRest) left.planned[eventId] = line;
  }
  for (const [eventId, line] of Object.entries(migrations)) {
    const isAtRest = Object.hasOwn(planned, eventId) && !Object.hasOwn(left.planned, eventId);
    if (!isAtRest) left.migrations[eventId] = line;
  }
  return left;
}

function basisIn(line: string): string {
  return line.slice(line.lastIndexOf("#") + 1);
}
