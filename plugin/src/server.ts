import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import { type PluginAttach, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import * as life from "@pulumi-ens/provider/host";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { configurationDetails, configurationFailures, keptConfiguration } from "./configuration";
import { type Detail, detailsOf } from "./details";
import type { EngineLog } from "./engineLog";
import { asCallFailure, partialFailure, unimplemented } from "./failure";
import { invoke } from "./functions";
import { assertIgnorable, planInputs, planName } from "./inputs";
import { previewOutputs } from "./preview";
import { schema, version } from "./schema";
import { secretProperties } from "./secretOutputs";
import { Session } from "./session";
import { close, open, type Opened, type Properties, secretNames } from "./values";

/** The one resource's type, as its schema says it. */
const MIGRATION_PLAN = "ens:index:MigrationPlan";

/**
 * What Pulumi's engine asks of a provider (`pulumirpc.ResourceProvider`), over the life that every host shares. A method that is not
 * here answers UNIMPLEMENTED, and the engine does without.
 */
export function methods(log: EngineLog): UntypedServiceImplementation {
  let session = new Session({});

  const answers = {
    handshake(request: proto.ProviderHandshakeRequest) {
      log.attach(request.getEngineAddress());
      return new proto.ProviderHandshakeResponse().setAcceptSecrets(true);
    },

    attach(request: PluginAttach) {
      log.attach(request.getAddress());
      return new Empty();
    },

    getPluginInfo: () => new PluginInfo().setVersion(version()),

    getSchema: () => new proto.GetSchemaResponse().setSchema(schema()),

    checkConfig(request: proto.CheckRequest) {
      const news = open(request.getNews());
      return checked(keptConfiguration(news), configurationFailures(news.values));
    },

    /** Never a replacement: it would replace every plan of the provider. */
    diffConfig(request: proto.DiffRequest) {
      const olds = open(request.getOldInputs() ?? request.getOlds()).values;
      return differing(configurationDetails(olds, open(request.getNews()).values));
    },

    configure(request: proto.ConfigureRequest) {
      session = new Session(open(request.getArgs()).values);
      return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    },

    check(request: proto.CheckRequest) {
      const plan = planOf(request);
      const olds = open(request.getOlds()).values;
      const news = open(request.getNews());
      const { inputs, taken } = planInputs(plan, news, olds);
      const claimed = session.claims.claim(plan, inputs, olds);
      const elsewhere = session.claims.elsewhere(plan.urn);
      const result = life.check(session.host(log.sayFor(plan)), olds, {
        ...inputs,
        elsewhere: elsewhere.eventIds,
      });
      const failures = [
        ...taken.map((name) => ({ property: "", reason: `${name}: the plan sets it itself. Remove it` })),
        ...claimed.map((reason) => ({ property: "", reason })),
        ...result.failures,
      ];
      if (failures.length > 0) return checked(request.getNews(), failures);
      const secret = secretProperties(result.inputs, secretNames(news.secrets));
      if (elsewhere.secret) secret.add("elsewhere");
      return checked(close(result.inputs, secret), []);
    },

    diff(request: proto.DiffRequest) {
      const plan = planOf(request);
      assertIgnorable(request.getIgnorechangesList());
      const outputs = open(request.getOlds()).values;
      const news = open(request.getNews()).values;
      const host = session.host(log.sayFor(plan));
      const { changes, ordered } = life.diff(host, request.getId(), outputs, news);
      if (changes === false) return differing([], false);
      const oldInputs = request.getOldInputs();
      if (!oldInputs) return differing([], true);
      const secret = news["secret"] === true || outputs["secret"] === true;
      const details = detailsOf(open(oldInputs).values, news, { ordered, secret });
      return differing(details, changes === true || details.length > 0);
    },

    async create(request: proto.CreateRequest) {
      const plan = planOf(request);
      const given = open(request.getProperties());
      if (request.getPreview()) return new proto.CreateResponse().setProperties(previewed(given));
      const host = session.host(log.sayFor(plan), request.getTimeout());
      const { id, ...ordering } = await life.create(host, given.values);
      return new proto.CreateResponse().setId(id).setProperties(outputsOf(id, ordering, given, "create"));
    },

    async update(request: proto.UpdateRequest) {
      const plan = planOf(request);
      const given = open(request.getNews());
      if (request.getPreview()) return new proto.UpdateResponse().setProperties(previewed(given));
      const host = session.host(log.sayFor(plan), request.getTimeout());
      const outputs = open(request.getOlds()).values;
      const id = request.getId();
      const ordering = await life.update(host, id, outputs, given.values);
      return new proto.UpdateResponse().setProperties(outputsOf(id, ordering, given, "update"));
    },

    async read(request: proto.ReadRequest) {
      const plan = planOf(request);
      const id = request.getId();
      const before = open(request.getProperties());
      const host = session.host(log.sayFor(plan), request.getTimeout());
      if (Object.keys(before.values).length === 0) return imported(await life.importPlan(host, id, plan));
      const outputs = await life.read(host, id, before.values);
      const inputs = open(request.getInputs());
      const secret = secretProperties(before.values, secretNames(before.secrets));
      return new proto.ReadResponse()
        .setId(id)
        .setProperties(
          close({ ...outputs, planned: before.values["planned"] ?? inputs.values["planned"] }, secret),
        )
        .setInputs(request.getInputs());
    },

    async delete(request: proto.DeleteRequest) {
      const plan = planOf(request);
      const host = session.host(log.sayFor(plan), request.getTimeout());
      await life.remove(host, request.getId(), open(request.getProperties()).values);
      return new Empty();
    },

    /** Ctrl-C; and the engine calls it at the end of every command. */
    cancel() {
      session.cancel();
      return new Empty();
    },

    async invoke(request: proto.InvokeRequest) {
      const args = open(request.getArgs()).values;
      const result = await invoke(request.getTok(), args, { session, say: log.say });
      return new proto.InvokeResponse().setReturn(close(result));
    },
  };

  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [
      name,
      unary(answer as (request: unknown) => unknown, log),
    ]),
  );
}

/** Answers once all lines of the call have arrived at the engine. */
function unary(answer: (request: unknown) => unknown, log: EngineLog) {
  return (call: ServerUnaryCall<unknown, unknown>, done: sendUnaryData<unknown>): void => {
    new Promise((resolve) => resolve(answer(call.request)))
      .finally(() => log.flush())
      .then(
        (response) => done(null, response),
        (error: unknown) => done(asCallFailure(error)),
      );
  };
}

/** Fails for a resource of another type: there is one. */
function planOf(request: { getUrn(): string }) {
  const urn = request.getUrn();
  const type = urn.split("::")[2]?.split("$").at(-1);
  if (type !== MIGRATION_PLAN) throw unimplemented(`a resource "${type}"`);
  return planName(urn);
}

function checked(
  inputs: Struct | undefined,
  failures: readonly { property: string; reason: string }[],
): proto.CheckResponse {
  return new proto.CheckResponse()
    .setInputs(inputs)
    .setFailuresList(
      failures.map(({ property, reason }) =>
        new proto.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}

const KINDS = {
  add: proto.PropertyDiff.Kind.ADD,
  delete: proto.PropertyDiff.Kind.DELETE,
  update: proto.PropertyDiff.Kind.UPDATE,
};

function differing(details: readonly Detail[], changes = details.length > 0): proto.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  const response = new proto.DiffResponse().setChanges(changes ? DIFF_SOME : DIFF_NONE);
  if (!changes || details.length === 0) return response;
  for (const { path, kind } of details)
    response.getDetaileddiffMap().set(path, new proto.PropertyDiff().setKind(KINDS[kind]).setInputdiff(true));

  const names = new Set(details.map(({ path }) => /^[^.[]+/.exec(path)?.[0] ?? path));
  return response.setHasdetaileddiff(true).setDiffsList([...names]);
}

function imported({ id, inputs, outputs }: life.Imported): proto.ReadResponse {
  return new proto.ReadResponse()
    .setId(id)
    .setInputs(close(inputs))
    .setProperties(close({ ...outputs, planned: inputs["planned"] }));
}

function previewed({ values, secrets }: Opened): Struct {
  return close(previewOutputs(values), secretProperties(values, secretNames(secrets)));
}

/** What `create` and `update` answer. Throws what they fail with. */
function outputsOf(
  id: string,
  { outputs, failure }: life.Ordering,
  { values, secrets }: Opened,
  operation: "create" | "update",
): Struct {
  if (failure?.nothingStands && operation === "create") throw new Error(failure.reasons.join("\n"));
  const all: Properties = { ...outputs, planned: values["planned"] };
  const struct = close(all, secretProperties(values, secretNames(secrets)));
  if (failure) throw partialFailure(id, struct, failure);
  return struct;
}
