import { filled } from "../settings/settings";
import { ecsRoleSource } from "./ecsRole";
import { homeFile, type NamedFile, readText } from "./files";
import { keysOf, noSuchProfile, type Profile, type ProfileRequest, requiredField } from "./profiles";
import { roleSource } from "./role";
import { type Access, credentialsProblem, type CredentialsSource, fixedSource, openedSource } from "./source";

/** The file that Alibaba Cloud's SDKs share. */
export function sharedFile(): NamedFile {
  return homeFile(".alibabacloud", "credentials");
}

type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The sections of an ini file, each a profile. */
export function readSharedFile(label: string, file: NamedFile): Sections {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  const text = readText(`${label}:`, file, "Create it, or take its name from ALIBABA_CLOUD_CREDENTIALS_FILE");
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\s*\[\s*(.+?)\s*\]\s*(?:[#;].*)?$/.exec(line) ?? [];
    if (name !== undefined) sections.set(name, (section = sections.get(name) ?? new Map<string, string>()));
    const [, key, value] = /^\s*([^\s#;=[][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) section.set(key, valueOf(value));
  }
  return sections;
}

/** A comment may stand behind a value. What is quoted keeps its `#` and `;`. */
function valueOf(written: string): string {
  const [, , quoted] = /^(["'])(.*?)\1\s*(?:[#;].*)?$/.exec(written) ?? [];
  return quoted ?? written.replace(/\s*[#;].*$/, "");
}

/** A profile of that file. It is read when keys are fetched, and anew after a failure. */
export function sharedProfileSource(label: string, request: ProfileRequest, sts: Access): CredentialsSource {
  return openedSource(label, () => {
    const sections = readSharedFile(label, request.file);
    const section = sections.get(request.name);
    if (!section) throw noSuchProfile(label, request, [...sections.keys()]);
    return sourceOf(label, { name: request.name, field: (key) => filled(section.get(key)) }, sts);
  });
}

function sourceOf(label: string, profile: Profile, sts: Access): CredentialsSource {
  const { name, field } = profile;
  switch (requiredField(profile, label, "type")) {
    case "access_key":
      return fixedSource(label, { ...keysOf(profile, label, "security_token"), securityToken: undefined });
    case "ecs_ram_role":
      return ecsRoleSource(label, field("role_name"), sts.env);
    case "ram_role_arn": {
      const base = fixedSource(label, keysOf(profile, label, "security_token"));
      return roleSource(
        () => base,
        {
          label: `the role of profile ${name}`,
          roleArn: requiredField(profile, label, "role_arn"),
          sessionName: field("role_session_name"),
          policy: field("policy"),
        },
        sts,
      );
    }
    default:
      // Not quoted: what stands in a wrong place may be a secret.
      throw credentialsProblem(
        `${label}: the type of profile ${name} is not known`,
        undefined,
        "Use access_key, ram_role_arn or ecs_ram_role",
      );
  }
}
