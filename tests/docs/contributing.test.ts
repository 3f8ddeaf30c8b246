import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { page, ROOT } from "./pages";

describe("CONTRIBUTING.md", () => {
  const { text } = page("CONTRIBUTING.md");
  const spans = (markdown: string) => [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  const code = spans(text);

  it("names files and folders that there are", () => {
    const FOLDERS =
      /\b(?:provider|sdk|policy|emulator|plugin|gitops|bench|docs|examples|tests|tools)\/[\w./-]*|(?<!\S)\.?[\w-]+\.\w+(?!\S)/g;
    const others = new Set(["docs/api", "NAME.ts"]); // Made by a command, and what stands for any name.
    const lines = text.split("\n").map((line) => spans(line).flatMap((span) => span.match(FOLDERS) ?? []));
    assert.ok(lines.flat().length > 40, `${lines.flat().length} paths`);
    const missing = lines.flatMap((paths) => {
      // A row of a table that begins in a room may name other files of that room.
      const rooms = [".", ...paths.filter((each) => each.endsWith("/"))];
      return paths.filter(
        (each) => !others.has(each) && !rooms.some((room) => existsSync(path.join(ROOT, room, each))),
      );
    });
    assert.deepEqual(missing, []);
  });

  it("names npm scripts that there are, each of them", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = code.flatMap((span) =>
      [...span.matchAll(/^npm (?:run )?([\w:]+)/g)].map(([, name = ""]) => name),
    );
    assert.deepEqual(
      named.filter((name) => !Object.hasOwn(scripts, name)),
      [],
    );
  });

  it("has a row for each room of the provider, in the words of .dependency-cruiser.mjs", () => {
    const rules = readFileSync(path.join(ROOT, ".dependency-cruiser.mjs"), "utf8");
    const [, table = ""] = /const PROVIDER = \{\n([\s\S]*?)\n\};/.exec(rules) ?? [];
    const rooms = [...table.matchAll(/^ {2}"?([\w/]+)"?: \[/gm)].map(([, room = ""]) => room);
    assert.ok(rooms.length > 10);
    const missing = rooms.filter(
      (room) => !code.includes(`${room}/`) && !code.includes(`${path.basename(room)}/`),
    );
    assert.deepEqual(missing, []);
  });
});
