import { nearest } from "../../api/nearest";
import { shown } from "../../api/strict";

/*
 * What a time zone is, wherever one is chosen: `UTC`, or an Area/City name of the IANA database. Node's `Intl` only says whether
 * such a name exists: which other texts it takes, and in which letter case, differs from version to version.
 */

const AREA = /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//;

/** Words of the database's names that are not written like `Shanghai`. */
const WORDS = new Map(
  ["of", "es", "au", "McMurdo", "DumontDUrville", "ComodRivadavia", "ACT", "LHI", "NSW", "IN"].map((word) => [
    word.toLowerCase(),
    word,
  ]),
);

/** What people write instead of a zone. To `Intl`, `CST` is Chicago; here it is China's. */
const MEANT = new Map(
  Object.entries({
    "Asia/Shanghai": ["CST", "PRC", "China", "China Standard Time", "Beijing", "Asia/Beijing", "+08:00"],
    "Asia/Hong_Kong": ["HKT", "Hongkong"],
    "Asia/Singapore": ["SGT", "Singapore Standard Time"],
    "Asia/Taipei": ["ROC", "Taipei Standard Time"],
    "Asia/Tokyo": ["JST", "Japan", "Tokyo Standard Time", "+09:00"],
    "Asia/Seoul": ["KST", "ROK", "Korea Standard Time"],
    "Asia/Bangkok": ["SE Asia Standard Time", "+07:00"],
    "Asia/Kolkata": ["India Standard Time", "+05:30"],
    "Europe/London": ["GB", "GMT Standard Time"],
    "America/New_York": ["EST", "EST5EDT", "US/Eastern"],
    "America/Chicago": ["CST6CDT", "US/Central"],
    "America/Denver": ["MST", "MST7MDT", "US/Mountain"],
    "America/Los_Angeles": ["PST", "PST8PDT", "US/Pacific"],
    UTC: [
      "UTC",
      "GMT",
      "UCT",
      "Z",
      "Zulu",
      "Universal",
      "Greenwich",
      "Etc/UTC",
      "Etc/UCT",
      "Etc/GMT",
      "+00:00",
    ],
  }).flatMap(([zone, texts]) => texts.map((text) => [text.toLowerCase(), zone])),
);

/** Why a value is not a time zone, with the likely one, to follow its name; `undefined` for a zone. */
export function timeZoneFailure(value: unknown): string | undefined {
  if (typeof value === "string" && isTimeZone(value)) return undefined;
  const likely = typeof value === "string" ? likelyZone(value) : "";
  return `must be a time zone as Area/City, such as Asia/Shanghai, or UTC, not ${shown(value)}${likely}`;
}

function isTimeZone(name: string): boolean {
  if (name === "UTC") return true;
  // `Intl` takes any case, and two spellings of one zone would be two zones in state.
  return AREA.test(name) && name === spelling(name) && exists(name);
}

/** Links such as Asia/Kolkata exist too, though `Intl.supportedValuesOf` does not list them. */
function exists(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A name in the database's letter case. */
function spelling(name: string): string {
  return name
    .toLowerCase()
    .replace(/[a-z]+/g, (word) => WORDS.get(word) ?? word.charAt(0).toUpperCase() + word.slice(1));
}

/** `; did you mean Asia/Shanghai?`, or nothing. */
function likelyZone(text: string): string {
  const name = text.trim();
  const zones = Intl.supportedValuesOf("timeZone").filter((zone) => AREA.test(zone));
  const cased = spelling(name.replaceAll(" ", "_"));
  const city = `/${cased.slice(cased.lastIndexOf("/") + 1)}`;
  const zone =
    MEANT.get(offsetIn(name) ?? name.toLowerCase()) ??
    (isTimeZone(cased) ? cased : zones.find((each) => each.endsWith(city)));
  return zone ? `; did you mean ${zone}?` : nearest(name, zones);
}

/** `+08:00` of `+8`, `UTC+8`, `GMT+0800` or `Etc/GMT-8`, whose sign is the other way round. */
function offsetIn(text: string): string | undefined {
  const [, prefix = "", sign = "", hours = "", minutes = "00"] =
    /^(utc|gmt|etc\/gmt|) ?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(text) ?? [];
  if (hours === "") return undefined;
  const isEast = (sign === "+") !== /^etc/i.test(prefix) || Number(hours) + Number(minutes) === 0;
  return `${isEast ? "+" : "-"}${hours.padStart(2, "0")}:${minutes}`;
}
