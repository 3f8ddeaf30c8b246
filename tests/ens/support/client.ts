import type { EventInfo } from "../../../provider/src/api/ens";
import { type EnsClient, openEnsClient, type OpenOptions } from "../../../provider/src/ens/index";
import { Limiter } from "../../../provider/src/ens/retry/limiter";
import { createProgramDirectory, type ProgramDirectory } from "./standin";

export const SECRETS = {
  accessKeyId: "LTAI-marked-key-id",
  accessKeySecret: "marked/secret+of=the key",
  securityToken: "marked.token/with+odd=signs",
  password: 'Marked"Pass1&/+ é',
};

export const TRANSPORTS = ["builtin", "sdk"] as const;

let withSdk: ProgramDirectory | undefined;
function programWithSdk(): string {
  withSdk ??= createProgramDirectory("10.1.4");
  return withSdk.path;
}
after(() => {
  withSdk?.remove();
  withSdk = undefined;
});

export function optionsFor(
  endpoint: string,
  config: Record<string, string> = {},
  more: Partial<OpenOptions> = {},
): OpenOptions {
  const values: Record<string, string> = {
    "ens:endpoint": endpoint,
    "ens:transport": "builtin",
    "alicloud:accessKey": SECRETS.accessKeyId,
    "alicloud:secretKey": SECRETS.accessKeySecret,
    ...config,
  };
  // Tests move their clocks, so what one is held back by is nothing to the next.
  const limiter = new Limiter();
  return { config: (key) => values[key], env: {}, programDirectory: programWithSdk(), limiter, ...more };
}

export function openClient(
  endpoint: string,
  config: Record<string, string> = {},
  more: Partial<OpenOptions> = {},
): Promise<EnsClient> {
  return openEnsClient(optionsFor(endpoint, config, more));
}

export function order(number: number, more: { password?: string } = {}): EventInfo {
  return {
    eventId: `e-${number}`,
    resourceId: `i-${number}`,
    dataPolicy: "force_transfer",
    opsType: "immediate",
    ...more,
  };
}

/** What a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw new Error("rejected with something that is no error", { cause: error });
  }
  throw new Error("was not rejected");
}
