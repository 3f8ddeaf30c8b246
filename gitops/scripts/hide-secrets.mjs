// hide-secrets.mjs: copies standard input without the secrets that the environment has. A forge masks its logs, but not
// what a script posts.
import { readFileSync } from "node:fs";

const NAMED = /TOKEN|JWT|SECRET|PASSPHRASE|PASSWORD|ACCESS_KEY|PRIVATE_KEY/;
const values = Object.entries(process.env)
  .filter(([name]) => NAMED.test(name) && !/_(?:FILE|URL)$/.test(name))
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
  .sort((a, b) => b.length - a.length);

let text = readFileSync(0, "utf8");
for (const secret of secrets) text = text.replaceAll(secret, "[secret]");
process.stdout.write(text.replace(/:\/\/[^\s/@]+@/g, "://[secret]@"));
