import { Metadata, type ServerErrorResponse, status } from "@grpc/grpc-js";
import type { OrderingFailure } from "@pulumi-ens/provider/host";
import type { Struct } from "./values";
import { encode } from "./wire/message";
import { INIT_FAILED, STATUS } from "./wire/protocol";

/** A call's failure, as gRPC hands it to the engine, which shows the message. */
export class CallFailure extends Error implements Partial<ServerErrorResponse> {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;

  constructor(message: string, { code = status.UNKNOWN, metadata = new Metadata() } = {}) {
    super(message);
    this.code = code;
    // A text of ENS may be cut within a character, and gRPC's library throws on such a one.
    this.details = Buffer.from(message).toString();
    this.metadata = metadata;
  }
}

export function unimplemented(what: string): CallFailure {
  return new CallFailure(`pulumi-resource-ens does not have ${what}`, { code: status.UNIMPLEMENTED });
}

export function asCallFailure(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  return new CallFailure(error instanceof Error ? error.message : String(error));
}

/**
 * A failed call says what it has to say in headers, and the engine's library takes no more of them, in bytes; one more byte ends the
 * connection. Some are left for all other headers.
 */
const LONGEST_HEADERS = 16 * 1024 * 1024 - 4_096;

/**
 * What `create` and `update` fail with when the resource exists: the engine keeps the outputs, and shows the reasons. Of `outputs` it
 * gets the first that are not too long for a failure: about 30,000 events.
 */
export function partialFailure(
  id: string,
  { reasons }: OrderingFailure,
  outputs: readonly (() => Struct)[],
): CallFailure {
  for (const makeOutputs of outputs) {
    const failure = initFailed(id, reasons, makeOutputs());
    if (failure) return failure;
  }
  return new CallFailure(
    [
      "The engine cannot keep what became of this plan: it has too many events for an operation that fails. The orders stand, and " +
        "the next up finds them again. Divide the plan: the limit is about 30,000 events",
      ...reasons,
    ].join("\n"),
  );
}

/** Nothing where it is too long. */
function initFailed(id: string, reasons: readonly string[], properties: Struct): CallFailure | undefined {
  const message = reasons.join("\n");
  const value = encode(INIT_FAILED, { id, properties, reasons: [...reasons] });
  const details = [{ typeUrl: "type.googleapis.com/pulumirpc.ErrorResourceInitFailed", value }];
  const encoded = encode(STATUS, { code: status.UNKNOWN, message, details });
  const metadata = new Metadata();
  // gRPC's own place for an error's details, which its library for Node.js does not fill itself.
  metadata.add("grpc-status-details-bin", encoded);
  const failure = new CallFailure(message, { metadata });
  // As they are sent: bytes in base64, a text in percent-encoding.
  const length = (encoded.length * 4) / 3 + encodeURI(failure.details).length;
  return length <= LONGEST_HEADERS ? failure : undefined;
}
