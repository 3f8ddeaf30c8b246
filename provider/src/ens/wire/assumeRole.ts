import * as v from "valibot";
import { parse } from "./answers";
import type { Operation } from "./operation";
import { text } from "./parameters";

interface AssumeRoleRequest {
  roleArn: string;
  roleSessionName: string;
  durationSeconds: number;
  policy?: string | undefined;
  externalId?: string | undefined;
}

interface Session {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string;
  /** Unix milliseconds. */
  expiresAt: number;
}

const filled = v.pipe(v.string(), v.nonEmpty());
const ANSWER = v.object({
  Credentials: v.object({
    AccessKeyId: filled,
    AccessKeySecret: filled,
    SecurityToken: filled,
    Expiration: v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse)),
  }),
});

/** Of STS. It changes nothing there. */
export const assumeRole: Operation<AssumeRoleRequest, Session> = {
  action: "AssumeRole",
  kind: "read",
  version: "2015-04-01",
  parameters: {
    roleArn: text("RoleArn"),
    roleSessionName: text("RoleSessionName"),
    durationSeconds: text("DurationSeconds"),
    policy: text("Policy"),
    externalId: text("ExternalId"),
  },
  read: (body) => {
    const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = parse(ANSWER, body).Credentials;
    return {
      accessKeyId: AccessKeyId,
      accessKeySecret: AccessKeySecret,
      securityToken: SecurityToken,
      expiresAt: Expiration,
    };
  },
};
