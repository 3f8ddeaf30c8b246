import { DATA_POLICIES, type DataPolicy } from "../api/ens";
import { isId } from "../plan/input/event";
import { firstOf } from "../plan/model/words";

/** What `pulumi import` is asked for. */
export interface ImportId {
  eventIds: readonly string[];
  /** Of the orders, where the person who imports knows it. */
  dataPolicy?: DataPolicy;
}

const FORM =
  `Give the ids of the events, such as e-1,e-2; or with the data policy of their orders, such as force_transfer:e-1,e-2. ` +
  `The data policies are ${DATA_POLICIES.join(", ")}`;

/** A command line holds more, and nobody types as many. */
const MOST_EVENTS = 1_000;

/** Reads `e-…,e-…` and `POLICY:e-…,e-…`. Throws one sentence that shows the right form. */
export function parseImportId(id: string): ImportId {
  const [, policy, list = ""] = /^(?:([^:]*):)?(.*)$/s.exec(id) ?? [];
  const dataPolicy = DATA_POLICIES.find((each) => each === policy?.trim());
  if (policy !== undefined && dataPolicy === undefined)
    throw refused(`${quoted(policy)} is not a data policy`);
  const eventIds = list
    .split(",")
    .map((each) => each.trim())
    .filter(Boolean);
  if (eventIds.length === 0) throw refused("the id names no event");
  const wrong = eventIds.filter((each) => !isId(each, "e-"));
  if (wrong.length > 0)
    throw refused(`${firstOf(wrong.map(quoted), 3)} ${wrong.length === 1 ? "is" : "are"} not an event id`);
  const twice = eventIds.filter((each, index) => eventIds.indexOf(each) !== index);
  if (twice.length > 0) throw refused(`${firstOf([...new Set(twice)], 3)}: named twice`);
  if (eventIds.length > MOST_EVENTS)
    throw refused(`${eventIds.length} events are more than the ${MOST_EVENTS} that one import takes`);
  return { eventIds, ...(dataPolicy && { dataPolicy }) };
}

function refused(problem: string): Error {
  return new Error(`cannot import: ${problem}. ${FORM}`);
}

/** Who pastes the wrong text may have pasted much of it. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
