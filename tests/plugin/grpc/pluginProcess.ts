import path from "node:path";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { GrpcProcess } from "../../conformance/grpcProcess";
import type { Changes, Checked, Kept, PlanName, Properties } from "../../conformance/host";
import { Empty, plain, struct } from "../../conformance/pulumiGrpc";
import { TYPE, urnOf } from "./wire";

const ROOT = path.resolve(__dirname, "../../..");
const LAUNCHER = path.join(ROOT, "plugin/pulumi-resource-ens");
const UNBUNDLED = path.join(ROOT, "plugin/dist/main.js");

export interface PluginOptions {
  directory?: string;
  environment?: NodeJS.ProcessEnv;
  /** The engine's address. Default: one where nobody listens. */
  engine?: string;
  unbundled?: true;
}

export interface Compared {
  changes: Changes;
  replaces: string[];
  diffs: string[];
  /** By path, as `add`, `delete`, `update` and so on; `undefined`: the answer has none. */
  detailed: Record<string, string> | undefined;
}

const KINDS = ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"] as const;

/** The real plugin's process, spoken to over gRPC as the engine does. Properties are as they travel: secrets are wrapped. */
export class PluginProcess {
  readonly process: GrpcProcess;
  readonly #engine: string;

  private constructor(started: GrpcProcess, engine: string) {
    this.process = started;
    this.#engine = engine;
  }

  /** Starts it, and says nothing to it yet. */
  static async start(
    this: void,
    { directory = ROOT, environment = {}, engine = "127.0.0.1:1", unbundled }: PluginOptions = {},
  ): Promise<PluginProcess> {
    const script = unbundled ? UNBUNDLED : LAUNCHER;
    return new PluginProcess(await GrpcProcess.start({ script, engine, directory, environment }), engine);
  }

  handshake(): Promise<proto.ProviderHandshakeResponse> {
    const { call, client } = this.process;
    const request = new proto.ProviderHandshakeRequest();
    request.setEngineAddress(this.#engine);
    request.setRootDirectory(path.dirname(LAUNCHER));
    request.setProgramDirectory(path.dirname(LAUNCHER));
    request.setConfigureWithUrn(true);
    return call((metadata, options, done) => client.handshake(request, metadata, options, done));
  }

  configure(args: Properties): Promise<proto.ConfigureResponse> {
    const { call, client } = this.process;
    const request = new proto.ConfigureRequest();
    request.setArgs(struct(args));
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    request.setSendsOldInputs(true);
    request.setSendsOldInputsToDelete(true);
    return call((metadata, options, done) => client.configure(request, metadata, options, done));
  }

  async checkConfig(olds: Properties, news: Properties): Promise<Checked> {
    const { call, client } = this.process;
    const request = new proto.CheckRequest();
    request.setUrn("urn:pulumi:stack::project::pulumi:providers:ens::default");
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return checkedOf(
      await call((metadata, options, done) => client.checkConfig(request, metadata, options, done)),
    );
  }

  async diffConfig(olds: Properties, news: Properties): Promise<Compared> {
    const { call, client } = this.process;
    const request = new proto.DiffRequest();
    request.setUrn("urn:pulumi:stack::project::pulumi:providers:ens::default");
    request.setOlds(struct(olds));
    request.setOldInputs(struct(olds));
    request.setNews(struct(news));
    return comparedOf(
      await call((metadata, options, done) => client.diffConfig(request, metadata, options, done)),
    );
  }

  async check(plan: PlanName, olds: Properties, news: Properties): Promise<Checked> {
    const { call, client } = this.process;
    const request = new proto.CheckRequest();
    name(request, plan);
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return checkedOf(await call((metadata, options, done) => client.check(request, metadata, options, done)));
  }

  async diff(
    plan: PlanName,
    { id, inputs: oldInputs, outputs }: Kept,
    inputs: Properties,
    ignored: string[] = [],
  ): Promise<Compared> {
    const { call, client } = this.process;
    const request = new proto.DiffRequest();
    name(request, plan);
    request.setId(id);
    request.setOlds(struct(outputs));
    request.setOldInputs(struct(oldInputs));
    request.setNews(struct(inputs));
    request.setIgnorechangesList(ignored);
    return comparedOf(await call((metadata, options, done) => client.diff(request, metadata, options, done)));
  }

  createRequest(
    plan: PlanName,
    inputs: Properties,
    { preview = false, timeout = 0 } = {},
  ): proto.CreateRequest {
    const request = new proto.CreateRequest();
    name(request, plan);
    request.setProperties(struct(inputs));
    request.setPreview(preview);
    request.setTimeout(timeout);
    return request;
  }

  async create(
    plan: PlanName,
    inputs: Properties,
    how: { preview?: boolean; timeout?: number } = {},
  ): Promise<Pick<Kept, "id" | "outputs">> {
    const { call, client } = this.process;
    const request = this.createRequest(plan, inputs, how);
    const response = await call<proto.CreateResponse>((metadata, options, done) =>
      client.create(request, metadata, options, done),
    );
    return { id: response.getId(), outputs: plain(response.getProperties()) };
  }

  async update(
    plan: PlanName,
    { id, inputs: oldInputs, outputs }: Kept,
    inputs: Properties,
    { preview = false, timeout = 0 } = {},
  ): Promise<Properties> {
    const { call, client } = this.process;
    const request = new proto.UpdateRequest();
    name(request, plan);
    request.setId(id);
    request.setOlds(struct(outputs));
    request.setOldInputs(struct(oldInputs));
    request.setNews(struct(inputs));
    request.setPreview(preview);
    request.setTimeout(timeout);
    const response = await call<proto.UpdateResponse>((metadata, options, done) =>
      client.update(request, metadata, options, done),
    );
    return plain(response.getProperties());
  }

  /** Of an import the engine has an id and nothing else. */
  async read(plan: PlanName, { id, inputs, outputs }: Pick<Kept, "id"> & Partial<Kept>): Promise<Kept> {
    const { call, client } = this.process;
    const request = new proto.ReadRequest();
    name(request, plan);
    request.setId(id);
    if (outputs) request.setProperties(struct(outputs));
    if (inputs) request.setInputs(struct(inputs));
    const response = await call<proto.ReadResponse>((metadata, options, done) =>
      client.read(request, metadata, options, done),
    );
    const read = response.getInputs();
    return {
      id: response.getId(),
      outputs: response.getProperties()?.toJavaScript() ?? {},
      inputs: read ? plain(read) : (inputs ?? {}),
    };
  }

  async delete(plan: PlanName, { id, inputs, outputs }: Kept): Promise<void> {
    const { call, client } = this.process;
    const request = new proto.DeleteRequest();
    name(request, plan);
    request.setId(id);
    request.setProperties(struct(outputs));
    request.setOldInputs(struct(inputs));
    await call((metadata, options, done) => client.delete(request, metadata, options, done));
  }

  async invoke(
    token: string,
    args: Properties,
  ): Promise<{ result: Properties; failures: Checked["failures"] }> {
    const { call, client } = this.process;
    const request = new proto.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    const response = await call<proto.InvokeResponse>((metadata, options, done) =>
      client.invoke(request, metadata, options, done),
    );
    return {
      result: response.getReturn()?.toJavaScript() ?? {},
      failures: failuresOf(response),
    };
  }

  async cancel(): Promise<void> {
    const { call, client } = this.process;
    await call((metadata, options, done) => client.cancel(new Empty(), metadata, options, done));
  }

  stop(): Promise<void> {
    return this.process.stop();
  }
}

interface Named {
  setUrn(urn: string): unknown;
  setName(name: string): unknown;
  setType(type: string): unknown;
}

function name(request: Named, plan: PlanName): void {
  request.setUrn(urnOf(plan));
  request.setName(plan.name);
  request.setType(TYPE);
}

function checkedOf(response: proto.CheckResponse): Checked {
  return { inputs: response.getInputs()?.toJavaScript() ?? {}, failures: failuresOf(response) };
}

function failuresOf(response: Pick<proto.CheckResponse, "getFailuresList">): Checked["failures"] {
  return response
    .getFailuresList()
    .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

function comparedOf(response: proto.DiffResponse): Compared {
  const detailed = [...response.getDetaileddiffMap().entries()].map(
    ([at, difference]) => [at, KINDS[difference.getKind()] ?? "unknown"] as const,
  );
  return {
    changes: (["unknown", "none", "some"] as const)[response.getChanges()],
    replaces: response.getReplacesList(),
    diffs: response.getDiffsList(),
    detailed: response.getHasdetaileddiff() ? Object.fromEntries(detailed) : undefined,
  };
}
