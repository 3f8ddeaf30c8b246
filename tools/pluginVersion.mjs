import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

/**
 * Starts a plugin as the engine does, and asks for its version.
 * @param {string} command
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export async function pluginVersion(command, { env = process.env } = {}) {
  const shell = command.endsWith(".cmd");
  const child = spawn(command, [], { env, shell, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = await Promise.race([
      once(createInterface(child.stdout), "line"),
      once(child, "exit").then(([code]) => {
        throw new Error(`${command} ended with code ${code} and named no port`);
      }),
    ]);
    const client = new provider.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    try {
      return await new Promise((resolve, reject) =>
        client.getPluginInfo(new empty.Empty(), (error, info) =>
          error ? reject(error) : resolve(info.getVersion()),
        ),
      );
    } finally {
      client.close();
    }
  } finally {
    child.kill();
  }
}
