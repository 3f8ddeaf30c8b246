import { assumeRole } from "../wire/assumeRole";
import { callOf } from "../wire/operation";
import { CredentialsCache } from "./cache";
import { fetchSession } from "./session";
import type { Access, CredentialsSource } from "./source";

export interface Role {
  /** Which setting asks for it. */
  label: string;
  roleArn: string;
  sessionName?: string | undefined;
  policy?: string | undefined;
  externalId?: string | undefined;
  durationSeconds?: number | undefined;
}

/** What a session is called, and how long it lasts, where no setting says it. */
export const SESSION_NAME = "pulumi-ens";
export const SESSION_SECONDS = 3_600;

/** The role's own session, from STS `AssumeRole` with the base credentials. */
export function roleSource(base: () => CredentialsSource, role: Role, sts: Access): CredentialsSource {
  const credentials = new CredentialsCache(base);
  const { label, roleArn, policy, externalId } = role;
  const call = callOf(assumeRole, {
    roleArn,
    roleSessionName: role.sessionName ?? SESSION_NAME,
    durationSeconds: role.durationSeconds ?? SESSION_SECONDS,
    policy,
    externalId,
  });
  return {
    get label() {
      return `${credentials.label}, then ${label}`;
    },
    fetch: () => fetchSession({ failure: `${label} cannot be assumed` }, call, sts, credentials),
  };
}
