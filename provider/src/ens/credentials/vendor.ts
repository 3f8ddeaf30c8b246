import type * as Vendor from "@alicloud/credentials";
import { errorCode } from "../transport/networkFailure";
import { credentialsProblem, type CredentialsSource } from "./source";

/** Takes about 80 ms to load, so the first fetch does. */
const vendor = () => require("@alicloud/credentials") as typeof Vendor;

/** The part of the vendor's providers that is used here. */
interface VendorProvider {
  getCredentials(): Promise<{ accessKeyId: string; accessKeySecret: string; securityToken?: string }>;
}

/** The vendor keeps its sessions fresh but does not tell when they end, so it is asked again after this. */
const ASK_AGAIN_MS = 60_000;

/** Asks the vendor's provider, and lets nothing of its errors out: they quote files, URLs and tokens. */
function guarded(label: string, create: () => VendorProvider): CredentialsSource {
  let provider: VendorProvider | undefined;
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
        throw credentialsProblem(
          `${label} gave no credentials`,
          errorCode(error),
          "The Alibaba Cloud CLI tells more: aliyun sts GetCallerIdentity",
        );
      }
    },
  };
}

export function ecsRoleSource(label: string, roleName: string): CredentialsSource {
  return guarded(label, () =>
    vendor().ECSRAMRoleCredentialsProvider.builder().withRoleName(roleName).build(),
  );
}

export function credentialsUriSource(label: string, uri: string): CredentialsSource {
  return guarded(label, () => vendor().URICredentialsProvider.builder().withCredentialsURI(uri).build());
}

export interface OidcRole {
  roleArn: string;
  oidcProviderArn: string;
  oidcTokenFile: string;
  sessionName?: string | undefined;
  policy?: string | undefined;
  durationSeconds?: number | undefined;
}

export function oidcSource(label: string, role: OidcRole): CredentialsSource {
  return guarded(label, () => {
    const builder = vendor()
      .OIDCRoleArnCredentialsProvider.builder()
      .withRoleArn(role.roleArn)
      .withOIDCProviderArn(role.oidcProviderArn)
      .withOIDCTokenFilePath(role.oidcTokenFile)
      .withRoleSessionName(role.sessionName ?? "pulumi-ens");
    if (role.policy !== undefined) builder.withPolicy(role.policy);
    if (role.durationSeconds !== undefined) builder.withDurationSeconds(role.durationSeconds);
    return builder.build();
  });
}

/** A CLI profile whose mode only the vendor knows: instance role, OIDC, CloudSSO, OAuth, external command. */
export function cliProfileSource(
  label: string,
  config: Record<string, unknown>,
  name: string,
): CredentialsSource {
  return guarded(label, () => {
    const provider = vendor().CLIProfileCredentialsProvider.builder().withProfileName(name).build();
    // Private in its types; the dependency is pinned to one version. The public way reads, and quotes, the file.
    return (
      provider as unknown as { getCredentialsProvider(config: unknown, name: string): VendorProvider }
    ).getCredentialsProvider(config, name);
  });
}

/**
 * The vendor's default chain, in its order and from its own parts. Its own `DefaultCredentialsProvider` rejects
 * parallel first calls, stays broken after one failure, and looks up the host "undefined" when nothing is set.
 */
export function chainSource(env: Readonly<Record<string, string | undefined>>): CredentialsSource {
  const name = "the default chain of @alicloud/credentials";
  const links: (readonly [string, () => VendorProvider])[] = [
    [
      "environment ALIBABA_CLOUD_ACCESS_KEY_ID",
      () => vendor().EnvironmentVariableCredentialsProvider.builder().build(),
    ],
    ["OIDC role", () => vendor().OIDCRoleArnCredentialsProvider.builder().build()],
    ["~/.aliyun/config.json", () => vendor().CLIProfileCredentialsProvider.builder().build()],
    ["~/.alibabacloud/credentials", () => vendor().ProfileCredentialsProvider.builder().build()],
    [
      "ECS instance role",
      () =>
        vendor()
          .ECSRAMRoleCredentialsProvider.builder()
          .withRoleName(env["ALIBABA_CLOUD_ECS_METADATA"] ?? "")
          .build(),
    ],
  ];
  if (env["ALIBABA_CLOUD_CREDENTIALS_URI"])
    links.push(["ALIBABA_CLOUD_CREDENTIALS_URI", () => vendor().URICredentialsProvider.builder().build()]);
  let won: CredentialsSource | undefined;
  return {
    get label() {
      return won?.label ?? name;
    },
    fetch: async () => {
      if (won) return won.fetch();
      for (const [link, create] of links) {
        const source = guarded(`${name} (${link})`, create);
        const fetched = await source.fetch().catch(() => undefined);
        if (!fetched) continue;
        won = source;
        return fetched;
      }
      throw credentialsProblem(
        `no credentials in the stack configuration, in ALICLOUD_* variables, or in ${name} (${links.map(([link]) => link).join(", ")})`,
        undefined,
        "Set alicloud:accessKey and alicloud:secretKey (as a secret), or ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY, or create a profile with: aliyun configure",
      );
    },
  };
}
