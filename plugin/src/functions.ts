import type { EventSelection } from "@pulumi-ens/provider/discover";
import type { Connection } from "@pulumi-ens/provider/ens";
import { type Say, withSignsOfLife } from "@pulumi-ens/provider/host";
import { quoting, readKnownPlanned, readState } from "@pulumi-ens/provider/plan";
import { isObject, shown } from "@pulumi-ens/provider/strict";
import { unimplemented } from "./failure";
import type { Session } from "./session";
import type { Properties } from "./values";

interface Context {
  session: Session;
  say: Say;
  /** Whether an argument is, or a part of one. */
  secret: boolean;
}

/** The functions of the package, by token. An error names the function. */
const FUNCTIONS: Record<string, (args: Properties, context: Context) => Promise<Properties> | Properties> = {
  "ens:index:getMigrationEvents": getMigrationEvents,
  "ens:index:parseMigrations": parseMigrations,
  "ens:index:parsePlanned": parsePlannedLines,
};

export async function invoke(token: string, args: Properties, context: Context): Promise<Properties> {
  const call = Object.hasOwn(FUNCTIONS, token) ? FUNCTIONS[token] : undefined;
  if (!call) throw unimplemented(`a function "${token}"`);
  return call(args, context);
}

async function getMigrationEvents(args: Properties, { session, say }: Context): Promise<Properties> {
  const { assertSelection, discover } = await import("@pulumi-ens/provider/discover");
  assertSelection(args);
  const { connection, ...selection } = args as EventSelection & { connection?: Connection };
  const client = await session.clientFor(connection, (line) => say("info", line));
  const events = await withSignsOfLife({ say }, ({ doing }) => {
    doing(() => "still waiting for ENS to list the events");
    return discover(client, selection, { signal: session.cancelled });
  });
  return { events };
}

function parseMigrations(args: Properties, context: Context): Properties {
  return { migrations: Object.fromEntries(quoting(context, () => readState(args)).migrations) };
}

function parsePlannedLines({ planned }: Properties, context: Context): Properties {
  if (!isObject(planned))
    throw new TypeError(`planned must be a plan's output planned, not ${shown(planned)}`);
  return { planned: quoting(context, () => readKnownPlanned(planned)) };
}
