import { filled } from "../settings/settings";
import type { Credentials } from "../transport/transport";
import { credentialsProblem, type CredentialsSource, fixedSource } from "./source";

export interface KeyNames {
  id: string;
  secret: string;
  token: string;
}

/**
 * An access key and its secret, with the token of a temporary key. Half of a pair is an error that names the other
 * half: falling through would order with somebody else's account.
 */
export function readKeys(
  names: KeyNames,
  read: (name: string) => string | undefined,
  where = "",
): Credentials | undefined {
  const id = filled(read(names.id));
  const secret = filled(read(names.secret));
  const token = filled(read(names.token));
  for (const [name, value] of [
    [names.id, id],
    [names.token, token],
  ] as const) {
    // They travel in headers, which hold nothing else.
    if (value !== undefined && !/^[\x21-\x7e]+$/.test(value)) {
      throw credentialsProblem(
        `${name}${where} has characters that a key cannot have`,
        undefined,
        "Copy it again",
      );
    }
  }
  if (id !== undefined && secret !== undefined)
    return { accessKeyId: id, accessKeySecret: secret, securityToken: token };
  const given = id !== undefined ? names.id : secret !== undefined ? names.secret : token && names.token;
  if (given === undefined) return undefined;
  const missing = id === undefined ? names.id : names.secret;
  throw credentialsProblem(
    `${given}${where} is set but ${missing} is not`,
    undefined,
    `Set ${missing}, or neither`,
  );
}

/** A pair of keys as a source, if it is there. */
export function keysSource(
  where: string,
  read: (name: string) => string | undefined,
  names: KeyNames,
): (() => CredentialsSource) | undefined {
  const found = readKeys(names, read);
  return found && (() => fixedSource(`${where} ${names.id}`, found));
}

export function environmentKeys(
  env: Readonly<Record<string, string | undefined>>,
  names: KeyNames,
): (() => CredentialsSource) | undefined {
  return keysSource("environment", (name) => env[name], names);
}
