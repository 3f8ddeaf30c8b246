import { type Endpoint, resolveEndpoint } from "@pulumi-ens/provider/ens";

export type { Endpoint };

/** Where the client looks for ENS, as far as the environment and the command line say. */
export function endpointOf(
  given: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Endpoint {
  return resolveEndpoint({
    connection: given === undefined ? {} : { endpoint: given },
    config: () => undefined,
    env,
  });
}
