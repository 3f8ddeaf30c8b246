import type { Connection, EnsClient } from "@pulumi-ens/provider/ens";
import type { Io } from "./io";

/** The flags that name a connection, as a plan's `connection` does: references only, never keys. */
export const CONNECTION_OPTIONS = {
  profile: { type: "string" },
  "role-arn": { type: "string" },
  endpoint: { type: "string" },
} as const;

export const CONNECTION_HELP = `      --profile NAME       a profile of the Alibaba Cloud CLI's configuration file
      --role-arn ARN       a RAM role to assume with the credentials found
      --endpoint HOST      this endpoint. Default: ENS_ENDPOINT, else ens.aliyuncs.com`;

export function connectionOf(values: {
  profile?: string | undefined;
  "role-arn"?: string | undefined;
  region?: string | undefined;
  endpoint?: string | undefined;
}): Connection {
  const { profile, "role-arn": roleArn, region, endpoint } = values;
  return {
    ...(profile !== undefined && { profile }),
    ...(roleArn !== undefined && { roleArn }),
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
  };
}

/** A client for the flags and the environment. Only Pulumi can read stack configuration, and it does not run here. */
export async function openClient(
  connection: Connection,
  io: Pick<Io, "env" | "cwd">,
  log?: (line: string) => void,
): Promise<EnsClient> {
  const { openEnsClient } = await import("@pulumi-ens/provider/ens");
  return openEnsClient({
    connection,
    config: () => undefined,
    isConfigurable: false,
    env: io.env,
    programDirectory: io.cwd,
    ...(log && { log }),
  });
}
