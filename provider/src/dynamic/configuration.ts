import { sharedClients } from "../host/clients";

/** Stack configuration by full key, such as `alicloud:accessKey`. */
export type Configuration = (key: string) => string | undefined;

/**
 * The stack configuration of this process. Pulumi's host calls `configure` without holding other calls back until it is done,
 * so whoever needs the configuration awaits it here.
 */
export const configuration = (() => {
  let set: (config: Configuration) => void = () => undefined;
  const ready = new Promise<Configuration>((resolve) => {
    set = resolve;
  });
  return { set, ready };
})();

export const clientFor = sharedClients(async (connection, log) => {
  const [{ openEnsClient }, config] = await Promise.all([import("../ens/index.js"), configuration.ready]);
  return openEnsClient({
    connection,
    config,
    env: process.env,
    programDirectory: process.cwd(),
    log,
  });
});
