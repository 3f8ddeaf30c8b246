import { ConfigurationError } from "./configurationError";
import { configured, type Settings, wholeNumber } from "./settings";

export interface Timeouts {
  /** Until the connection is usable: name look-up, proxy tunnel and TLS handshake included. */
  connectMs: number;
  /** From the request's last byte to the answer's last byte, however slowly it trickles. */
  readMs: number;
}

/** Node's timers end at once where they are set for longer. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

const DEFAULTS = { clientConnectTimeout: 10_000, clientReadTimeout: 30_000 };

/** The configuration's `client…Timeout`, in milliseconds, then 10 s and 30 s. */
export function resolveTimeouts(settings: Settings): Timeouts {
  return {
    connectMs: milliseconds(settings, "clientConnectTimeout"),
    readMs: milliseconds(settings, "clientReadTimeout"),
  };
}

function milliseconds(settings: Settings, name: keyof typeof DEFAULTS): number {
  const { key, value } = configured(settings, name);
  if (value === undefined) return DEFAULTS[name];
  const number = wholeNumber(value);
  if (!number) throw new ConfigurationError(key, "must be a whole number of milliseconds above 0");
  return number;
}
