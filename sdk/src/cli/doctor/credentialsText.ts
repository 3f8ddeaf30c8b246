/** Sources that are environment variables with an access key id. */
const KEY = /^environment (ALICLOUD_ACCESS_KEY|ALIBABA_CLOUD_ACCESS_KEY_ID)(?=$|,)/;

/** Which source won, with what can be shown of the key's id where it lies in the environment. */
export function credentialsText(source: string, env: Readonly<Record<string, string | undefined>>): string {
  const variable = KEY.exec(source)?.[1];
  const id = variable && env[variable]?.trim();
  return id ? `${source}, access key ${masked(id)}` : source;
}

/** What is wrong with which source, which most problems name themselves. */
export function problemText(source: string, problem: string): string {
  const text = problem.replace(/^Credentials: /, "");
  // Where nothing is configured, the source is only the last place that was tried.
  return text.startsWith(source) || text.startsWith("no credentials found") ? text : `${source}: ${text}`;
}

/** `LTAI…x3Fq`: enough to tell one's keys apart. A short text is no real key, and all of it might be a secret. */
export function masked(id: string): string {
  return id.length >= 16 ? `${id.slice(0, 4)}…${id.slice(-4)}` : "…";
}
