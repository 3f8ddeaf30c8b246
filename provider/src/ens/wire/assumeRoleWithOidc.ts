import { readStsSession, STS_VERSION } from "./assumeRole";
import { canonicalQuery } from "./encoding";
import { type Call, unsignedCall } from "./operation";
import type { Session } from "./session";

interface AssumeRoleWithOidcRequest {
  roleArn: string;
  oidcProviderArn: string;
  oidcToken: string;
  roleSessionName: string;
  durationSeconds: number;
  policy?: string | undefined;
}

/** Of STS. Anonymous: the token says who asks. It travels in the body, since URLs are logged on the way. */
export function assumeRoleWithOidc(request: AssumeRoleWithOidcRequest): Call<Session> {
  const { roleArn, oidcProviderArn, oidcToken, roleSessionName, durationSeconds, policy } = request;
  const action = "AssumeRoleWithOIDC";
  return unsignedCall({
    action,
    secrets: [oidcToken],
    request: () => ({
      path: `/?${canonicalQuery({
        Action: action,
        Version: STS_VERSION,
        Format: "JSON",
        Timestamp: new Date().toISOString().replace(/\.\d{3}Z$/, "Z"),
      })}`,
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: canonicalQuery({
        RoleArn: roleArn,
        OIDCProviderArn: oidcProviderArn,
        OIDCToken: oidcToken,
        RoleSessionName: roleSessionName,
        DurationSeconds: String(durationSeconds),
        ...(policy !== undefined && { Policy: policy }),
      }),
    }),
    read: readStsSession,
  });
}
