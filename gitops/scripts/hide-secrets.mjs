// hide-secrets.mjs: copies standard input without the secrets in the environment. A forge masks its logs, but not what a
// script posts.
import { readFileSync } from "node:fs";

const NAMED = /TOKEN|JWT|SECRET|PASS|CREDENTIAL|KEY/i;
const values = Object.entries(process.env)
  .filter(([name]) => NAMED.test(name) && !/_(?:FILE|URL)$/i.test(name))
  .map(([, value]) => value ?? "");
try {
  values.push(readFileSync(process.env.ALIBABA_CLOUD_OIDC_TOKEN_FILE ?? "", "utf8"));
} catch {
  // There is no token.
}
const secrets = values
  .flatMap((value) => value.split("\n"))
  .map((line) => line.trim())
  .filter((line) => line.length >= 6)
  .flatMap((line) => [line, encodeURIComponent(line), JSON.stringify(line).slice(1, -1)])
  .sort((a, b) => b.length - a.length);

let text = readFileSync(0, "utf8");
for (const secret of secrets) text = text.replaceAll(secret, "[secret]");
// Up to the last @ before the path: a password may have one.
process.stdout.write(text.replace(/:\/\/[^\s/]+@/g, "://[secret]@"));
