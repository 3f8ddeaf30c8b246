import { type EnsClient, EnsError, meaningOf, MIGRATE_EVENT_TYPE } from "@pulumi-ens/provider/ens";
import { messageOf } from "../io";
import { type Check, fail, ok, warn } from "./check";

/** What the calls to ENS showed. */
export interface Access {
  checks: Check[];
  /** Why credentials could not be fetched, or were not known to ENS. */
  credentialsProblem?: string;
  /** ENS accepted a signature of this machine's time, or refused it as too old or too new. */
  clock?: "accepted" | "refused";
}

const PATIENCE = 20_000;

/** Checks the read permissions by using them. Only an order could check the permission to send orders, so that one is not checked. */
export async function accessOf(client: EnsClient, now: () => number): Promise<Access> {
  const options = { deadline: now() + PATIENCE };
  const history = await attempt(client.describeHistoryEvents({ eventTypes: [MIGRATE_EVENT_TYPE] }, options));
  if (history instanceof Error) {
    const { kind, code } = history instanceof EnsError ? history : {};
    // Also where it is STS that has refused a role.
    const isClock = meaningOf({ code }).about === "clock";
    const refused = isClock ? { clock: "refused" as const } : {};
    return kind === "credentials"
      ? {
          checks: [fail("Read events", "not checked. Fix Credentials first")],
          credentialsProblem: history.message,
          ...refused,
        }
      : { checks: [fail("Read events", messageOf(history))], ...refused };
  }
  const events = ok(
    "Read events",
    `ens:DescribeHistoryEvents is granted${history.length === 0 ? "; ENS lists no migration events" : ""}. ` +
      "pulumi up also needs ens:BatchEventMigrateInstance, which only an order can check",
  );
  // A name and a tag that nothing has, so that the answers are short.
  const nobody = "pulumi-ens-doctor";
  const discovery = await Promise.all([
    attempt(client.describeInstances({ instanceName: nobody }, options)),
    attempt(client.listTagResources({ resourceType: "instance", tags: [{ key: nobody }] }, options)),
  ]);
  const problems = discovery.filter((result) => result instanceof Error).map(messageOf);
  return {
    checks: [
      events,
      problems.length > 0
        ? warn("Discovery", `getMigrationEvents will fail: ${problems.join("; ")}`)
        : ok("Discovery", "ens:DescribeInstances and ens:ListTagResources are granted"),
    ],
    clock: "accepted",
  };
}

async function attempt<T>(work: Promise<T>): Promise<T | Error> {
  try {
    return await work;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
