/** Environment variables that hold an access key id, by the source that reads them. */
const KEYS: readonly (readonly [source: RegExp, variable: string])[] = [
  [/^environment ALICLOUD_ACCESS_KEY$/, "ALICLOUD_ACCESS_KEY"],
  [/default chain/, "ALIBABA_CLOUD_ACCESS_KEY_ID"],
];

/** Which source won, with what can be shown of the key's id where it lies in the environment. */
export function credentialsText(source: string, env: Readonly<Record<string, string | undefined>>): string {
  const id = KEYS.filter(([from]) => from.test(source)).flatMap(
    ([, variable]) => env[variable]?.trim() ?? [],
  )[0];
  return id ? `${source}, access key ${masked(id)}` : source;
}

/** `LTAI…x3Fq`: enough to tell one's keys apart. A short text is no real key, and all of it might be a secret. */
export function masked(id: string): string {
  return id.length >= 16 ? `${id.slice(0, 4)}…${id.slice(-4)}` : "…";
}
