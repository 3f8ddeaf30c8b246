import assert from "node:assert/strict";
import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import path from "node:path";
import type { Seed } from "../../emulator/src/index";
import { at, blocks, page, ROOT } from "../docs/pages";
import { assertShown } from "../docs/shown";
import { accepted, scenario, writes } from "./fixture";
import { succeeds } from "./outcome";

const README = page("README.md");
const EVENT = { eventId: "e-d71ff150945b9c02eb6ebc0016328468", resourceId: "i-55qi8m11rr53c4i964md8a00l" };
/** Before the time in the README's programs, whenever this runs. */
const THEN = Date.parse("2026-11-24T12:00:00Z");

describe("the README's smallest program", function () {
  this.timeout("600s");

  it("works as it is written, and its preview shows the line that follows it", () =>
    scenario({ events: [] }, async ({ emulator, stack, advance }) => {
      const [, program = "", plain = "", line = ""] =
        /## The smallest program\s+[^`]*```ts\n([\s\S]*?)```[\s\S]*?```text\n(.*)\n```[\s\S]*?```text\n[\s\S]*?: (".*")\n/.exec(
          README.text,
        ) ?? [];
      await advance(THEN - Date.now());
      emulator.events([EVENT]);
      await rm(path.join(stack.directory, "index.js"));
      await stack.write("package.json", JSON.stringify({ name: "engine" }));
      // What `pulumi new typescript` writes.
      const compilerOptions = {
        strict: true,
        target: "es2020",
        module: "commonjs",
        moduleResolution: "node",
      };
      await stack.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["index.ts"] }));
      await stack.write("index.ts", program);

      const preview = await succeeds(stack.preview());
      assert.ok(plain.startsWith("december: ") && preview.includes(plain), preview);
      assert.ok(preview.includes(line), preview);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [EVENT.eventId]: 1 });
      await succeeds(stack.up("--expect-no-changes"));
    }));
});

/** What the fixture has made ready: a clone, the CLI, an emulator, and who we are to it. */
const READY = /^(?:npm run setup$|npx ens-emulator |mkdir |export )/;

describe("the README's program in YAML", function () {
  this.timeout("600s");

  const begin = README.text.indexOf("\n## A program in YAML\n");
  const text = README.text.slice(begin, README.text.indexOf("\n## ", begin + 1));
  const all = blocks({ file: README.file, text });
  const commands = all.filter(({ language }) => language === "bash").flatMap(({ code }) => code.split("\n"));

  it("works as it is written, with the commands around it, in a folder of a clone", async () => {
    const [, seedFile = ""] = /^npx ens-emulator --port \d+ --seed (\S+)$/m.exec(commands.join("\n")) ?? [];
    const seed = JSON.parse(await readFile(path.join(ROOT, seedFile), "utf8")) as Seed;
    const program = all.find(({ language }) => language === "yaml");
    const shown = all.find(({ language }) => language === "text");
    assert.ok(program && shown && commands.some((command) => READY.test(command)));

    await scenario({ events: [], seed }, async ({ emulator, stack, advance }) => {
      await advance(THEN - Date.now());
      emulator.reset();
      await mkdir(path.join(stack.directory, "clone/edge"), { recursive: true });
      for (const part of ["package.json", "plugin", "tools"])
        // What the commands need of a clone.
        await symlink(path.join(ROOT, part), path.join(stack.directory, "clone", part));
      await stack.write("clone/edge/Pulumi.yaml", program.code);

      let output = "";
      const run = async (command: string): Promise<void> => {
        const line = command.replace(/ -- up$/, "$& --yes --skip-preview");
        const inFolder = `export NODE_OPTIONS="--require=$PWD/preload.cjs"; cd clone/edge && ${line}`;
        output = await succeeds(stack.shell(inFolder));
      };
      for (const command of commands.filter((each) => !READY.test(each))) await run(command);
      assertShown(shown.code, output, at(shown));
      const { events = [] } = seed;
      assert.deepEqual(accepted(emulator), Object.fromEntries(events.map(({ eventId }) => [eventId, 1])));

      await run("npm run pulumi -- up");
      assert.match(output, /2 unchanged/);
      assert.equal(writes(emulator), 1);
    });
  });
});
