import { connect } from "node:http2";

const ADDRESS = /^(?:127\.0\.0\.1|localhost|\[::1\]):\d+$/;

let watched = false;

/**
 * Ends this process as soon as its engine is gone. Nobody else does: a provider whose engine was killed would go on
 * ordering, beside the `up` that comes to repair it, and nobody would remember what it did.
 *
 * The engine's address is an argument of every provider's process, and it speaks gRPC, which is HTTP/2: a connection
 * that is open and idle ends when the engine does.
 */
export function endWithEngine(): void {
  const address = process.argv.find((argument) => ADDRESS.test(argument));
  if (watched || address === undefined) return;
  watched = true;
  const session = connect(`http://${address}`);
  let connected = false;
  session.once("remoteSettings", () => (connected = true));
  // What never was an engine cannot go.
  session.once("close", () => {
    if (connected) process.exit(1);
  });
  session.on("error", () => undefined);
  session.unref();
}
