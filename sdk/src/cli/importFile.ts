import { randomUUID } from "node:crypto";
import { discover, type EventSelection, type MigrationEvent } from "@pulumi-ens/provider/discover";
import { type Connection, DATA_POLICIES, type DataPolicy } from "@pulumi-ens/provider/ens";
import { counted, nameEvent } from "@pulumi-ens/provider/plan";
import { choice, parse } from "./arguments";
import { CONNECTION_HELP, CONNECTION_OPTIONS, connectionOf, openClient } from "./connection";
import { importedResource, type ScheduledEvent } from "./importedResource";
import { type Io, UsageError } from "./io";
import { planSnippet } from "./planSnippet";

export const HELP = `Usage: pulumi-ens import-file --name NAME --data-policy POLICY [options]

Makes a file for "pulumi import" with one MigrationPlan for the migrations that ENS has as Scheduled already,
ordered by hand or by another tool. Importing it orders nothing, and with the program text that is printed
on standard error the next "pulumi up" orders nothing either.

      --name NAME          the plan's name in the program
      --data-policy POLICY abandon, force_transfer or try_transfer: what they were ordered with. ENS does not
                           say, so you must
      --acknowledge-data-loss  needed with abandon, as on the plan
      --resource-id ID     only this instance; may be repeated
      --region ID          only instances in this ENS region, such as cn-beijing-telecom; may be repeated
      --tag KEY=VALUE      only instances with this tag; repeated, all of them
  -o, --output FILE        write there instead of to standard output; use it in Windows PowerShell, whose ">"
                           writes UTF-16, which "pulumi import" does not read
${CONNECTION_HELP}
  -h, --help               this text

Credentials come from the environment, as for a program without stack configuration.
`;

export async function importFile(args: readonly string[], io: Io): Promise<number> {
  const { values } = parse({
    args: [...args],
    options: {
      ...CONNECTION_OPTIONS,
      name: { type: "string" },
      "data-policy": { type: "string" },
      "acknowledge-data-loss": { type: "boolean" },
      "resource-id": { type: "string", multiple: true },
      region: { type: "string", multiple: true },
      tag: { type: "string", multiple: true },
      output: { type: "string", short: "o" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  const { name, output } = values;
  if (!name) throw new UsageError("--name is missing: what the plan is called in the program");
  const dataPolicy = dataPolicyOf(values["data-policy"]);
  const acknowledgeDataLoss = values["acknowledge-data-loss"] === true;
  if (dataPolicy === "abandon" && !acknowledgeDataLoss)
    throw new UsageError("--data-policy abandon loses local data; it also needs --acknowledge-data-loss");
  const { profile, "role-arn": roleArn, endpoint } = values;
  const connection = connectionOf({ profile, "role-arn": roleArn, endpoint });

  const events = await scheduledEvents(connection, selectionOf(values), io);
  const plan = {
    name,
    dataPolicy,
    ...(acknowledgeDataLoss && { acknowledgeDataLoss }),
    ...(Object.keys(connection).length > 0 && { connection }),
    events,
  };
  const resource = await importedResource(plan, `migration-plan-${randomUUID()}`);
  const text = `${JSON.stringify({ resources: [resource] }, undefined, 2)}\n`;
  if (output === undefined) io.out(text);
  else await io.writeFile(output, text);
  io.err(guide(planSnippet(plan), events.length, output ?? "FILE"));
  return 0;
}

function dataPolicyOf(given: string | undefined): DataPolicy {
  if (given === undefined) {
    throw new UsageError(
      `--data-policy is missing: one of ${DATA_POLICIES.join(", ")}, as they were ordered. ENS does not say, so you must`,
    );
  }
  return choice("--data-policy", given, DATA_POLICIES);
}

function selectionOf(values: {
  "resource-id"?: string[] | undefined;
  region?: string[] | undefined;
  tag?: string[] | undefined;
}): EventSelection {
  const { "resource-id": resourceIds, region, tag } = values;
  // ENS drops a parameter without a value, and then answers for all instances.
  if (resourceIds?.some(isBlank)) throw new UsageError("--resource-id must not be empty");
  if (region?.some(isBlank)) throw new UsageError("--region must not be empty");
  return {
    statuses: ["Scheduled"],
    ...(resourceIds && { resourceIds }),
    ...(region && { ensRegionIds: region }),
    ...(tag && { tags: Object.fromEntries(tag.map(tagOf)) }),
  };
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}

function tagOf(given: string): [string, string] {
  const equals = given.indexOf("=");
  if (equals < 1) throw new UsageError(`--tag takes KEY=VALUE, not "${given}"`);
  return [given.slice(0, equals), given.slice(equals + 1)];
}

async function scheduledEvents(
  connection: Connection,
  selection: EventSelection,
  io: Io,
): Promise<ScheduledEvent[]> {
  const client = await openClient(connection, io, (line) => io.err(`${line}\n`));
  const found = await discover(client, selection);
  const usable = found.filter((event): event is MigrationEvent & { notBefore: number } => {
    if (event.notBefore !== undefined) return true;
    io.err(`warning: ${nameEvent(event.eventId, event)} is left out: ENS gives no time for it\n`);
    return false;
  });
  if (usable.length === 0) throw new Error("ENS has no Scheduled migration that fits");
  return usable.map(({ eventId, resourceId, instanceName, group, notBefore }) => ({
    eventId,
    resourceId,
    ...(instanceName !== undefined && { instanceName }),
    ...(group !== undefined && { group }),
    planTime: notBefore,
  }));
}

function guide(snippet: string, events: number, file: string): string {
  return `
${counted(events, "order")} found. Put this into the program:

${snippet}
then import:

  pulumi import --file ${/\s/.test(file) ? JSON.stringify(file) : file} --protect=false --generate-code=false

and look whether "pulumi up" finds nothing to do.
`;
}
