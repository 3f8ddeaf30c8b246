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
    this.details = message;
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

/** What `create` and `update` fail with when the resource exists: the engine keeps these outputs, and shows the reasons. */
export function partialFailure(id: string, outputs: Struct, { reasons }: OrderingFailure): CallFailure {
  const message = reasons.join("\n");
  const value = encode(INIT_FAILED, { id, properties: outputs, reasons: [...reasons] });
  const details = [{ typeUrl: "type.googleapis.com/pulumirpc.ErrorResourceInitFailed", value }];
  const metadata = new Metadata();
  // gRPC's own place for an error's details, which its library for Node.js does not fill itself.
  metadata.add("grpc-status-details-bin", encode(STATUS, { code: status.UNKNOWN, message, details }));
  return new CallFailure(message, { metadata });
}
