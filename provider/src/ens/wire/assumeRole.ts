import * as v from "valibot";
import { parse } from "./answers";
import type { Operation } from "./operation";
import { text } from "./parameters";
import { SESSION, type Session } from "./session";

interface AssumeRoleRequest {
  roleArn: string;
  roleSessionName: string;
  durationSeconds: number;
  policy?: string | undefined;
  externalId?: string | undefined;
}

export const STS_VERSION = "2015-04-01";

const ANSWER = v.object({ Credentials: SESSION });

/** Of STS. It changes nothing there. */
export const assumeRole: Operation<AssumeRoleRequest, Session> = {
  action: "AssumeRole",
  kind: "read",
  version: STS_VERSION,
  parameters: {
    roleArn: text("RoleArn"),
    roleSessionName: text("RoleSessionName"),
    durationSeconds: text("DurationSeconds"),
    policy: text("Policy"),
    externalId: text("ExternalId"),
  },
  read: readStsSession,
};

export function readStsSession(body: unknown): Session {
  return parse(ANSWER, body).Credentials;
}
