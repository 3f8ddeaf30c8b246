import type * as Vendor from "@alicloud/credentials";
import { meaningOf } from "../../api/codes";
import { parseEndpoint } from "../settings/endpoint";
import { errorCode } from "../transport/networkFailure";
import { proxyFor } from "../transport/proxy";
import type { Profile } from "./profiles";
import { credentialsProblem, type CredentialsSource } from "./source";

/** Takes about 80 ms to load, so the first fetch does. */
const vendor = () => require("@alicloud/credentials") as typeof Vendor;

/** The part of the vendor's providers that is used here. */
interface VendorProvider {
  getCredentials(): Promise<{ accessKeyId: string; accessKeySecret: string; securityToken?: string }>;
}

/** The vendor keeps its sessions fresh but does not tell when they end, so it is asked again after this. */
const ASK_AGAIN_MS = 60_000;

const OAUTH_HOSTS = new Map([
  ["CN", "oauth.aliyun.com"],
  ["INTL", "oauth.alibabacloud.com"],
]);

/** Signed in with a browser. Each fetch may renew the sign-in, and writes the CLI's file anew: the vendor does that. */
export function oauthSource(
  label: string,
  config: Record<string, unknown>,
  { name, field }: Profile,
  env: Readonly<Record<string, string | undefined>>,
): CredentialsSource {
  const signIn = `Sign in again: aliyun configure --mode OAuth --profile ${name}`;
  const host = OAUTH_HOSTS.get(field("oauth_site_type")?.toUpperCase() ?? "");
  if (host === undefined) {
    throw credentialsProblem(
      `${label}: oauth_site_type of profile ${name} must be CN or INTL`,
      undefined,
      signIn,
    );
  }
  const proxy = proxyFor(parseEndpoint("the OAuth endpoint", host), env);
  if (proxy) {
    throw credentialsProblem(
      `${label}: profile ${name} has mode OAuth, which cannot use a proxy, and ${proxy.variable} sets one`,
      undefined,
      `Use another mode, or add ${host} to NO_PROXY where it can be reached directly`,
    );
  }
  return guarded(label, config, name, signIn, host);
}

/** The keys that a command prints. The vendor runs it, and writes them into the CLI's file. */
export function externalSource(
  label: string,
  config: Record<string, unknown>,
  name: string,
): CredentialsSource {
  return guarded(label, config, name, "Run the profile's process_command by hand to see what it says");
}

/** Asks the vendor's provider, and lets nothing of its errors out: they quote files, URLs and tokens. */
function guarded(
  label: string,
  config: Record<string, unknown>,
  name: string,
  advice: string,
  host?: string,
): CredentialsSource {
  let provider: VendorProvider | undefined;
  const create = (): VendorProvider => {
    const { CLIProfileCredentialsProvider } = vendor();
    // Not its `build`, which fails where ALIBABA_CLOUD_CLI_PROFILE_DISABLED leaves the file out: somebody has named this profile.
    const ofProfile = new CLIProfileCredentialsProvider(
      CLIProfileCredentialsProvider.builder().withProfileName(name),
    );
    // Private in its types; the dependency is pinned to one version. The public way reads, and quotes, the file.
    return (
      ofProfile as unknown as { getCredentialsProvider(config: unknown, name: string): VendorProvider }
    ).getCredentialsProvider(config, name);
  };
  return {
    label,
    fetch: async () => {
      try {
        provider ??= create();
        const given = await provider.getCredentials();
        if (!given.accessKeyId || !given.accessKeySecret) throw new Error("incomplete");
        const until = Date.now() + ASK_AGAIN_MS;
        return {
          credentials: {
            accessKeyId: given.accessKeyId,
            accessKeySecret: given.accessKeySecret,
            securityToken: given.securityToken ? given.securityToken : undefined,
          },
          freshUntil: until,
          validUntil: until,
        };
      } catch (error) {
        const isTimeout = error instanceof Error && error.name === "RequestTimeoutError";
        const code = isTimeout ? "ETIMEDOUT" : errorCode(error);
        // Without a network nobody can sign in either.
        const { what: network, advice: repair } = meaningOf({ code });
        const reason = network !== undefined && host !== undefined ? `${host}: ${network}` : network;
        throw credentialsProblem(
          `${label} gave no credentials: ${reason ?? reasonOf(error)}`,
          code,
          network === undefined ? advice : (repair ?? "Run again; if it persists, check the network"),
        );
      }
    },
  };
}

/** What the vendor's messages begin with, in our words. What follows in them is not ours to show. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^process_command is empty/, "the profile has no process_command"],
  [/^failed to execute external command/, "the profile's process_command failed"],
  [/^failed to parse external command output/, "the profile's process_command printed no JSON"],
  [/^invalid (StsToken )?credential response/, "the profile's process_command printed no keys"],
  [/^failed to refresh OAuth token/, "the sign-in could not be renewed"],
  [/^(get|refresh) session token from OAuth failed/, "no session was given for the sign-in"],
];

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const known = REASONS.find(([beginning]) => beginning.test(message))?.[1];
  return known ?? "the library of Alibaba Cloud could not get them";
}
