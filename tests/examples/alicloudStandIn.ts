import { createRequire } from "node:module";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";

// Pulumi's own copies, which its generated protocol code belongs to.
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));
const grpc = ofPulumi("@grpc/grpc-js") as {
  Server: new () => Server;
  ServerCredentials: { createInsecure(): unknown };
};
const { Empty } = ofPulumi("google-protobuf/google/protobuf/empty_pb.js") as {
  Empty: new () => Parameters<Parameters<rpc.IResourceProviderServer["delete"]>[1]>[1];
};

interface Server {
  addService(service: unknown, methods: Partial<rpc.IResourceProviderServer>): void;
  bindAsync(address: string, credentials: unknown, done: (error: Error | null, port: number) => void): void;
  forceShutdown(): void;
}

interface Made {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

/** Stands in for the plugin of `@pulumi/alicloud`, which needs an account: takes every resource as it is. */
export interface AlicloudStandIn {
  /** What makes the engine talk to it. */
  environment: NodeJS.ProcessEnv;
  /** The provider's configuration, as the engine gave it. */
  configuration: () => Record<string, unknown>;
  /** What it was asked to make, in that order. */
  made: readonly Made[];
  close: () => void;
}

export async function startAlicloud(idOf: (type: string, name: string) => string): Promise<AlicloudStandIn> {
  const made: Made[] = [];
  let configuration: Record<string, unknown> = {};
  const server = new grpc.Server();
  server.addService(rpc.ResourceProviderService, {
    attach: (_, done) => done(null, new Empty()),
    cancel: (_, done) => done(null, new Empty()),
    getPluginInfo: (_, done) => {
      const info = new plugin.PluginInfo();
      info.setVersion("3.108.0");
      done(null, info);
    },
    checkConfig: ({ request }, done) => done(null, accepted(request)),
    check: ({ request }, done) => done(null, accepted(request)),
    configure: ({ request }, done) => {
      configuration = request.getArgs()?.toJavaScript() ?? {};
      done(null, new proto.ConfigureResponse());
    },
    diffConfig: (_, done) => done(null, unchanged()),
    diff: (_, done) => done(null, unchanged()),
    create: ({ request }, done) => {
      const [type = "", name = ""] = request.getUrn().split("::").slice(-2);
      made.push({ type, name, inputs: request.getProperties()?.toJavaScript() ?? {} });
      const response = new proto.CreateResponse();
      response.setId(idOf(type, name));
      response.setProperties(request.getProperties());
      done(null, response);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    environment: { PULUMI_DEBUG_PROVIDERS: `alicloud:${port}` },
    configuration: () => configuration,
    made,
    close: () => server.forceShutdown(),
  };
}

function accepted(request: proto.CheckRequest): proto.CheckResponse {
  const response = new proto.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}

function unchanged(): proto.DiffResponse {
  const response = new proto.DiffResponse();
  response.setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE);
  return response;
}
