import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as policy from "../../policy/src/index";
import { CONFIGURATION, type ConfigurationName, keysOf } from "../../provider/src/ens/settings/configuration";
import { ENS_OPERATIONS } from "../../provider/src/ens/wire/operations";
import * as sdk from "../../sdk/src/index";
import * as report from "../../sdk/src/report/index";
import { CALLS_OF_SDKS, FUNCTIONS } from "./packageNames";
import { page, pages, ROOT } from "./pages";
import { sourceTexts } from "./sourceTexts";

/** What the provider and the SDK hold. */
const ours = sourceTexts().flatMap(({ text }) => text);

const documentation = pages()
  .filter(({ file }) => !file.startsWith("emulator/") && !file.startsWith("examples/"))
  .map(({ text }) => text)
  .join("\n");

/** All files below a folder, in one text. */
function textBelow(folder: string): string {
  const whole = path.resolve(ROOT, folder);
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

function namesIn(text: string, pattern: RegExp): Set<string> {
  return new Set(text.match(pattern) ?? []);
}

describe("names on the pages", () => {
  const VARIABLE =
    /\b(?:ALICLOUD|ALIBABA_CLOUD|ENS|PULUMI_ENS)_[A-Z0-9_]*[A-Z0-9]\b|\b(?:HTTPS?|ALL|NO)_PROXY\b|\bNO_COLOR\b/g;

  it("environment variables: all that are documented are read", () => {
    const read = namesIn(ours.join("\n"), VARIABLE);
    const tools = new Set(["PULUMI_ENS_CACHE"]); // Of the repository's own tools.
    const pipelines = textBelow("gitops"); // They name variables of their own.
    const unknown = [...namesIn(documentation, VARIABLE)].filter(
      (name) => !read.has(name) && !tools.has(name) && !pipelines.includes(name),
    );
    assert.deepEqual(unknown, []);
  });

  it("environment variables: all that are read are documented in docs/configuration.md", () => {
    const named = namesIn(page("docs/configuration.md").text, VARIABLE);
    const read = ours.filter((text) => new RegExp(`^(?:${VARIABLE.source})$`).test(text));
    assert.ok(new Set(read).size > 15);
    assert.deepEqual(
      [...new Set(read)].filter((name) => !named.has(name)),
      [],
    );
  });

  const KEY = /\b(?:alicloud|ens):[a-z][A-Za-z]+\b(?!:)/g; // `ens:index:…` is a token.

  it("stack configuration: all that is documented is read, and the other way round", () => {
    const names = Object.keys(CONFIGURATION) as ConfigurationName[];
    assert.deepEqual(
      names.filter((name) => !ours.includes(name)),
      [],
    );
    const read = new Set(names.flatMap((name) => [...keysOf(name, "alicloud"), ...keysOf(name, "ens")]));
    assert.deepEqual(
      [...namesIn(ours.join("\n"), KEY)].filter((key) => !read.has(key)),
      [],
    );
    const documented = namesIn(documentation, KEY);
    for (const name of FUNCTIONS) documented.delete(`ens:${name}`); // Of a YAML program.
    assert.deepEqual(
      [...documented].filter((key) => !read.has(key)),
      [],
    );
    const named = namesIn(page("docs/configuration.md").text, KEY);
    assert.deepEqual(
      [...read].filter((key) => !named.has(key)),
      [],
    );
  });

  it("RAM actions: those of the client's calls", () => {
    const calls = new Set(ENS_OPERATIONS.map(({ action }) => `ens:${action}`));
    const named = namesIn(documentation, /\bens:[A-Z][A-Za-z]+\b/g);
    assert.deepEqual([...named].filter((action) => action !== "ens:MigrationPlan").sort(), [...calls].sort());
  });

  it("code: what is written as a name is one of the sources, and what is written as a call is public", () => {
    // Pulumi's, and its operator's.
    const OPTIONS = ["customTimeouts", "deleteBeforeReplace", "dependsOn", "replaceOnChanges"];
    const OTHERS = [...OPTIONS, ...namesIn(textBelow("gitops/kubernetes"), /\w+/g)];
    const CALLS = ["New", "RequireSecret", "ToSecret", "require_secret", "secret"];
    const sources = ["provider", "sdk", "policy", "emulator"]
      .map((name) => textBelow(`${name}/src`))
      .join("\n");
    const known = new Set([...(sources.match(/\w+/g) ?? []), ...OTHERS]);
    const callable = new Set([
      ...Object.keys({ ...sdk, ...report, ...policy }),
      ...CALLS_OF_SDKS,
      ...CALLS,
      "filter",
    ]);
    const spans = pages().flatMap(({ file, text }) =>
      [...text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => ({
        file,
        code,
      })),
    );
    assert.ok(spans.length > 500, `${spans.length} spans`);
    const unknown = spans.flatMap(({ file, code }) =>
      [
        ...[...code.matchAll(/\b[a-z]+(?:[A-Z][a-z0-9]*)+\b(?!\/|\.\w)/g)].filter(
          ([name]) => !known.has(name),
        ),
        ...[...code.matchAll(/\b([A-Za-z]\w*)\(/g)].filter(([, name = ""]) => !callable.has(name)),
      ].map(([name]) => `${file}: ${name}`),
    );
    assert.deepEqual(unknown, []);
  });

  it("outputs: docs/concepts.md has a row for each", () => {
    const declared = readFileSync(path.join(ROOT, "sdk/src/migrationPlan.ts"), "utf8");
    const outputs = [...declared.matchAll(/declare readonly (\w+):/g)].map(([, name = ""]) => name);
    assert.ok(outputs.length > 4);
    const { text } = page("docs/concepts.md");
    assert.deepEqual(
      outputs.filter((name) => !new RegExp(`^(?:\\| \`${name}\`|### \`${name}\`)`, "m").test(text)),
      [],
    );
  });
});
