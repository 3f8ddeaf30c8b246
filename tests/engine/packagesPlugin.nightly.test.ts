import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import type { Form } from "../../tools/executable.mjs";
import { releasePlugin } from "../../tools/releasePlugin.mjs";
import { installClient } from "../ens/support/standin";
import { accepted, event, planOf } from "./fixture";
import { succeeds } from "./outcome";
import { install, packPlugin } from "./packagesPlugin";
import { yamlOf } from "./plugin/yaml";
import { findCli, Stack } from "./stack";

describe("a YAML program", function () {
  this.timeout("300s");

  let emulator: Emulator;
  beforeEach(async () => {
    emulator = await startEmulator();
    emulator.events([event(1)]);
  });
  afterEach(() => emulator.close());

  /** A stack in a directory without packages, whose Pulumi.yaml says how it gets the plugin. */
  async function withStack(
    setup: { settings: object; environment?: NodeJS.ProcessEnv },
    prepare: (stack: Stack) => Promise<void>,
  ): Promise<void> {
    const { settings, environment = {} } = setup;
    const stack = await Stack.create(emulator, { modules: "none", environment });
    try {
      const project = { name: "engine", runtime: "yaml", ...settings, ...yamlOf(planOf(1)) };
      await stack.write("Pulumi.yaml", stringify(project));
      await prepare(stack);
      await succeeds(stack.up());
      assert.equal(accepted(emulator)[event(1).eventId], 1);
      await succeeds(stack.up("--expect-no-changes"));
      await succeeds(stack.destroy());
    } finally {
      await stack.remove();
    }
  }

  const installed = async (stack: Stack) => {
    await stack.write("package.json", "{}");
    await install(stack.directory, await packPlugin(stack.directory));
  };

  it("orders with the plugin of the npm package, named under packages", () =>
    withStack({ settings: { packages: { ens: "./node_modules/.bin" } } }, installed));

  it("orders with the plugin of the npm package, named under plugins", () => {
    const plugins = { providers: [{ name: "ens", path: "node_modules/.bin" }] };
    return withStack({ settings: { plugins } }, installed);
  });

  // On macOS with Intel and elsewhere.
  for (const form of ["single", "beside"] satisfies Form[]) {
    it(`orders with the plugin of a release (Node.js in the form "${form}"), installed, where no Node.js works`, async function () {
      if (form === "beside" && process.platform === "win32") return this.skip(); // Windows starts no script.
      const scratch = await mkdtemp(path.join(tmpdir(), "pulumi-ens-release-"));
      try {
        const archive = await releasePlugin({ directory: scratch, form });
        const [, version = ""] = /-v(\d[^-]*)-/.exec(archive) ?? [];
        const cli = await findCli();
        const PATH = [await brokenNode(scratch), cli.directory, cli.hosts, "/usr/bin", "/bin"];
        await withStack({ settings: {}, environment: { PATH: PATH.join(path.delimiter) } }, async (stack) => {
          // Whatever runs the plugin finds the official client beside the program.
          if (form === "single") {
            installClient(stack.directory, "10.1.4");
            await stack.configure({ "ens:transport": "sdk" });
          }
          await succeeds(stack.pulumi("plugin", "install", "resource", "ens", version, "--file", archive));
        });
      } finally {
        await rm(scratch, { recursive: true });
      }
    });
  }

  /** A directory with a `node` that fails whoever uses it. */
  async function brokenNode(scratch: string): Promise<string> {
    const directory = path.join(scratch, "bin");
    await mkdir(directory);
    await writeFile(path.join(directory, "node"), "#!/bin/sh\nexit 1\n");
    await chmod(path.join(directory, "node"), 0o755);
    return directory;
  }
});
