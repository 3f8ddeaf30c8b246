import { randomUUID } from "node:crypto";
import { discover, type EventSelection, type MigrationEvent } from "@pulumi-ens/provider/discover";
import { type Connection, DATA_POLICIES, type DataPolicy } from "@pulumi-ens/provider/ens";
import { counted, nameEvent } from "@pulumi-ens/provider/plan";
import { choice, parse } from "./arguments";
import { CONNECTION_HELP, CONNECTION_OPTIONS, connectionOf, openClient } from "./connection";
import { FILTER_HELP, FILTER_OPTIONS, filtersOf } from "./filters";
import { importedResource, type ScheduledEvent } from "./importedResource";
import { type Io, UsageError } from "./io";
import { planSnippet } from "./planSnippet";

export const HELP = `Usage: pulumi-ens import-file --name NAME --data-policy POLICY [options]

Writes a file for "pulumi import" with one MigrationPlan that has all migrations that ENS lists as Scheduled: orders
placed by hand or by another tool. The import orders nothing. With the program text that the command prints on standard
error, the next "pulumi up" orders nothing either.

      --name NAME          the plan's name in the program
      --data-policy POLICY abandon, force_transfer or try_transfer: the data policy of the orders. ENS does not tell it
      --acknowledge-data-loss  required with abandon, as on the plan
      --resource-id ID     only this instance. Repeat it for more instances
${FILTER_HELP}
  -o, --output FILE        write there instead of to standard output. Use it in Windows PowerShell, whose ">" writes
                           UTF-16, which "pulumi import" does not read
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
      ...FILTER_OPTIONS,
      "resource-id": { type: "string", multiple: true },
      output: { type: "string", short: "o" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    io.out(HELP);
    return 0;
  }
  const { name, output } = values;
  if (!name) throw new UsageError("--name is missing: the plan's name in the program");
  const dataPolicy = dataPolicyOf(values["data-policy"]);
  const acknowledgeDataLoss = values["acknowledge-data-loss"] === true;
  if (dataPolicy === "abandon" && !acknowledgeDataLoss)
    throw new UsageError("--data-policy abandon loses local data. It also needs --acknowledge-data-loss");
  const { profile, "role-arn": roleArn, endpoint } = values;
  const connection = connectionOf({ profile, "role-arn": roleArn, endpoint });

  const { "resource-id": resourceIds } = values;
  const selection = { ...filtersOf(values), ...(resourceIds && { resourceIds }) };
  const events = await scheduledEvents(connection, selection, io);
  const plan = {
    name,
    dataPolicy,
    ...(acknowledgeDataLoss && { acknowledgeDataLoss }),
    ...(Object.keys(connection).length > 0 && { connection }),
    events,
  };
  const resource = importedResource(plan, `migration-plan-${randomUUID()}`);
  const text = `${JSON.stringify({ resources: [resource] }, undefined, 2)}\n`;
  if (output === undefined) io.out(text);
  else await io.writeFile(output, text);
  io.err(guide(planSnippet(plan), events.length, output ?? "FILE"));
  return 0;
}

function dataPolicyOf(given: string | undefined): DataPolicy {
  if (given === undefined) {
    throw new UsageError(
      `--data-policy is missing: one of ${DATA_POLICIES.join(", ")}, the one that was ordered. ENS does not tell it`,
    );
  }
  return choice("--data-policy", given, DATA_POLICIES);
}

async function scheduledEvents(
  connection: Connection,
  selection: EventSelection,
  io: Io,
): Promise<ScheduledEvent[]> {
  const client = await openClient(connection, io, (line) => io.err(`${line}\n`));
  const found = await discover(client, { ...selection, statuses: ["Scheduled"] });
  const usable = found.filter((event): event is MigrationEvent & { notBefore: number } => {
    if (event.notBefore !== undefined) return true;
    io.err(
      `warning: ${nameEvent(event.eventId, event)} is left out: ENS gives no time (NotBefore) for it. Order it with a plan that has onExistingOrder: "resubmit"\n`,
    );
    return false;
  });
  if (usable.length === 0) {
    throw new Error(
      'ENS lists no Scheduled migration that passes these filters. "npx pulumi-ens events" shows what it lists',
    );
  }
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
Then import:

  pulumi import --file ${/\s/.test(file) ? JSON.stringify(file) : file} --protect=false --generate-code=false

Then check that "pulumi preview" has nothing to do.
`;
}
