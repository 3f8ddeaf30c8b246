import path from "node:path";
import { pulumiEnvironment } from "../../tools/pulumiEnvironment.mjs";
import type { Fixture } from "../engine/fixture";
import { findCli, PASSPHRASE } from "../engine/stack";

/** What a job of a pipeline finds: the CLI, the state, and keys of the emulator in place of a RAM role. */
export async function pipelineEnvironment({ stack, emulator }: Fixture): Promise<NodeJS.ProcessEnv> {
  const { directory } = stack;
  return {
    ...pulumiEnvironment({
      home: path.join(directory, "home"),
      backend: path.join(directory, "state"),
      directory: (await findCli()).directory,
      passphrase: PASSPHRASE,
    }),
    ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
    ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
    ENS_ENDPOINT: emulator.endpoint,
    NODE_OPTIONS: `--require=${path.join(directory, "preload.cjs")}`,
  };
}
