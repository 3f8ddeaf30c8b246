import { createRequire } from "node:module";
import type { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import type * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { Properties } from "./host";

// Pulumi's own copies, which its generated protocol code belongs to.
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));

type CheckCall = Parameters<rpc.ResourceProviderClient["check"]>;

export type Credentials = ConstructorParameters<typeof rpc.ResourceProviderClient>[1];
export type Metadata = CheckCall[1];
export type ServiceError = NonNullable<Parameters<CheckCall[3]>[0]>;
/** A call that is under way. */
export type ClientCall = ReturnType<rpc.ResourceProviderClient["check"]>;
export type Message = NonNullable<ReturnType<proto.CheckRequest["getOlds"]>>;

interface Server {
  addService(service: typeof EngineService, methods: object): void;
  bindAsync(address: string, credentials: unknown, bound: (error: Error | null, port: number) => void): void;
  forceShutdown(): void;
}

export const grpc = ofPulumi("@grpc/grpc-js") as {
  credentials: { createInsecure(): Credentials };
  Metadata: new () => Metadata;
  Server: new () => Server;
  ServerCredentials: { createInsecure(): unknown };
  status: Record<"CANCELLED" | "UNIMPLEMENTED" | "RESOURCE_EXHAUSTED" | "UNKNOWN" | "UNAVAILABLE", number>;
};

const { Struct } = ofPulumi("google-protobuf/google/protobuf/struct_pb.js") as {
  Struct: { fromJavaScript(value: object): Message };
};
export const { Empty } = ofPulumi("google-protobuf/google/protobuf/empty_pb.js") as {
  Empty: new () => Parameters<rpc.ResourceProviderClient["cancel"]>[0];
};

export function struct(value: Properties): Message {
  return Struct.fromJavaScript(value);
}

export function plain(message: Message | undefined): Properties {
  if (!message) throw new Error("the answer has no properties");
  return message.toJavaScript();
}
