import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { type Seed, startEmulator } from "../../emulator/src/index";
import { blocks, page, ROOT } from "./pages";

/** The quick start has a command of its own, which a test runs. */
const EXAMPLES = readdirSync(path.join(ROOT, "examples")).filter((name) => name !== "quickstart");
/** The emulator cannot create instances, so a test with a stand-in runs this one. */
const WITHOUT_EMULATOR = "beside-infrastructure";

/** The text of the program, with the keys of its configuration in quotes: in YAML, the project declares them. */
function programOf(example: string): string {
  const directory = path.join(ROOT, "examples", example);
  const read = (name: string): string => readFileSync(path.join(directory, name), "utf8");
  const sources = readdirSync(directory).filter((name) => /\.(?:ts|py|go)$/.test(name));
  const { config = {} } = parse(read("Pulumi.yaml")) as { config?: object };
  return [...sources.map(read), ...Object.keys(config).map((key) => `"${key}"`)].join("\n");
}

/** The pages of the examples are followed word for word; what they show is compared by the tests in tests/examples. */
describe("the page of the example", () => {
  for (const example of EXAMPLES) {
    const file = `examples/${example}/README.md`;
    const { text } = page(file);
    const shell = blocks(page(file)).filter(({ language }) => language === "bash");
    const commands = shell.flatMap(({ code }) => code.split("\n"));

    it(`${example} begins with the installation, and says how long it takes`, () => {
      assert.equal(commands[0], "npm install && npm run build");
      assert.ok(commands.includes(`cd examples/${example}`));
      assert.match(text, /\b(?:takes|for) (?:about )?(?:a few|a|two|\d+) (?:seconds?|minutes?)/);
    });

    if (example !== WITHOUT_EMULATOR) {
      it(`${example} starts emulators with seeds that they accept, and a stack with a backend`, async () => {
        const [start, run] = shell.map(({ code }) => code);
        assert.ok(start && run);
        const seeds = [...start.matchAll(/npx ens-emulator --port (\d+) --seed (\S+)/g)];
        assert.notEqual(seeds.length, 0);
        for (const [, port = "", seed = ""] of seeds) {
          assert.ok(run.includes(`http://127.0.0.1:${port}`), port);
          const content = readFileSync(path.join(ROOT, "examples", example, seed), "utf8");
          await (await startEmulator({ seed: JSON.parse(content) as Seed })).close();
        }
        assert.match(
          run,
          new RegExp(
            `^cd examples/${example}\nexport PULUMI_BACKEND_URL=\\S+ PULUMI_CONFIG_PASSPHRASE=\\S+\n` +
              "[^]*^pulumi stack init \\w+$",
            "m",
          ),
        );
      });
    }

    it(`${example} sets configuration that the program reads`, () => {
      const program = programOf(example);
      const keys = commands.flatMap((command) => {
        const set = /^pulumi config set (?:--\w+ )?'?(\w+)\b(?!:)/.exec(command);
        return set?.[1] ?? [];
      });
      assert.deepEqual(
        keys.filter((key) => !program.includes(`"${key}"`)),
        [],
      );
    });
  }
});
