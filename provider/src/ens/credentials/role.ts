import type { Endpoint } from "../settings/endpoint";
import { EnsError } from "../../api/errors";
import { Limiter } from "../retry/limiter";
import type * as Rpc from "../transport/rpc";
import { resolveProxy } from "../transport/proxy";
import { perform } from "../retry/perform";
import { isRecord } from "../settings/settings";
import type { Timeouts } from "../settings/timeouts";
import { CredentialsCache } from "./cache";
import { credentialsProblem, type CredentialsSource, type Fetched } from "./source";

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
  return {
    get label() {
      return `${credentials.label}, then ${role.label}`;
    },
    fetch: async () => {
      const { createRpc } = require("../transport/rpc") as typeof Rpc;
      const sendRpc = createRpc(sts.endpoint, sts.timeouts, await resolveProxy(sts.endpoint, sts.env));
      const query: Record<string, string> = {
        RoleArn: role.roleArn,
        RoleSessionName: role.sessionName ?? "pulumi-ens",
        DurationSeconds: String(role.durationSeconds ?? 3600),
        ...(role.policy === undefined ? {} : { Policy: role.policy }),
        ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
      };
      const answer = await perform(
        {
          action: "AssumeRole",
          kind: "read",
          secrets: [],
          send: (keys, limits) =>
            sendRpc({ action: "AssumeRole", version: "2015-04-01", query, write: false }, keys, limits),
        },
        { credentials, limiter },
        { deadline: Date.now() + BUDGET_MS },
      ).catch((error: unknown) => {
        throw error instanceof EnsError && error.kind !== "credentials"
          ? credentialsProblem(`${role.label} cannot be assumed: ${error.message}`, error.code)
          : error;
      });
      return session(answer.body, role);
    },
  };
}

function session(body: unknown, role: Role): Fetched {
  const given = isRecord(body) && isRecord(body["Credentials"]) ? body["Credentials"] : {};
  const text = (name: string): string => {
    const value = given[name];
    if (typeof value === "string" && value !== "") return value;
    throw credentialsProblem(`${role.label} cannot be assumed: the answer's Credentials.${name} is missing`);
  };
  const expiresAt = Date.parse(text("Expiration"));
  if (Number.isNaN(expiresAt)) {
    throw credentialsProblem(
      `${role.label} cannot be assumed: the answer's Credentials.Expiration is not a time`,
    );
  }
  return {
    credentials: {
      accessKeyId: text("AccessKeyId"),
      accessKeySecret: text("AccessKeySecret"),
      securityToken: text("SecurityToken"),
    },
    freshUntil: expiresAt - Math.min(RENEW_BEFORE_MS, Math.max(0, expiresAt - Date.now()) / 2),
    validUntil: expiresAt,
  };
}
