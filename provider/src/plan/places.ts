import { CONNECTION_FIELDS } from "../api/connection";
import { EVENT } from "./input/event";
import type { CheckFailure } from "./input/failures";
import { INPUTS } from "./input/options";
import type * as Fields from "./schedule/fields";

/** A name, and where it may be written: its place is empty for the plan itself. */
interface Spot {
  place: string;
  name: string;
}

let known: ReadonlyMap<string, readonly Spot[]> | undefined;

/** Where each name may be written, by its plain spelling. Of two places the first is likelier. */
function spots(): ReadonlyMap<string, readonly Spot[]> {
  // It brings the time zone and cron libraries, and most plans have no name in the wrong place.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` cannot load it at once.
  const { SCHEDULE, WINDOW, EXCLUSION } = require("./schedule/fields") as typeof Fields;
  const places = {
    "": INPUTS,
    schedule: SCHEDULE,
    "schedule.windows[]": WINDOW,
    "schedule.exclusions[]": EXCLUSION,
    "events[]": EVENT,
    connection: CONNECTION_FIELDS,
  };
  const all = Object.entries(places).flatMap(([place, fields]) =>
    Object.keys(fields).map((name) => ({ place, name })),
  );
  const byName = new Map<string, Spot[]>();
  for (const spot of all) byName.set(plain(spot.name), [...(byName.get(plain(spot.name)) ?? []), spot]);
  return byName;
}

/** Says of a name that is not known where it stands where it belongs, if it is known elsewhere. */
export function withPlace({ strangerTo, ...failure }: CheckFailure): CheckFailure {
  const elsewhere = strangerTo === undefined ? undefined : placeOf(failure.property);
  if (elsewhere === undefined) return failure;
  const reason = `is not a property of ${strangerTo}; did you mean ${elsewhere}?`;
  return { ...failure, reason, plain: reason };
}

function placeOf(property: string): string | undefined {
  const end = property.lastIndexOf(".");
  const here = property.slice(0, Math.max(end, 0)).replace(/\[\d+\]/g, "[]");
  known ??= spots(); // Each of thousands of events may have the same name in the wrong place.
  const found = known.get(plain(property.slice(end + 1))) ?? [];
  const [first] = found;
  // The reason suggests a name of the same place already.
  if (!first || found.some(({ place }) => place === here)) return undefined;
  return first.place === "" ? `${first.name} of the plan` : `${first.place}.${first.name}`;
}

/** `max_unavailable` and `maxUnavailable` are alike. */
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
