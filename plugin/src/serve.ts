import type { sendUnaryData, Server, ServerUnaryCall } from "@grpc/grpc-js";
import type { EngineLog } from "./engineLog";
import { asCallFailure } from "./failure";
import { type Content, decode, encode, type Fields } from "./wire/message";
import { PROVIDER, type Provider } from "./wire/protocol";

type Message = Content<Fields>;

/** Has a provider answer the engine. A method that it does not have answers UNIMPLEMENTED, and the engine does without. */
export function serve(server: Server, provider: Provider, log: EngineLog): void {
  const methods = Object.entries<{ name: string; request: Fields; response: Fields }>(PROVIDER);
  for (const [key, { name, request, response }] of methods) {
    const answer = provider[key as keyof Provider] as (message: Message) => Message | Promise<Message>;
    server.register<Message, Message>(
      `/pulumirpc.ResourceProvider/${name}`,
      unary(answer, log),
      (message) => encode(response, message),
      (bytes) => decode(request, bytes),
      "unary",
    );
  }
}

/** Answers once all lines of the call have arrived at the engine. */
function unary(answer: (request: Message) => Message | Promise<Message>, log: EngineLog) {
  return (call: ServerUnaryCall<Message, Message>, done: sendUnaryData<Message>): void => {
    new Promise<Message>((resolve) => resolve(answer(call.request)))
      .finally(() => log.flush())
      .then(
        (response) => done(null, response),
        (error: unknown) => done(asCallFailure(error)),
      );
  };
}
