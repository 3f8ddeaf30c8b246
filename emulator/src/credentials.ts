import { InputReader, InvalidInput } from "./inputReader";

/** A key that the emulator knows, as a seed writes it. */
export interface CredentialSeed {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Makes it a temporary key: requests must carry this token. */
  readonly securityToken?: string;
  /** When the token expires, on the machine's clock. */
  readonly expiration?: string | number;
  /** False for a disabled key. */
  readonly active?: boolean;
}

export interface Credential {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | null;
  readonly expiration: number | null;
  readonly active: boolean;
}

export const DEFAULT_CREDENTIAL: Credential = {
  accessKeyId: "emulator-access-key-id",
  accessKeySecret: "emulator-access-key-secret",
  securityToken: null,
  expiration: null,
  active: true,
};

function readCredential(input: unknown, where: string): Credential {
  const keys = ["accessKeyId", "accessKeySecret", "securityToken", "expiration", "active"];
  const reader = new InputReader(input, where, keys);
  const credential: Credential = {
    accessKeyId: reader.requiredText("accessKeyId"),
    accessKeySecret: reader.requiredText("accessKeySecret"),
    securityToken: reader.text("securityToken") ?? null,
    expiration: reader.time("expiration") ?? null,
    active: reader.boolean("active") ?? true,
  };
  if (credential.expiration !== null && credential.securityToken === null)
    throw new InvalidInput(`${where}.expiration: only a key with a securityToken expires`);
  return credential;
}

/** The keys of a seed. The first is the one that the emulator announces. */
export function readCredentials(
  inputs: readonly unknown[],
  where: string,
): readonly [Credential, ...Credential[]] {
  const [first, ...rest] = inputs.map((input, index) => readCredential(input, `${where}[${index}]`));
  if (first === undefined)
    throw new InvalidInput(`${where}: must not be empty; leave it out for the default key`);
  const credentials = [first, ...rest] as const;
  const ids = new Set(credentials.map((credential) => credential.accessKeyId));
  if (ids.size !== credentials.length) throw new InvalidInput(`${where}: an accessKeyId occurs twice`);
  return [first, ...rest];
}
