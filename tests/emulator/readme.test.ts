import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ACTIONS } from "../../emulator/src/actions/actions";
import { FAULT_KINDS } from "../../emulator/src/faults/kinds";
import { DEFAULT_BEHAVIOUR, type Seed } from "../../emulator/src/index";
import { numberedEvents, send, withEmulator } from "./support";

const README = readFileSync(join(__dirname, "../../emulator/README.md"), "utf8");

/** The rows of the table that follows a heading, as cells without back-quotes. */
function table(heading: string): string[][] {
  const section = README.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
}

describe("emulator README", () => {
  it("names every switch with its default", () => {
    assert.deepEqual(
      table("Switches").map(([, name, value]) => [name, value]),
      Object.entries(DEFAULT_BEHAVIOUR).map(([name, value]) => [name, String(value)]),
    );
  });

  it("has a row for each kind of fault, as the kinds describe themselves", () => {
    const rows = Object.entries(FAULT_KINDS).map(([kind, { members, clientGets }]) => {
      const described = Object.entries<{ doc: string }>(members).map(([name, { doc }]) =>
        `${name} ${doc}`.trim(),
      );
      return ["", kind, described.join(", "), clientGets, ""].map((cell) => cell.replaceAll("`", ""));
    });
    assert.deepEqual(table("Faults"), rows);
  });

  it("has a row for each action, with the parameters that the emulator has", () => {
    const rows = Object.entries(ACTIONS).map(([action, { parameters }]) => {
      const emulated = Object.entries(parameters).filter(([, form]) => !form.startsWith("notEmulated"));
      return [action, emulated.map(([name]) => name).join(", ")];
    });
    assert.deepEqual(
      table("What it answers")
        .slice(0, rows.length)
        .map(([, action, parameters]) => [action, parameters]),
      rows,
    );
  });

  it("shows a seed that works", async () => {
    const text = /## The seed\n\n```json\n(.*?)```/s.exec(README)?.[1] ?? "";
    await withEmulator({ seed: JSON.parse(text) as Seed }, (emulator) => {
      assert.equal(emulator.state().events.length, 1);
    });
  });

  it("shows side-channel calls that work, in their order", async () => {
    const lines = [...README.matchAll(/^curl (?:-X (\w+) )?\$E(\S+)(?: -d '(.*?)')?/gm)];
    assert.equal(lines.length, 15);
    await withEmulator({ seed: { events: numberedEvents(1) } }, async (emulator) => {
      for (const [line, method = "GET", path = "", body] of lines) {
        const headers = body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
        const reply = await send(emulator, {
          method,
          path,
          headers,
          ...(body === undefined ? {} : { body }),
        });
        assert.equal(reply.status, 200, `${line}: ${reply.text}`);
      }
    });
  });

  it("names the vendor's clients that judge it, in the versions that are installed", () => {
    const locks = ["python/requirements.txt", "go/go.mod", "java/pom.xml", "node/package.json"].map((file) =>
      readFileSync(join(__dirname, "vendorClients", file), "utf8"),
    );
    const section = README.split("\n## Judged by the vendor's clients\n")[1]?.split("\n## ")[0] ?? "";
    const named = [...section.matchAll(/`([^`]+)` (\d[\w.-]*)/g)].map(([, name, version]) => ({
      name,
      version,
    }));
    assert.equal(named.length, 12);
    for (const { name, version } of named) {
      const spellings = [
        `${name}==${version}\n`,
        `${name} v${version}\n`,
        `<artifactId>${name}</artifactId>\n      <version>${version}</version>`,
        `"${name}": "${version}"`,
      ];
      assert.ok(
        locks.some((lock) => spellings.some((spelling) => lock.includes(spelling))),
        `${name} ${version}`,
      );
    }
  });
});
