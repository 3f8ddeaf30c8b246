import { nearest } from "../../api/nearest";
import type { Credentials } from "../transport/transport";
import type { NamedFile } from "./files";
import { readKeys } from "./keys";
import { credentialsProblem } from "./source";

/** One profile of a file, whatever the file's format. */
export interface Profile {
  name: string;
  /** Blank fields are unset. */
  field: (key: string) => string | undefined;
}

/** Which profile of which file. */
export interface ProfileRequest {
  name: string;
  file: NamedFile;
}

export function noSuchProfile(
  label: string,
  { name, file }: ProfileRequest,
  names: readonly string[],
): Error {
  return credentialsProblem(
    `${label}: ${file.shown} has no profile ${name}`,
    undefined,
    `It has ${namesText(names)}${nearest(name, names)}`,
  );
}

export function namesText(names: readonly string[]): string {
  return names.join(", ") || "no profiles";
}

/** The keys of a profile, which has to have some. `token` is the field of a temporary key's token. */
export function keysOf({ name, field }: Profile, label: string, token: string, advice?: string): Credentials {
  const names = { id: "access_key_id", secret: "access_key_secret", token };
  const found = readKeys(names, field, ` of profile ${name}`);
  if (!found) throw credentialsProblem(`${label}: profile ${name} has no access_key_id`, undefined, advice);
  return found;
}

/** A field without which the profile means nothing. */
export function requiredField({ name, field }: Profile, label: string, key: string, advice?: string): string {
  const value = field(key);
  if (value === undefined)
    throw credentialsProblem(`${label}: profile ${name} has no ${key}`, undefined, advice);
  return value;
}
