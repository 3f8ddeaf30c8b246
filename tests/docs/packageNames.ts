import { readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "./pages";

interface Schema {
  resources: Record<string, unknown>;
  functions: Record<string, unknown>;
}

const schema = JSON.parse(readFileSync(path.join(ROOT, "plugin/schema.json"), "utf8")) as Schema;

/** The functions of the plugin's package: `getMigrationEvents` and so on. */
export const FUNCTIONS = Object.keys(schema.functions).map(nameOf);

/** What a program in Python or Go calls of its SDK, by the names that Pulumi's generators give. */
export const CALLS_OF_SDKS = [
  ...[...Object.keys(schema.resources).map(nameOf), "Provider"].flatMap((name) => [name, `New${name}`]),
  ...FUNCTIONS.flatMap((name) => [`${inSnakeCase(name)}_output`, `${capital(name)}Output`]),
];

/** Of a token such as `ens:index:getMigrationEvents`. */
function nameOf(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

function inSnakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
