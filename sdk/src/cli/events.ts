import { discover, type EventSelection, type MigrationEvent } from "@pulumi-ens/provider/discover";
import { counted, timeZoneFailure } from "@pulumi-ens/provider/plan";
import { printable, tally } from "../report/model/words";
import { dayName, localReading, wallTime } from "../report/model/zone";
import { parse } from "./arguments";
import { CONNECTION_HELP, CONNECTION_OPTIONS, connectionOf, openClient } from "./connection";
import { FILTER_HELP, FILTER_OPTIONS, filtersOf } from "./filters";
import { type Io, UsageError } from "./io";
import { table } from "./table";

export const HELP = `Usage: pulumi-ens events [options]

Lists the migrations that ENS asks for, each with its time (NotBefore), status, region, event and instance, the next one
first. It needs no program, and only reads. It lists events with status Inquiring (no order yet), Scheduled (ordered)
and Executing. It does not list events that have ended.

${FILTER_HELP}
      --json               the events as getMigrationEvents returns them, ready for a plan
  -z, --time-zone ZONE     times in this zone, such as Asia/Shanghai or UTC. Default: this machine's zone
${CONNECTION_HELP}
  -h, --help               this text

Credentials come from the environment, as for a program without stack configuration.
`;

export async function events(args: readonly string[], io: Io): Promise<number> {
  const { values } = parse({
    args: [...args],
    options: {
      ...CONNECTION_OPTIONS,
      ...FILTER_OPTIONS,
      json: { type: "boolean" },
      "time-zone": { type: "string", short: "z" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  const { profile, "role-arn": roleArn, endpoint, "time-zone": zone } = values;
  const failure = zone === undefined ? undefined : timeZoneFailure(zone);
  if (failure !== undefined) throw new UsageError(`--time-zone ${failure}`);
  const filters = filtersOf(values);
  const connection = connectionOf({ profile, "role-arn": roleArn, endpoint });

  const client = await openClient(connection, io, (line) => io.err(`${line}\n`));
  const found = await discover(client, filters);
  if (values.json) io.out(`${JSON.stringify({ events: found }, undefined, 2)}\n`);
  else if (found.length === 0) io.out(`${nothing(filters)}\n`);
  else io.out(listing(found, zone ?? machineZone()));
  return 0;
}

/** Events without a time come after all others. */
const LAST = Number.MAX_SAFE_INTEGER;

function listing(found: readonly MigrationEvent[], zone: string): string {
  const statuses = [...tally(found.map(({ eventStatus }) => eventStatus))];
  const sorted = [...found].sort((a, b) => (a.notBefore ?? LAST) - (b.notBefore ?? LAST));
  const rows = sorted.map((event) => [
    event.notBefore === undefined ? "" : timeText(event.notBefore, zone),
    event.eventStatus,
    event.ensRegionId ?? "",
    event.eventId,
    event.resourceId,
    event.instanceName ?? "",
  ]);
  const heading = [`NOT BEFORE (${zone})`, "STATUS", "REGION", "EVENT", "INSTANCE", "NAME"];
  return [
    `${counted(found.length, "event")}: ${statuses.map(([status, count]) => `${count} ${printable(status)}`).join(", ")}`,
    "",
    table([heading, ...rows.map((row) => row.map(printable))]),
  ].join("\n");
}

/** `Sat 2026-12-05 01:30`. */
function timeText(at: number, zone: string): string {
  return `${dayName(wallTime(zone, at)).slice(0, 3)} ${localReading(zone, at)}`;
}

/** Says what was looked for, since a mistyped region or tag finds nothing too. */
function nothing({ ensRegionIds, tags = {} }: EventSelection): string {
  const texts = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
  const filters = [
    ...(ensRegionIds ? [` in region ${ensRegionIds.join(" or ")}`] : []),
    ...(texts.length > 0 ? [` with tag ${texts.join(" and ")}`] : []),
  ];
  const which = filters.length > 0 ? ` for instances${filters.join("")}` : "";
  return `ENS lists no migration event with status Inquiring, Scheduled or Executing${which}.`;
}

function machineZone(): string {
  // Nothing where the environment's TZ names no zone.
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
