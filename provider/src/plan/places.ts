import { CONNECTION_FIELDS } from "../api/connection";
import { EVENT } from "./input/event";
import type { CheckFailure } from "./input/failures";
import { INPUTS } from "./input/options";
import type * as Fields from "./schedule/fields";

/** Where a name may be written: its place, empty for the plan itself, and all names there. Of two places the first is likelier. */
function places(): { place: string; names: string[] }[] {
  // It brings the time zone and cron libraries, and most plans have no name in the wrong place.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- `import()` cannot load it at once.
  const { SCHEDULE, WINDOW, EXCLUSION } = require("./schedule/fields") as typeof Fields;
  return Object.entries({
    "": INPUTS,
    schedule: SCHEDULE,
    "schedule.windows[]": WINDOW,
    "schedule.exclusions[]": EXCLUSION,
    "events[]": EVENT,
    connection: CONNECTION_FIELDS,
  }).map(([place, fields]) => ({ place, names: Object.keys(fields) }));
}

/** Says of a name that is not known where it stands where it belongs, if it is known elsewhere. */
export function withPlace({ property, reason, strangerTo }: CheckFailure): CheckFailure {
  const elsewhere = strangerTo === undefined ? undefined : placeOf(property);
  return elsewhere === undefined
    ? { property, reason }
    : { property, reason: `is not a property of ${strangerTo}; did you mean ${elsewhere}?` };
}

function placeOf(property: string): string | undefined {
  const end = property.lastIndexOf(".");
  const here = property.slice(0, Math.max(end, 0)).replace(/\[\d+\]/g, "[]");
  const written = plain(property.slice(end + 1));
  const found = places().flatMap(({ place, names }) =>
    names.filter((name) => plain(name) === written).map((name) => ({ place, name })),
  );
  const [first] = found;
  // The reason suggests a name of the same place already.
  if (!first || found.some(({ place }) => place === here)) return undefined;
  return first.place === "" ? `${first.name} of the plan` : `${first.place}.${first.name}`;
}

/** `max_unavailable` and `maxUnavailable` are alike. */
function plain(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
