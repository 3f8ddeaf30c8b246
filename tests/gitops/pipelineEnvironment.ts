import path from "node:path";
import { pulumiEnvironment } from "../../tools/pulumiEnvironment.mjs";
import type { Fixture } from "../engine/fixture";
import { findCli, PASSPHRASE } from "../engine/stack";

/** What a job of a pipeline finds: the CLI, the state, and keys of the emulator in place of a RAM role. */
export async function pipelineEnvironment({ stack, emulator }: Fixture): Promise<NodeJS.ProcessEnv> {
  const { directory } = stack;
  const cli = await findCli();
  return {
    ...pulumiEnvironment({
      home: path.join(directory, "home"),
      backend: path.join(directory, "state"),
      directory: cli.directory,
      hosts: cli.hosts,
      passphrase: PASSPHRASE,
    }),
    ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
    ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
    ENS_ENDPOINT: emulator.endpoint,
    NODE_OPTIONS: `--require=${path.join(directory, "preload.cjs")}`,
  };
}
