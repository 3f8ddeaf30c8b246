import { lastColumnOf, VERSION } from "./columns";
import { hasTerms } from "./planned";

/** An order that was taken and reads as ordered; the groups are its terms and the end of the line. */
const SCHEDULED = new RegExp(
  `^[^|]+ \\| Scheduled \\| ordered (\\d\\S+) (\\S+)(?: \\| call \\d+)? \\| NotBefore as ordered( \\| #${VERSION}\\.\\S*)$`,
);
/** The same once it has run; the group is the end of the line. Only a time can be as ordered. */
const EXECUTED = new RegExp(
  `^[^|]+ \\| Executed \\| ordered (?!immediate .* NotBefore)\\S+ \\S+(?: \\| call \\d+)?(?: \\| NotBefore as ordered)?( \\| #${VERSION}\\.\\S*)$`,
);

interface Lines {
  planned: Readonly<Record<string, string>>;
  migrations: Readonly<Record<string, string>>;
}

/**
 * All lines but those of planned events that are as planned: of these there is nothing to do and nothing to say. At
 * most `up`s they are nearly all of ten thousand, so only what is left is read whole.
 */
export function withWork({ planned, migrations }: Lines, waitFor: string): Lines {
  const left = { planned: {} as Record<string, string>, migrations: {} as Record<string, string> };
  for (const [eventId, line] of Object.entries(planned)) {
    const migration = migrations[eventId];
    // They come from a state file, which people edit.
    const areLines = typeof line === "string" && typeof migration === "string";
    const passedOver = areLines && isAtRest(line, migration, waitFor);
    if (!passedOver) left.planned[eventId] = line;
  }
  for (const [eventId, line] of Object.entries(migrations)) {
    const isPassedOver = Object.hasOwn(planned, eventId) && !Object.hasOwn(left.planned, eventId);
    if (!isPassedOver) left.migrations[eventId] = line;
  }
  return left;
}

/** Ordered as planned under the planned basis, with nothing else to remember; or executed under it. */
function isAtRest(planned: string, migration: string, waitFor: string): boolean {
  const end = lastColumnOf(planned);
  if (waitFor !== "executed") {
    const [, time = "", dataPolicy = "", ending] = SCHEDULED.exec(migration) ?? [];
    if (ending === end && hasTerms(planned, time, dataPolicy)) return true;
  }
  return EXECUTED.exec(migration)?.[1] === end;
}
