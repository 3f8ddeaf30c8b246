import type { EnsClient } from "../api/ens";
import type { Connection } from "../api/connection";

/** Stack configuration by full key, such as `alicloud:accessKey`. */
export type Configuration = (key: string) => string | undefined;

/**
 * The stack configuration of this process. The host calls `configure` without holding other calls back until it is done,
 * so whoever needs the configuration awaits it here.
 */
export const configuration = (() => {
  let set: (config: Configuration) => void = () => undefined;
  const ready = new Promise<Configuration>((resolve) => {
    set = resolve;
  });
  return { set, ready };
})();

const clients = new Map<string, Promise<EnsClient>>();

/** One client a connection, shared by all plans of the process. */
export function clientFor(
  connection: Connection | undefined,
  log: (line: string) => void,
): Promise<EnsClient> {
  const key = JSON.stringify(connection ?? {});
  const known = clients.get(key);
  if (known) return known;
  const opened = open(connection, log);
  clients.set(key, opened);
  opened.catch(() => clients.delete(key)); // The next operation tries again.
  return opened;
}

async function open(connection: Connection | undefined, log: (line: string) => void): Promise<EnsClient> {
  const [{ openEnsClient }, config] = await Promise.all([import("../ens/index.js"), configuration.ready]);
  return openEnsClient({
    connection,
    config,
    env: process.env,
    programDirectory: process.cwd(),
    log,
  });
}
