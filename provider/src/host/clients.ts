import type { Host } from "./host";

/** Opens one client a connection, which all plans of the process share. */
export function sharedClients(open: Host["clientFor"]): Host["clientFor"] {
  const clients = new Map<string, ReturnType<Host["clientFor"]>>();
  return (connection, log) => {
    const key = JSON.stringify(connection ?? {});
    const known = clients.get(key);
    if (known) return known;
    const opened = open(connection, log);
    clients.set(key, opened);
    opened.catch(() => clients.delete(key)); // The next operation tries again.
    return opened;
  };
}
