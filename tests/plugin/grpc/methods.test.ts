import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { immediate, scheduled } from "../../conformance/events";
import { failureOf } from "../../conformance/failureOf";
import type { Properties } from "../../conformance/host";
import { Empty, grpc } from "../../conformance/pulumiGrpc";
import { PLAN_TIME, traffic } from "../../dynamic/support";
import { SENTINELS } from "../../sentinels";
import { argsFor, ConfiguredPlugin, EDGE } from "./configuredPlugin";
import { FakeEngine } from "./fakeEngine";
import { isSecret, secret, urnOf } from "./wire";

const PLUGIN = path.resolve(__dirname, "../../../plugin");

function linesOf(properties: Properties, name = "planned"): Record<string, string> {
  return properties[name] as Record<string, string>;
}

describe("the plugin's methods", () => {
  const the = new ConfiguredPlugin();

  it("Handshake: it takes secrets, and neither resources nor outputs as values", async () => {
    const answer = await the.plugin.handshake();

    assert.deepEqual(
      [answer.getAcceptSecrets(), answer.getAcceptResources(), answer.getAcceptOutputs()],
      [true, false, false],
    );
  });

  it("GetPluginInfo: the version of its package", async () => {
    const { call, client } = the.plugin.process;
    const info = await call<{ getVersion(): string }>((metadata, options, done) =>
      client.getPluginInfo(new Empty(), metadata, options, done),
    );

    const { version } = JSON.parse(readFileSync(path.join(PLUGIN, "package.json"), "utf8")) as {
      version: string;
    };
    assert.equal(info.getVersion(), version);
  });

  it("GetSchema: the schema of the package", async () => {
    const { call, client } = the.plugin.process;
    const answer = await call<proto.GetSchemaResponse>((metadata, options, done) =>
      client.getSchema(new proto.GetSchemaRequest(), metadata, options, done),
    );

    const schema = JSON.parse(answer.getSchema()) as Properties;
    assert.deepEqual(schema, JSON.parse(readFileSync(path.join(PLUGIN, "schema.json"), "utf8")));
  });

  it("Attach: lines go to the engine that attached", async () => {
    const other = await FakeEngine.start();
    try {
      const { call, client } = the.plugin.process;
      const attach = new PluginAttach();
      attach.setAddress(other.address);
      await call((metadata, options, done) => client.attach(attach, metadata, options, done));

      await the.upped(argsFor([scheduled(1)]));

      assert.ok(other.lines.length > 0);
      assert.equal(the.engine.lines.length, 0);
    } finally {
      other.stop();
      await the.plugin.handshake();
    }
  });

  for (const method of ["parameterize", "call", "construct", "getMapping", "getMappings", "list"] as const) {
    it(`${method} is not there, and the engine does without`, async () => {
      const requests = {
        parameterize: proto.ParameterizeRequest,
        call: proto.CallRequest,
        construct: proto.ConstructRequest,
        getMapping: proto.GetMappingRequest,
        getMappings: proto.GetMappingsRequest,
        list: proto.ListRequest,
      };
      const { client } = the.plugin.process;
      const request = new requests[method]();
      const error = await new Promise<{ code: number }>((resolve, reject) => {
        if (method === "list") {
          client
            .list(request as proto.ListRequest)
            .on("data", () => reject(new Error("an answer came")))
            .on("error", (failure: Error & { code: number }) => resolve(failure));
          return;
        }
        const start = client[method].bind(client) as unknown as (
          message: unknown,
          done: (failure: { code: number } | null) => void,
        ) => void;
        start(request, (failure) => {
          if (failure) resolve(failure);
          else reject(new Error("an answer came"));
        });
      });
      assert.equal(error.code, grpc.status.UNIMPLEMENTED);
    });
  }

  describe("CheckConfig", () => {
    it("takes every kind of setting, and keeps keys as secrets whatever the program says", async () => {
      const { inputs, failures } = await the.plugin.checkConfig(
        {},
        {
          accessKey: "LTAI1",
          secretKey: "hidden-key",
          securityToken: secret("hidden-token"),
          endpoint: "http://127.0.0.1:1",
          clientReadTimeout: 1_000,
        },
      );

      assert.deepEqual(failures, []);
      for (const key of ["secretKey", "securityToken"]) assert.ok(isSecret(inputs[key]), key);
      assert.equal(inputs["endpoint"], "http://127.0.0.1:1");
    });

    it("refuses a setting that is none, and shows no value of it", async () => {
      const { failures } = await the.plugin.checkConfig({}, { secretkey: "hidden-key" });

      assert.equal(failures.length, 1);
      assert.match(failures[0]?.reason ?? "", /secretkey.*secretKey/);
      assert.doesNotMatch(JSON.stringify(failures), /hidden-key/);
    });
  });

  describe("DiffConfig", () => {
    it("says what changed, never that nothing did, and replaces nothing", async () => {
      for (const [olds, news] of [
        [{ endpoint: "http://127.0.0.1:1" }, { endpoint: "http://127.0.0.1:2" }],
        [{}, { accessKey: "LTAI1", secretKey: secret("hidden") }],
        [{ accessKey: "LTAI1" }, {}],
        [{ "pulumi-nodejs": "of the dynamic provider" }, { region: "cn-hangzhou" }],
      ] as const) {
        const { changes, replaces, detailed } = await the.plugin.diffConfig(olds, news);
        assert.equal(changes, "some");
        assert.deepEqual(replaces, []);
        assert.ok(Object.values(detailed ?? {}).every((kind) => !kind.endsWith("-replace")));
      }
    });

    it("says that nothing changed where nothing did", async () => {
      const same = { accessKey: "LTAI1", secretKey: secret("hidden") };
      assert.equal((await the.plugin.diffConfig(same, same)).changes, "none");
    });
  });

  describe("Configure", () => {
    it("takes secrets and previews", async () => {
      const answer = await the.plugin.configure({});

      assert.deepEqual([answer.getAcceptsecrets(), answer.getSupportspreview()], [true, true]);
    });

    it("reads keys that come as secrets, before those of the environment", async () => {
      await the.plugin.configure({ accessKey: secret("LTAIother"), secretKey: secret("hidden-key") });

      const { message } = await failureOf(the.upped(argsFor([scheduled(1)])));

      assert.match(message, /InvalidAccessKeyId/);
      assert.doesNotMatch(message, /hidden-key/);
    });

    it("a second one replaces the first", async () => {
      await the.plugin.configure({ endpoint: "http://127.0.0.1:1" });
      await the.plugin.configure({ endpoint: the.emulator.endpoint });

      await the.upped(argsFor([scheduled(1)]));

      assert.equal(the.emulator.ledger().length, 1);
    });
  });

  describe("Check", () => {
    it("plans the events, names the plan by its URN and keeps the options", async () => {
      const { planned, ...others } = await the.checked(argsFor([scheduled(1)], { timeout: "1h30m" }));

      assert.match(
        (planned as Record<string, string>)["e-1"] ?? "",
        /^i-1 \| ... 20\S+ \S+ UTC \| force_tra/,
      );
      assert.deepEqual(others, {
        dataPolicy: "force_transfer",
        label: "edge",
        stack: "shop/dev",
        timeout: "1h30m",
      });
    });

    it("names every fault and where it is, without a property, and gives the inputs back", async () => {
      const news = argsFor([scheduled(1, { dataPolicy: "keep" }), "{"], { timeout: "soon", waves: [1] });
      const { inputs, failures } = await the.plugin.check(EDGE, {}, news);

      assert.deepEqual(failures, [
        { property: "", reason: 'timeout: "soon" must be a duration, such as "30m", "1h30m" or "PT30M"' },
        {
          property: "",
          reason: "waves is not a property of a MigrationPlan; did you mean schedule.waves?",
        },
        {
          property: "",
          reason:
            'events[0].dataPolicy of e-1 (i-1): "keep" must be one of "abandon", "force_transfer", "try_transfer"',
        },
        { property: "", reason: "events[1] must be an object with eventId and resourceId, not a string" },
      ]);
      assert.deepEqual(inputs, news);
    });

    it("refuses an event that another plan of the program has, and takes it twice of the same plan", async () => {
      await the.checked(argsFor([scheduled(1)]));
      await the.checked(argsFor([scheduled(1)]));

      const { failures } = await the.plugin.check(
        { ...EDGE, name: "other" },
        {},
        argsFor([scheduled(2), scheduled(1)]),
      );

      assert.deepEqual(failures, [
        {
          property: "",
          reason: 'e-1 (i-1) is in two plans, "edge" and "other". Remove it from one',
        },
      ]);
    });

    for (const [kind, unknown] of Object.entries(SENTINELS)) {
      it(`lets what a preview does not know pass: ${kind}`, async () => {
        assert.equal((await the.checked(argsFor(unknown)))["planned"], SENTINELS.string);
        const one = await the.checked(argsFor([scheduled(1), unknown], { timeout: unknown }));
        assert.match(linesOf(one)["e-1"] ?? "", /^i-1 \| /);
        assert.equal(linesOf(one)["events[1]"], SENTINELS.string);
        assert.equal(one["timeout"], unknown);
      });
    }

    it("makes no call", async () => {
      await the.checked(argsFor([scheduled(1)]));
      assert.equal(the.emulator.calls().length, 0);
    });

    it("is for the one resource that there is", async () => {
      const { call, client } = the.plugin.process;
      const request = new proto.CheckRequest();
      request.setUrn(urnOf(EDGE).replace("MigrationPlan", "Other"));
      const { code, message } = await failureOf(
        call((metadata, options, done) => client.check(request, metadata, options, done)),
      );
      assert.equal(code, grpc.status.UNIMPLEMENTED);
      assert.match(message, /ens:index:Other/);
    });
  });

  describe("Diff", () => {
    it("shows each event that comes, leaves or changes, and each option, and replaces nothing", async () => {
      const kept = await the.upped(
        argsFor([scheduled(1), scheduled(2), scheduled(3)], { changeTicket: "A" }),
      );
      const later = scheduled(2, { planTime: PLAN_TIME + 3_600_000 });
      const args = argsFor([scheduled(1), later, scheduled(4)], { onRemove: "retain", waitFor: "submitted" });
      const inputs = await the.checked(args, { olds: kept.inputs });

      const { changes, replaces, detailed, diffs } = await the.plugin.diff(EDGE, kept, inputs);

      assert.equal(changes, "some");
      assert.deepEqual(replaces, []);
      assert.deepEqual(detailed, {
        'planned["e-2"]': "update",
        'planned["e-3"]': "delete",
        'planned["e-4"]': "add",
        changeTicket: "delete",
        onRemove: "add",
        waitFor: "add",
      });
      assert.deepEqual(new Set(diffs), new Set(["planned", "changeTicket", "onRemove", "waitFor"]));
    });

    it("says that nothing changed, and makes no call", async () => {
      const kept = await the.upped(argsFor([scheduled(1)]));
      const before = traffic(the.emulator);
      const inputs = await the.checked(argsFor([scheduled(1)]), { olds: kept.inputs });

      const { changes, detailed } = await the.plugin.diff(EDGE, kept, inputs);

      assert.deepEqual([changes, detailed], ["none", undefined]);
      assert.deepEqual(traffic(the.emulator), before);
    });

    it("refuses ignoreChanges of a part of the events, which no state keeps", async () => {
      const kept = await the.upped(argsFor([scheduled(1)]));
      const { message } = await failureOf(the.plugin.diff(EDGE, kept, kept.inputs, ["events[0].planTime"]));
      assert.match(message, /ignoreChanges cannot keep events\[0\]\.planTime/);
    });
  });

  describe("Create and Update", () => {
    const schedule = {
      timeZone: "UTC",
      windows: [{ cron: "0 0 * * *", duration: "23h" }],
      waves: [1, 1],
    };

    it("in a preview know what is planned, make no call and have no id", async () => {
      const events = [1, 2].map((number) => ({ eventId: `e-${number}`, resourceId: `i-${number}` }));
      const inputs = await the.checked(argsFor(events, { schedule }));

      const { id, outputs } = await the.plugin.create(EDGE, inputs, { preview: true });

      assert.equal(id, "");
      assert.deepEqual(outputs["planned"], inputs["planned"]);
      assert.deepEqual(outputs["plannedWaves"], inputs["plannedWaves"]);
      assert.equal((outputs["plannedWaves"] as unknown[]).length, 2);
      for (const name of ["migrations", "requestIds", "summary", "ended"])
        assert.equal(outputs[name], SENTINELS.string, name);
      assert.equal(the.emulator.calls().length, 0);
    });

    it("in a preview of an update know the same", async () => {
      const kept = await the.upped(argsFor([scheduled(1)]));
      const before = traffic(the.emulator);
      const inputs = await the.checked(argsFor([scheduled(1), scheduled(2)]), { olds: kept.inputs });

      const outputs = await the.plugin.update(EDGE, kept, inputs, { preview: true });

      assert.deepEqual(Object.keys(linesOf(outputs)), ["e-1", "e-2"]);
      assert.equal(outputs["migrations"], SENTINELS.string);
      assert.deepEqual(traffic(the.emulator), before);
    });

    it("order and answer with every output of the schema", async () => {
      const { id, inputs, outputs } = await the.upped(argsFor([scheduled(1), immediate(2)]));

      assert.match(id, /^migration-plan-[0-9a-f-]{36}$/);
      assert.deepEqual(outputs["planned"], inputs["planned"]);
      assert.match(linesOf(outputs, "migrations")["e-1"] ?? "", /^i-1 \| Scheduled \| ordered /);
      assert.deepEqual(outputs["summary"], {
        events: 2,
        statuses: { Scheduled: 1, Executing: 1 },
        unfinished: 0,
        released: 0,
      });
      assert.deepEqual(
        the.emulator.ledger().map(({ eventId }) => eventId),
        ["e-1", "e-2"],
      );
    });

    it("say on the plan's own row what they do", async () => {
      await the.upped(argsFor([scheduled(1)]));

      assert.ok(the.engine.lines.length > 0);
      for (const { urn, message } of the.engine.lines) {
        assert.equal(urn, urnOf(EDGE));
        assert.match(message, /^edge: /);
      }
    });

    it("that fail in part say what exists, and which event met what", async () => {
      the.emulator.faults([{ kind: "itemFailure", eventId: "e-2", code: 503, message: "try later" }]);
      const inputs = await the.checked(argsFor([scheduled(1), scheduled(2)]));

      const { partial } = await failureOf(the.plugin.create(EDGE, inputs));

      assert.ok(partial);
      assert.match(partial.id, /^migration-plan-/);
      assert.match(partial.reasons[0] ?? "", /^edge: e-2 \(i-2\): refused by ENS: code 503, try later \(/);
      assert.equal(partial.properties["unfinished"], true);
      assert.deepEqual(partial.properties["planned"], inputs["planned"]);

      const kept = { id: partial.id, inputs, outputs: partial.properties };
      assert.equal((await the.plugin.diff(EDGE, kept, inputs)).changes, "some");
      await the.plugin.update(EDGE, kept, inputs);
      assert.deepEqual(
        the.emulator.ledger().map(({ eventId, accepted }) => [eventId, accepted]),
        [
          ["e-1", true],
          ["e-2", false],
          ["e-2", true],
        ],
      );
    });

    it("of which ENS took nothing leave nothing behind", async () => {
      the.emulator.faults([{ kind: "itemFailure", count: 1 }]);
      const { message, partial } = await failureOf(the.upped(argsFor([scheduled(1)])));

      assert.match(message, /^edge: e-1 \(i-1\)/);
      assert.equal(partial, undefined);
    });

    it("that are too long for the program's customTimeouts end, and the orders stand", async () => {
      const args = argsFor([immediate(1)], { waitFor: "executed" });
      const inputs = await the.checked(args);

      const { partial, message } = await failureOf(the.plugin.create(EDGE, inputs, { timeout: 1 }));

      assert.ok(partial, message);
      assert.equal(the.emulator.ledger().length, 1);
    });
  });

  describe("Read", () => {
    it("shows what became of the orders, sends none, and keeps the inputs", async () => {
      const kept = await the.upped(argsFor([scheduled(1)]));
      the.emulator.platform({ eventId: "e-1", eventStatus: "Executing" });

      const read = await the.plugin.read(EDGE, kept);

      assert.equal(read.id, kept.id);
      assert.match(linesOf(read.outputs, "migrations")["e-1"] ?? "", / \| Executing \| /);
      assert.deepEqual(read.inputs, kept.inputs);
      assert.equal(the.emulator.ledger().length, 1);
      assert.deepEqual(Object.keys(read.outputs).sort(), Object.keys(kept.outputs).sort());
    });

    it("without a state brings what ENS has, and a program that says so changes nothing", async () => {
      await the.upped(argsFor([scheduled(1), scheduled(2), immediate(3)]));
      await the.plugin.configure({});
      const plan = { ...EDGE, name: "imported" };

      const read = await the.plugin.read(plan, { id: "e-1,e-2" });

      const { label: _, stack: __, ...args } = read.inputs;
      const inputs = await the.checked(args, { olds: read.inputs, plan });
      assert.deepEqual(Object.keys(linesOf(read.outputs, "migrations")), ["e-1", "e-2"]);
      assert.equal((await the.plugin.diff(plan, read, inputs)).changes, "none");
      assert.equal(the.emulator.ledger().length, 3);
    });

    it("without a state needs events that ENS has an order for", async () => {
      for (const [id, why] of [
        ["e-404", /^nothing was imported: e-404: ENS lists no event/],
        ["", /^cannot import: the id names no event/],
        ["migration-plan-1", /^cannot import: "migration-plan-1" is not an event id/],
      ] as const) {
        const { message } = await failureOf(the.plugin.read(EDGE, { id }));
        assert.match(message, why);
      }
    });
  });

  describe("Delete", () => {
    it("withdraws nothing, and says so", async () => {
      const kept = await the.upped(argsFor([scheduled(1)]));
      const before = the.emulator.calls().length;

      await the.plugin.delete(EDGE, kept);

      assert.equal(the.emulator.calls().length, before);
      const lines = the.engine.lines.map(({ severity, message }) => `${severity} ${message}`);
      assert.match(lines.at(-1) ?? "", /^warning edge: 1 order stay/);
    });

    it("is refused with onRemove fail while an order is pending", async () => {
      const kept = await the.upped(argsFor([scheduled(1)], { onRemove: "fail" }));

      const { message } = await failureOf(the.plugin.delete(EDGE, kept));

      assert.match(message, /edge: onRemove is "fail" and an order is still pending: e-1 \(i-1\)/);
    });
  });

  describe("Invoke", () => {
    it("getMigrationEvents lists events", async () => {
      const { result } = await the.plugin.invoke("ens:index:getMigrationEvents", { resourceIds: ["i-2"] });

      assert.deepEqual(
        (result["events"] as Properties[]).map(({ eventId, resourceId }) => [eventId, resourceId]),
        [["e-2", "i-2"]],
      );
    });

    it("getMigrationEvents refuses a filter that it does not know", async () => {
      const { message } = await failureOf(
        the.plugin.invoke("ens:index:getMigrationEvents", { resourceId: "i-2" }),
      );
      assert.match(message, /resourceId.*did you mean resourceIds/);
    });

    it("parseMigrations reads the lines of a plan's outputs", async () => {
      const { outputs } = await the.upped(argsFor([scheduled(1)]));
      const { migrations, requestIds, schemaVersion } = outputs;

      const { result } = await the.plugin.invoke("ens:index:parseMigrations", {
        migrations,
        requestIds,
        schemaVersion,
      });

      const parsed = (result["migrations"] as Record<string, Properties>)["e-1"];
      assert.deepEqual([parsed?.["resourceId"], parsed?.["status"]], ["i-1", "Scheduled"]);
    });

    it("parsePlanned reads the lines of a preview", async () => {
      const { planned } = await the.checked(argsFor([scheduled(1)]));

      const { result } = await the.plugin.invoke("ens:index:parsePlanned", { planned });

      const [first] = result["planned"] as Properties[];
      assert.deepEqual([first?.["eventId"], first?.["resourceId"]], ["e-1", "i-1"]);
    });

    it("has no other function", async () => {
      for (const token of ["ens:index:other", "__proto__", "constructor", ""]) {
        const { code } = await failureOf(the.plugin.invoke(token, {}));
        assert.equal(code, grpc.status.UNIMPLEMENTED, token);
      }
    });
  });

  describe("Cancel", () => {
    it("ends a wait: the state is kept, and the message says that the orders stand", async () => {
      const inputs = await the.checked(argsFor([immediate(1)], { waitFor: "executed" }));
      const creating = failureOf(the.plugin.create(EDGE, inputs));
      await the.engine.until(({ message }) => message.endsWith("1 event: 1 Executing"));

      await the.plugin.cancel();

      const { message, partial } = await creating;
      assert.ok(partial, message);
      assert.match(message, /The order stands, and the next `pulumi up` resumes the wait/);
      assert.deepEqual(Object.keys(linesOf(partial.properties, "migrations")), ["e-1"]);
      assert.equal(the.emulator.ledger().length, 1);
    });

    it("at the end of a command harms nothing: the next one begins with Configure", async () => {
      await the.upped(argsFor([scheduled(1)]));
      await the.plugin.cancel();
      await the.plugin.cancel();

      await the.plugin.configure({});
      const kept = await the.upped(argsFor([scheduled(2)]), { ...EDGE, name: "next" });

      assert.match(linesOf(kept.outputs, "migrations")["e-2"] ?? "", / \| ordered /);
    });

    it("before anything else harms nothing", async () => {
      await the.plugin.cancel();
      await the.plugin.configure({});
      await the.upped(argsFor([]));
    });
  });
});
