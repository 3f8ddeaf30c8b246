import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { withFirstOnPath } from "../../../tools/searchPath.mjs";
import { LANGUAGES } from "./languages";

describe("the languages of the vendor's clients", () => {
  before(function () {
    if (process.platform === "win32") this.skip(); // The stand-ins are shell scripts.
  });

  let directory: string;
  const { PATH } = process.env;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-languages-"));
    process.env["PATH"] = withFirstOnPath(process.env, directory)["PATH"];
  });
  afterEach(async () => {
    process.env["PATH"] = PATH;
    await rm(directory, { recursive: true });
  });

  const OLD: [language: string, command: string, does: string, says: RegExp][] = [
    ["Python", "python3", "echo 3.9", /^Error: needs Python 3\.11 or newer .*; python3 is 3\.9$/],
    ["Java", "javac", '[ "$1" = -version ]', /^Error: needs a JDK, 11 or newer/],
  ];
  for (const [name, command, does, says] of OLD) {
    it(`say that ${name} is too old`, async () => {
      await writeFile(path.join(directory, command), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
      const language = LANGUAGES.find((each) => each.name === name);
      assert.ok(language);
      await assert.rejects(language.prepare, (error) => says.test(String(error)));
    });
  }
});
