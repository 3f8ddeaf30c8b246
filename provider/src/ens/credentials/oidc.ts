import { assumeRoleWithOidc } from "../wire/assumeRoleWithOidc";
import { namedFile, readText } from "./files";
import { SESSION_NAME, SESSION_SECONDS } from "./role";
import { fetchSession } from "./session";
import { type Access, credentialsProblem, type CredentialsSource } from "./source";

export interface OidcRole {
  roleArn: string;
  oidcProviderArn: string;
  token: { file: string } | { text: string };
  sessionName?: string | undefined;
  policy?: string | undefined;
  durationSeconds?: number | undefined;
}

const WRITE_TOKEN = "Write the OIDC token to it first";
const IF_REFUSED =
  "The token must not have expired, and the role's trust policy must fit its issuer, audience and subject (oidc:iss, oidc:aud, oidc:sub)";

/**
 * The role's session, from STS `AssumeRoleWithOIDC`. A token in a file is read each time: forges and clusters write it anew.
 */
export function oidcSource(label: string, role: OidcRole, sts: Access): CredentialsSource {
  const { roleArn, oidcProviderArn, token, policy } = role;
  return {
    label,
    fetch: async () => {
      const call = assumeRoleWithOidc({
        roleArn,
        oidcProviderArn,
        oidcToken: "text" in token ? token.text : readToken(label, token.file),
        roleSessionName: role.sessionName ?? SESSION_NAME,
        durationSeconds: role.durationSeconds ?? SESSION_SECONDS,
        policy,
      });
      const failure = `${label}: the role ${roleArn} cannot be assumed`;
      return fetchSession({ failure, ifRefused: IF_REFUSED }, call, sts);
    },
  };
}

function readToken(label: string, path: string): string {
  if (/^ey[\w-]+\.ey[\w-]+\./.test(path)) {
    throw credentialsProblem(
      `${label}: the path of the token file is the token itself`,
      undefined,
      "Write the token to a file, and name that",
    );
  }
  const token = readText(`${label}: the token file`, namedFile(path), WRITE_TOKEN).trim();
  if (token === "")
    throw credentialsProblem(`${label}: the token file ${path} is empty`, undefined, WRITE_TOKEN);
  return token;
}
