import { Server, ServerCredentials } from "@grpc/grpc-js";
import { endWithEngine } from "@pulumi-ens/provider/host";
import { EngineLog } from "./engineLog";
import { serve } from "./serve";
import { providerFor } from "./server";

/** As the engine has it: thousands of events make a long message. */
const LONGEST_MESSAGE = 400 * 1024 * 1024;

const log = new EngineLog();
// An engine that does not know Handshake gives its address here alone.
log.attach(process.argv[2] ?? "");
const server = new Server({
  "grpc.max_receive_message_length": LONGEST_MESSAGE,
  "grpc.max_send_message_length": LONGEST_MESSAGE,
});
serve(server, providerFor(log), log);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // The engine reads the port from the first line, and nothing else.
  process.stdout.write(`${port}\n`);
  endWithEngine();
});
