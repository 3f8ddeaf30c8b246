import { parseEndpoint } from "../settings/endpoint";
import { wholeNumber } from "../settings/settings";
import { createCloudCredential } from "../wire/createCloudCredential";
import { type Profile, requiredField } from "./profiles";
import { fetchSession } from "./session";
import { type Access, credentialsProblem, type CredentialsSource } from "./source";

/** A session for which somebody has signed in with the CLI. The sign-in ends after hours, and only a person can renew it. */
export function cloudSsoSource(label: string, profile: Profile, access: Access): CredentialsSource {
  const signIn = `aliyun configure --mode CloudSSO --profile ${profile.name}`;
  const required = (key: string) => requiredField(profile, label, key, `Sign in first: ${signIn}`);
  const call = createCloudCredential({
    accountId: required("cloud_sso_account_id"),
    accessConfigurationId: required("cloud_sso_access_config"),
    accessToken: required("access_token"),
  });
  // Its path leads to the page where people sign in.
  const signInUrl = required("cloud_sso_sign_in_url").replace(/^(https?:\/\/[^/?#]+).*$/i, "$1");
  const endpoint = parseEndpoint(`cloud_sso_sign_in_url of profile ${profile.name}`, signInUrl);
  const signInAgain = `Sign in again: ${signIn}`;
  return {
    label,
    fetch: async () => {
      const expiresAt = (wholeNumber(profile.field("cloud_sso_access_token_expire")) ?? 0) * 1_000;
      if (expiresAt <= Date.now()) {
        const when = expiresAt > 0 ? ` at ${new Date(expiresAt).toISOString().replace(".000", "")}` : "";
        throw credentialsProblem(
          `${label}: the CloudSSO sign-in of profile ${profile.name} expired${when}`,
          undefined,
          signInAgain,
        );
      }
      const failure = `${label}: CloudSSO gave no session`;
      return fetchSession({ failure, ifRefused: signInAgain }, call, { ...access, endpoint });
    },
  };
}
