import { Metadata, type ServerErrorResponse, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { OrderingFailure } from "@pulumi-ens/provider/host";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

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
  const detail = new ErrorResourceInitFailed()
    .setId(id)
    .setProperties(outputs)
    .setReasonsList([...reasons]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([packed]);
  const metadata = new Metadata();
  // gRPC's own place for an error's details, which its library for Node.js does not fill itself.
  metadata.add("grpc-status-details-bin", Buffer.from(whole.serializeBinary()));
  return new CallFailure(message, { metadata });
}
