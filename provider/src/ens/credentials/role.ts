import { EnsError } from "../../api/errors";
import { Limiter } from "../retry/limiter";
import { perform } from "../retry/perform";
import type { Endpoint } from "../settings/endpoint";
import type { Timeouts } from "../settings/timeouts";
import type * as Builtin from "../transport/builtin";
import { resolveProxy } from "../transport/proxy";
import { assumeRole } from "../wire/assumeRole";
import { callOf } from "../wire/operation";
import { CredentialsCache } from "./cache";
import { credentialsProblem, type CredentialsSource } from "./source";

export interface Role {
  /** Which setting asks for it. */
  label: string;
  roleArn: string;
  sessionName?: string | undefined;
  policy?: string | undefined;
  externalId?: string | undefined;
  durationSeconds?: number | undefined;
}

/** How STS is reached. */
export interface StsAccess {
  endpoint: Endpoint;
  timeouts: Timeouts;
  env: Readonly<Record<string, string | undefined>>;
}

const RENEW_BEFORE_MS = 5 * 60_000;
const BUDGET_MS = 30_000;

/** The role's own session, from STS `AssumeRole` with the base credentials. */
export function roleSource(base: () => CredentialsSource, role: Role, sts: StsAccess): CredentialsSource {
  const credentials = new CredentialsCache(base);
  const limiter = new Limiter();
  const { sessionName = "pulumi-ens", durationSeconds = 3_600, roleArn, policy, externalId } = role;
  const call = callOf(assumeRole, {
    roleArn,
    roleSessionName: sessionName,
    durationSeconds,
    policy,
    externalId,
  });
  return {
    get label() {
      return `${credentials.label}, then ${role.label}`;
    },
    fetch: async () => {
      const { createBuiltinTransport } = require("../transport/builtin") as typeof Builtin;
      const proxy = await resolveProxy(sts.endpoint, sts.env);
      const { send } = createBuiltinTransport(sts.endpoint, sts.timeouts, proxy);
      const means = { credentials, limiter, send };
      const { expiresAt, ...session } = await perform(call, means, {
        deadline: Date.now() + BUDGET_MS,
      }).catch((error: unknown) => {
        throw error instanceof EnsError && error.kind !== "credentials"
          ? credentialsProblem(`${role.label} cannot be assumed: ${error.message}`, error.code)
          : error;
      });
      return {
        credentials: session,
        freshUntil: expiresAt - Math.min(RENEW_BEFORE_MS, Math.max(0, expiresAt - Date.now()) / 2),
        validUntil: expiresAt,
      };
    },
  };
}
