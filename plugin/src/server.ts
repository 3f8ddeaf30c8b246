import * as life from "@pulumi-ens/provider/host";
import { TYPE_TOKENS } from "@pulumi-ens/provider/plan";
import { configurationDetails, configurationFailures, keptConfiguration } from "./configuration";
import { type Detail, detailsOf } from "./details";
import type { EngineLog } from "./engineLog";
import { partialFailure, unimplemented } from "./failure";
import { invoke } from "./functions";
import { assertIgnorable, planInputs, planName } from "./inputs";
import { previewOutputs } from "./preview";
import { schema, version } from "./schema";
import { secretProperties } from "./secretOutputs";
import { Session } from "./session";
import { close, open, type Opened, secretNames, type Struct } from "./values";
import { DIFF_CHANGES, DIFF_KINDS, type Provider, type Response } from "./wire/protocol";

/**
 * What Pulumi's engine asks of a provider (`pulumirpc.ResourceProvider`), over the life that every host shares. A method that is not
 * here answers UNIMPLEMENTED, and the engine does without.
 */
export function providerFor(log: EngineLog): Provider {
  let session = new Session({});

  return {
    handshake({ engineAddress }) {
      log.attach(engineAddress);
      return { acceptSecrets: true };
    },

    attach({ address }) {
      log.attach(address);
      return {};
    },

    getPluginInfo: () => ({ version: version() }),

    getSchema: () => ({ schema: schema() }),

    checkConfig(request) {
      const news = open(request.news);
      return checked(keptConfiguration(news), configurationFailures(news.values));
    },

    /** Never a replacement: it would replace every plan of the provider. */
    diffConfig(request) {
      const olds = open(request.oldInputs ?? request.olds).values;
      return differing(configurationDetails(olds, open(request.news).values));
    },

    configure({ args }) {
      session = new Session(open(args).values);
      return { acceptSecrets: true, supportsPreview: true };
    },

    check(request) {
      const plan = planOf(request);
      const olds = open(request.olds).values;
      const news = open(request.news);
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
      if (failures.length > 0) return checked(request.news, failures);
      const secret = secretProperties(result.inputs, secretNames(news.secrets));
      if (elsewhere.secret) secret.add("elsewhere");
      return checked(close(result.inputs, secret), []);
    },

    diff(request) {
      const plan = planOf(request);
      assertIgnorable(request.ignoreChanges);
      const outputs = open(request.olds).values;
      const news = open(request.news).values;
      const host = session.host(log.sayFor(plan));
      const { changes, ordered } = life.diff(host, request.id, outputs, news);
      if (changes === false) return differing([], false);
      if (!request.oldInputs) return differing([], true);
      const secret = news["secret"] === true || outputs["secret"] === true;
      const details = detailsOf(open(request.oldInputs).values, news, { ordered, secret });
      return differing(details, changes === true || details.length > 0);
    },

    async create(request) {
      const plan = planOf(request);
      const given = open(request.properties);
      if (request.preview) return { properties: previewed(given) };
      const host = session.host(log.sayFor(plan), request.timeout);
      const { id, ...ordering } = await life.create(host, given.values);
      return { id, properties: outputsOf(id, ordering, given, "create") };
    },

    async update(request) {
      const plan = planOf(request);
      const given = open(request.news);
      if (request.preview) return { properties: previewed(given) };
      const host = session.host(log.sayFor(plan), request.timeout);
      const outputs = open(request.olds).values;
      const id = request.id;
      const ordering = await life.update(host, id, outputs, given.values);
      return { properties: outputsOf(id, ordering, given, "update") };
    },

    async read(request) {
      const plan = planOf(request);
      const id = request.id;
      const before = open(request.properties);
      const inputs = open(request.inputs);
      const host = session.host(log.sayFor(plan), request.timeout);
      if (isEmpty(before) && isEmpty(inputs)) return imported(await life.importPlan(host, id, plan));
      const outputs = await life.read(host, id, before.values);
      // The inputs are newer where nothing but an instance's name has changed; an older engine does not send them.
      const planned = inputs.values["planned"] ?? before.values["planned"];
      // The dynamic host's outputs have no `planned`, and do not say that it is secret.
      const secret = secretProperties(before.values, secretNames([...before.secrets, ...inputs.secrets]));
      return { id, properties: close({ ...outputs, planned }, secret), inputs: request.inputs };
    },

    async delete(request) {
      const plan = planOf(request);
      const host = session.host(log.sayFor(plan), request.timeout);
      await life.remove(host, request.id, open(request.properties).values);
      return {};
    },

    /** Ctrl-C; and the engine calls it at the end of every command. */
    cancel() {
      session.cancel();
      return {};
    },

    async invoke(request) {
      const args = open(request.args);
      const secret = args.secrets.length > 0;
      const result = await invoke(request.tok, args.values, { session, say: log.say, secret });
      // What comes of a secret is one: not every language sees to it.
      return { return: close(result, new Set(secret ? Object.keys(result) : [])) };
    },
  };
}

function isEmpty({ values }: Opened): boolean {
  return Object.keys(values).length === 0;
}

/** Fails for a resource of another type: there is only one. */
function planOf({ urn }: { urn: string }) {
  const type = urn.split("::")[2]?.split("$").at(-1);
  if (type !== TYPE_TOKENS.plugin) throw unimplemented(`a resource "${type}"`);
  return planName(urn);
}

function checked(
  inputs: Struct | undefined,
  failures: { property: string; reason: string }[],
): Response<"check"> {
  return { inputs, failures };
}

function differing(details: readonly Detail[], changes = details.length > 0): Response<"diff"> {
  if (!changes) return { changes: DIFF_CHANGES.none };
  if (details.length === 0) return { changes: DIFF_CHANGES.some };
  return {
    changes: DIFF_CHANGES.some,
    diffs: [...new Set(details.map(({ path }) => /^[^.[]+/.exec(path)?.[0] ?? path))],
    detailedDiff: new Map(
      details.map(({ path, kind, of }) => [path, { kind: DIFF_KINDS[kind], inputDiff: of === "inputs" }]),
    ),
    hasDetailedDiff: true,
  };
}

function imported({ id, inputs, outputs }: life.Imported): Response<"read"> {
  const properties = close({ ...outputs, planned: inputs["planned"] });
  return { id, properties, inputs: close(inputs) };
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
  const secret = secretProperties(values, secretNames(secrets));
  const all = (): Struct => close({ ...outputs, planned: values["planned"] }, secret);
  // What was planned is the first to go: `migrations` is what the next `up` needs.
  if (failure) throw partialFailure(id, failure, [all, () => close({ ...outputs }, secret)]);
  return all();
}
