import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { findPulumi, type Maker, pulumiVersion } from "../../tools/findPulumi.mjs";
import type { HostMaker } from "../../tools/languageHosts.mjs";

const pieces = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

describe("findPulumi", function () {
  let root: string;
  let cached: string;
  let env: NodeJS.ProcessEnv;
  let lines: string[];
  const log = (line: string) => lines.push(line);

  before(function () {
    if (process.platform === "win32") this.skip(); // The fake programs are shell scripts.
  });

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "find-pulumi-"));
    cached = path.join(root, "cache", "cli", `v${pulumiVersion}`);
    env = { PATH: path.join(root, "bin"), PULUMI_ENS_CACHE: path.join(root, "cache") };
    lines = [];
  });

  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  function fakePulumi(directory: string, version = pulumiVersion, files = pieces): void {
    fs.mkdirSync(directory, { recursive: true });
    for (const file of files)
      fs.writeFileSync(path.join(directory, file), `#!/bin/sh\necho v${version}\n`, { mode: 0o755 });
  }

  const working: Maker = {
    source: "a maker that works",
    make: (directory) => Promise.resolve(fakePulumi(directory, pulumiVersion, pieces.slice(0, 2))),
  };
  const failing: Maker = {
    source: "a maker that fails",
    make: (directory) => {
      fakePulumi(directory, pulumiVersion, ["pulumi"]);
      return Promise.reject(new Error("no network\nand more of that"));
    },
  };

  it("takes the one on PATH first", async () => {
    fakePulumi(path.join(root, "bin"), "3.260.0");
    fakePulumi(cached);
    assert.deepEqual(await findPulumi({ env, log, makers: [] }), {
      command: path.join(root, "bin", "pulumi"),
      directory: path.join(root, "bin"),
      hosts: path.join(root, "cache", "languageHosts"),
      version: "3.260.0",
      source: "PATH",
    });
  });

  it("accepts plugins that lie elsewhere on PATH", async () => {
    env.PATH = [path.join(root, "bin"), path.join(root, "plugins")].join(path.delimiter);
    fakePulumi(path.join(root, "bin"), "3.216.0", ["pulumi"]);
    fakePulumi(path.join(root, "plugins"), "1.0.0", pieces.slice(1));
    assert.equal((await findPulumi({ env, log, makers: [] })).source, "PATH");
  });

  for (const [what, version, files] of [
    ["an old one", "3.215.9", pieces],
    ["one without a host of Node.js programs", "3.260.0", ["pulumi", "pulumi-resource-pulumi-nodejs"]],
    ["one that does not tell its version", "unknown", pieces],
  ] as const) {
    it(`passes over ${what} on PATH for the cached copy`, async () => {
      fakePulumi(path.join(root, "bin"), version, [...files]);
      fakePulumi(cached);
      assert.deepEqual(await findPulumi({ env, log, makers: [failing] }), {
        command: path.join(cached, "pulumi"),
        directory: cached,
        hosts: cached,
        version: pulumiVersion,
        source: "cache",
      });
    });
  }

  it("adds the plugin of dynamic providers to a cached copy without it", async () => {
    fakePulumi(cached, pulumiVersion, pieces.slice(0, 2));
    assert.equal((await findPulumi({ env, log, makers: [] })).source, "cache");
    assert.match(fs.readFileSync(path.join(cached, pieces[2]!), "utf8"), /dynamic-provider/);
  });

  it("tries the makers in order and keeps what works in the cache", async () => {
    const made = await findPulumi({ env, log, makers: [failing, working] });
    assert.equal(made.source, "a maker that works");
    assert.equal(made.command, path.join(cached, "pulumi"));
    assert.deepEqual(fs.readdirSync(cached).sort(), pieces);
    assert.deepEqual(fs.readdirSync(path.dirname(cached)), [path.basename(cached)], "nothing else is left");
    assert.equal(lines[0], "  a maker that fails: no network");
    assert.equal((await findPulumi({ env, log, makers: [] })).source, "cache");
  });

  it("replaces a half-written cached copy", async () => {
    fakePulumi(cached, pulumiVersion, ["pulumi"]);
    assert.equal((await findPulumi({ env, log, makers: [working] })).source, "a maker that works");
    assert.deepEqual(fs.readdirSync(cached).sort(), pieces);
  });

  it("replaces a cached copy that does not run", async () => {
    fakePulumi(cached);
    fs.writeFileSync(path.join(cached, "pulumi"), "#!/bin/sh\nexit 1\n");
    assert.equal((await findPulumi({ env, log, makers: [working] })).source, "a maker that works");
  });

  it("does not take half of a copy from a maker", async () => {
    const half: Maker = {
      source: "half",
      make: (directory) => Promise.resolve(fakePulumi(directory, pulumiVersion, ["pulumi"])),
    };
    await assert.rejects(findPulumi({ env, log, makers: [half] }), /half: .* lacks pulumi-language-nodejs/);
    assert.equal(fs.existsSync(cached), false);
  });

  it("lets two at once make the same copy", async () => {
    const both = await Promise.all([1, 2].map(() => findPulumi({ env, log, makers: [working] })));
    assert.deepEqual(
      both.map(({ command }) => command),
      [path.join(cached, "pulumi"), path.join(cached, "pulumi")],
    );
    assert.deepEqual(fs.readdirSync(path.dirname(cached)), [path.basename(cached)]);
  });

  it("says what it tried and what to install when nothing works", async () => {
    fakePulumi(path.join(root, "bin"), "3.100.0");
    await assert.rejects(findPulumi({ env, log, makers: [failing] }), (error: Error) => {
      assert.match(error.message, /^No Pulumi CLI was found/);
      assert.match(error.message, /- PATH: .* is version 3\.100\.0, which is too old: 3\.216\.0 or newer/);
      assert.match(error.message, /- cache: nothing in /);
      assert.match(error.message, /- a maker that fails: no network/);
      assert.match(error.message, /Install one and try again:\n {2}\S/);
      return true;
    });
  });

  describe("for programs in other languages", () => {
    /** Which hosts were made. */
    let made: string[];
    const makeHost: HostMaker = (language, directory) => {
      made.push(language);
      const files = [`pulumi-language-${language}`, `pulumi-language-${language}-exec`];
      return Promise.resolve(fakePulumi(directory, "1.0.0", files));
    };
    const unableTo: HostMaker = () => Promise.reject(new Error("Go is not installed"));

    beforeEach(() => (made = []));

    it("makes no host that nobody asks for", async () => {
      fakePulumi(cached);
      await findPulumi({ env, log, makers: [], makeHost });
      assert.deepEqual(made, []);
    });

    it("adds the missing hosts to a cached copy, and makes none twice", async () => {
      fakePulumi(cached);
      const languages = ["yaml", "python"] as const;
      const pulumi = await findPulumi({ env, log, makers: [failing], makeHost, languages: ["yaml"] });
      assert.equal(pulumi.source, "cache", "the CLI is not made anew");
      assert.equal(pulumi.hosts, cached);
      await findPulumi({ env, log, makers: [failing], makeHost, languages });
      assert.deepEqual(made, languages);
      const hosts = languages.flatMap((each) => [`pulumi-language-${each}`, `pulumi-language-${each}-exec`]);
      assert.deepEqual(fs.readdirSync(cached).sort(), [...pieces, ...hosts].sort(), "nothing else is left");
      assert.equal((await findPulumi({ env, log, makers: [] })).source, "cache");
    });

    it("adds them to a copy that was just made", async () => {
      await findPulumi({ env, log, makers: [working], makeHost, languages: ["yaml"] });
      assert.ok(fs.existsSync(path.join(cached, "pulumi-language-yaml")));
    });

    it("makes none that comes with the CLI, or is elsewhere on PATH", async () => {
      env.PATH = [path.join(root, "bin"), path.join(root, "more")].join(path.delimiter);
      fakePulumi(path.join(root, "bin"), "3.260.0", [...pieces, "pulumi-language-yaml"]);
      fakePulumi(path.join(root, "more"), "1.0.0", ["pulumi-language-go"]);
      await findPulumi({ env, log, makers: [], makeHost: unableTo, languages: ["yaml", "go"] });
    });

    it("keeps the missing hosts of a CLI on PATH in the cache, and out of what the user installed", async () => {
      fakePulumi(path.join(root, "bin"), "3.260.0");
      const options = { env, log, makers: [], makeHost, languages: ["yaml"] } as const;
      const { source, hosts } = await findPulumi(options);
      assert.equal(source, "PATH");
      assert.ok(fs.existsSync(path.join(hosts, "pulumi-language-yaml")));
      assert.deepEqual(fs.readdirSync(path.join(root, "bin")).sort(), pieces);
      await findPulumi(options);
      assert.deepEqual(made, ["yaml"]);
    });

    it("says what is missing, why, and what to install, and leaves nothing half made", async () => {
      fakePulumi(cached);
      const half: HostMaker = (language, directory) => {
        fakePulumi(directory, "1.0.0", ["pulumi-language-yaml"]);
        return unableTo(language, directory, log);
      };
      await assert.rejects(
        findPulumi({ env, log, makers: [], makeHost: half, languages: ["yaml"] }),
        (error: Error) => {
          assert.match(
            error.message,
            /pulumi cannot run yaml programs: it comes without pulumi-language-yaml/,
          );
          assert.match(error.message, /\n {2}- Go is not installed\nInstall \S/);
          return true;
        },
      );
      assert.deepEqual(fs.readdirSync(cached).sort(), pieces);
    });
  });
});
