// What the plugin's process costs before a plan asks anything of it: the time until it tells its port, and its memory once the engine
// has introduced itself and configured it.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";

const launcher = path.resolve(import.meta.dirname, "../../plugin/pulumi-resource-ens");

const start = performance.now();
const plugin = spawn(process.execPath, [launcher], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const [port] = await once(createInterface(plugin.stdout), "line");
  const startMs = performance.now() - start;
  const client = new provider.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  // Nobody listens there, and nothing is said before a plan is checked.
  const handshake = new messages.ProviderHandshakeRequest().setEngineAddress("127.0.0.1:9");
  await answer((done) => client.handshake(handshake, done));
  await answer((done) => client.configure(new messages.ConfigureRequest(), done));
  const rss = execFileSync("ps", ["-o", "rss=", "-p", String(plugin.pid)], { encoding: "utf8" });
  client.close();
  console.log(JSON.stringify({ startMs, restMB: Number(rss) / 1024 }));
} finally {
  plugin.kill();
}

/** @param {(done: (error: Error | null) => void) => unknown} call */
function answer(call) {
  return new Promise((resolve, reject) => {
    call((error) => (error ? reject(error) : resolve(undefined)));
  });
}
