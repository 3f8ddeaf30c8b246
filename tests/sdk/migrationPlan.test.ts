import assert from "node:assert/strict";
import { createRequire } from "node:module";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { check } from "../../provider/src/plan/check";
import type * as Sdk from "../../sdk/src/index";
import { type MigrationEventArgs, MigrationPlan, type MigrationPlanArgs } from "../../sdk/src/index";
import { inClear, type Registration, run, secret, Unmade, valueOf } from "./program";

const ROOT = path.resolve(__dirname, "../..");
const TYPE = "pulumi-nodejs:dynamic/ens:MigrationPlan";
const PASSWORD = "Hidden7Password";

const first: MigrationEventArgs = { eventId: "e-1", resourceId: "i-1", planTime: 1_764_869_400_000 };
const second: MigrationEventArgs = { eventId: "e-2", resourceId: "i-2", opsType: "immediate" };

/** What a program with one plan registers. */
async function registration(args: () => MigrationPlanArgs, { preview = false } = {}): Promise<Registration> {
  const { registered } = await run(() => new MigrationPlan("edge", args()), { preview });
  assert.equal(registered.length, 1);
  return registered[0] as Registration;
}

describe("MigrationPlan", () => {
  describe("the resource", () => {
    it("has a type of its own, by which policies find it", async () => {
      const { type } = await registration(() => ({ events: [] }));

      assert.equal(type, TYPE);
      assert.equal((MigrationPlan as unknown as { __pulumiType: string }).__pulumiType, TYPE);
    });

    it("is recognised by isInstance, also by another copy of the package", async () => {
      const other = (createRequire(__filename)("@pulumi-ens/sdk") as typeof Sdk).MigrationPlan;
      const { result: plan } = await run(() => new MigrationPlan("edge", { events: [] }));

      assert.notEqual(other, MigrationPlan);
      assert.ok(MigrationPlan.isInstance(plan));
      assert.ok(other.isInstance(plan));
    });

    it("takes nothing else for an instance", async () => {
      const { result: bucket } = await run(() => new Unmade("bucket"));

      for (const other of [bucket, {}, null, undefined, TYPE])
        assert.equal(MigrationPlan.isInstance(other), false);
    });

    it("resolves every output that it declares", async () => {
      const outputs = {
        migrations: { "e-1": "i-1 | Scheduled | …" },
        requestIds: ["A"],
        summary: { events: 1, statuses: { Scheduled: 1 }, unfinished: 0, released: 0 },
        ended: false,
        schemaVersion: 1,
      };
      const { result: plan } = await run(() => new MigrationPlan("edge", { events: [first] }), {
        outputs: () => outputs,
      });

      const { migrations, requestIds, summary, ended, schemaVersion } = plan;
      assert.deepEqual(await valueOf({ migrations, requestIds, summary, ended, schemaVersion }), outputs);
    });

    it("keeps its passwords out of the state in clear, beside what the user keeps secret", async () => {
      const { registered } = await run(
        () => new MigrationPlan("edge", { events: [] }, { additionalSecretOutputs: ["summary"] }),
      );

      assert.deepEqual(registered[0]?.additionalSecretOutputs.sort(), ["passwords", "summary"]);
    });
  });

  describe("the provider that it names", () => {
    it("is the same text in every plan, so that it never counts as a change", async () => {
      const { registered } = await run(() => {
        new MigrationPlan("north", { events: [first], waitFor: "executed" });
        new MigrationPlan("south", { events: [] });
      });

      const [north, south] = registered.map(({ inputs }) => inputs["__provider"]);
      assert.equal(typeof north, "string");
      assert.equal(north, south);
    });

    it("evaluates to an object with all methods of a provider", async () => {
      const { inputs } = await registration(() => ({ events: [] }));
      const loaded: { handler?: () => object } = {};

      // As the host does: the text is a module, and it requires from the program's directory.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval
      const evaluate = new Function("exports", "require", inputs["__provider"] as string) as (
        exports: object,
        require: NodeJS.Require,
      ) => void;
      evaluate(loaded, createRequire(path.join(ROOT, "program.js")));

      assert.deepEqual(Object.keys(loaded.handler?.() ?? {}).sort(), [
        "check",
        "configure",
        "create",
        "delete",
        "diff",
        "read",
        "update",
      ]);
    });
  });

  describe("what travels", () => {
    it("is one JSON text of the events, the options as written, and the plan's name as label", async () => {
      const { inputs } = await registration(() => ({
        events: [first, second],
        dataPolicy: "try_transfer",
        maxErrors: "10%",
        timeout: "1h",
        connection: { profile: "ops" },
      }));

      const { __provider: _, ...others } = inputs;
      assert.deepEqual(others, {
        events: JSON.stringify([first, second]),
        dataPolicy: "try_transfer",
        maxErrors: "10%",
        timeout: "1h",
        connection: { profile: "ops" },
        label: "edge",
        stack: "project/stack",
      });
    });

    it("an option that is undefined is not there", async () => {
      const { inputs } = await registration(() => ({
        events: [],
        timeout: undefined,
        dataPolicy: undefined,
      }));

      assert.deepEqual(Object.keys(inputs).sort(), ["__provider", "events", "label", "stack"]);
    });

    it("an event with an output in it is an object, so that a preview knows the rest of it", async () => {
      const { inputs } = await registration(
        () => ({ events: [first, { ...second, resourceId: new Unmade("instance").value }] }),
        { preview: true },
      );

      assert.deepEqual(inputs["events"], [
        JSON.stringify(first),
        { eventId: "e-2", resourceId: pulumi.unknown, opsType: "immediate" },
      ]);
    });

    it("an event with an output in it arrives whole once the output is known", async () => {
      const { inputs } = await registration(() => ({
        events: [{ ...second, resourceId: pulumi.output("i-2") }],
      }));

      assert.deepEqual(inputs["events"], [second]);
    });

    it("an event that is an output or a promise becomes a text like any other", async () => {
      const { inputs } = await registration(() => ({
        events: [pulumi.output(first), Promise.resolve(second)],
      }));

      assert.deepEqual(inputs["events"], [JSON.stringify(first), JSON.stringify(second)]);
    });

    it("an event that is not known yet is unknown alone", async () => {
      const { inputs } = await registration(
        () => ({ events: [first, new Unmade("discovery").value.apply(() => second)] }),
        { preview: true },
      );

      assert.deepEqual(inputs["events"], [JSON.stringify(first), pulumi.unknown]);
    });

    it("events that are one output become one text", async () => {
      const { inputs } = await registration(() => ({ events: pulumi.output([first, second]) }));

      assert.equal(inputs["events"], JSON.stringify([first, second]));
    });

    it("events that are not known yet are unknown as a whole, and the options are known", async () => {
      const { inputs } = await registration(
        () => ({ events: new Unmade("discovery").value.apply(() => [first]), timeout: "1h" }),
        { preview: true },
      );

      assert.equal(inputs["events"], pulumi.unknown);
      assert.equal(inputs["timeout"], "1h");
    });

    it("anything but an array travels, for check to refuse with the property's name", async () => {
      for (const [events, travels] of [
        ["[]", secret('"[]"')],
        [5, secret(5)],
        [null, null],
      ] as const) {
        const args = { events } as unknown as MigrationPlanArgs;
        const { inputs } = await registration(() => args);
        assert.deepEqual(inputs["events"], travels);
      }
    });

    it("a member of a connection that has no value is null, since Pulumi drops undefined ones in silence", async () => {
      const nothing = () => undefined;
      const unset = { profile: undefined, roleArn: pulumi.output(0).apply(nothing), region: "cn-hangzhou" };
      for (const connection of [unset, pulumi.output(unset), Promise.resolve(unset)]) {
        const args = { events: [], connection } as unknown as MigrationPlanArgs;
        const { inputs } = await registration(() => args);
        assert.deepEqual(inputs["connection"], { profile: null, roleArn: null, region: "cn-hangzhou" });
      }
      const { inputs } = await registration(() => ({ events: [], connection: undefined }));
      assert.equal("connection" in inputs, false);
    });

    it("a member of a connection that is not known yet is unknown alone", async () => {
      const { inputs } = await registration(
        () => ({ events: [], connection: { profile: "ops", region: new Unmade("region").value } }),
        { preview: true },
      );

      assert.deepEqual(inputs["connection"], { profile: "ops", region: pulumi.unknown });
    });

    it("events that are undefined are null: without them, what was planned would stay planned in silence", async () => {
      for (const events of [undefined, pulumi.output(undefined), Promise.resolve(undefined)]) {
        const args = { events } as unknown as MigrationPlanArgs;
        const { inputs } = await registration(() => args);
        assert.equal(inputs["events"], null);
      }
    });

    it("an element that is no event travels, for check to refuse with its index", async () => {
      const elements = [null, "e-1", 5, JSON.stringify(first)] as unknown as MigrationEventArgs[];
      const { inputs } = await registration(() => ({ events: elements }));

      assert.equal(inputs["events"], JSON.stringify(elements));
    });
  });

  describe("passwords", () => {
    it("go apart from the events, which only say that there is one, as a secret", async () => {
      const { inputs } = await registration(() => ({ events: [first, { ...second, password: PASSWORD }] }));

      assert.deepEqual(inputs["passwords"], secret({ "e-2": PASSWORD }));
      assert.equal(inputs["events"], JSON.stringify([first, { ...second, password: true }]));
    });

    it("that are secret leave the events readable", async () => {
      const { inputs } = await registration(() => ({
        events: [first, { ...second, password: pulumi.secret(PASSWORD) }],
      }));

      assert.deepEqual(inputs["passwords"], secret({ "e-2": PASSWORD }));
      assert.equal(inputs["events"], JSON.stringify([first, { ...second, password: true }]));
    });

    it("in an event with another output in it are taken out too", async () => {
      const { inputs } = await registration(() => ({
        events: [{ ...second, resourceId: pulumi.output("i-2"), password: pulumi.secret(PASSWORD) }],
      }));

      assert.deepEqual(inputs["events"], [{ ...second, password: true }]);
      assert.deepEqual(inputs["passwords"], secret({ "e-2": PASSWORD }));
    });

    it("in events that are one output are taken out too", async () => {
      const { inputs } = await registration(() => ({
        events: pulumi.output([first, { ...second, password: PASSWORD }]),
      }));

      assert.equal(inputs["events"], JSON.stringify([first, { ...second, password: true }]));
      assert.deepEqual(inputs["passwords"], secret({ "e-2": PASSWORD }));
    });

    it("in an event that is an output appear nowhere but at their place", async () => {
      const { inputs } = await registration(() => ({
        events: [pulumi.secret({ ...second, password: PASSWORD })],
      }));

      const { passwords, ...others } = inputs;
      assert.deepEqual(passwords, secret({ "e-2": PASSWORD }));
      assert.doesNotMatch(JSON.stringify(others), new RegExp(PASSWORD));
    });

    it("that turn out to be undefined are none", async () => {
      const { inputs } = await registration(() => ({
        events: [{ ...second, password: pulumi.output<string | undefined>(undefined) }],
      }));

      assert.deepEqual(inputs["passwords"], secret({}));
    });

    const event = { ...second, password: PASSWORD };
    for (const [what, wrong] of Object.entries({
      "one event instead of a list": { events: event },
      "a list in an object": { events: { events: [event] } },
      "a text instead of events": { events: JSON.stringify([event]) },
      "a strange argument": { event: [event] },
      "a password on the plan": { password: PASSWORD },
      "a list instead of a schedule": { schedule: [event] },
      "a text instead of a connection": { connection: PASSWORD },
      "an object instead of a length": { timeout: { password: PASSWORD } },
    })) {
      it(`in ${what} are a secret wherever Pulumi shows inputs`, async () => {
        for (const come of [
          (value: unknown) => value,
          pulumi.output,
          (value: unknown) => Promise.resolve(value),
        ]) {
          const given = Object.entries(wrong).map(([name, value]) => [name, come(value as string)]);
          const args = { events: [], ...Object.fromEntries(given) } as MigrationPlanArgs;
          const { inputs } = await registration(() => args);
          for (const name of Object.keys(wrong)) {
            const sent = inputs[name] as Record<string, unknown>;
            assert.equal(sent[pulumi.runtime.specialSigKey], pulumi.runtime.specialSecretSig, name);
          }
        }
      });
    }

    it("are not sent where no event has one", async () => {
      const { inputs } = await registration(() => ({ events: [first, second] }));

      assert.equal("passwords" in inputs, false);
    });

    it("that a preview does not know are unknown and leave the event readable", async () => {
      const { inputs } = await registration(
        () => ({ events: [{ ...second, password: new Unmade("generator").value }] }),
        { preview: true },
      );

      assert.equal(inputs["events"], JSON.stringify([{ ...second, password: true }]));
      assert.equal(inputs["passwords"], pulumi.unknown);
    });
  });

  describe("what is secret", () => {
    const PLACEHOLDER = "computed from a secret";
    const COMPUTED = ["planned", "plannedWaves", "migrations", "requestIds", "summary", "ended"];
    const secretly = <T>(value: T): T => pulumi.secret(value) as unknown as T;
    const password = () => pulumi.secret(PASSWORD);
    const schedule = {
      timeZone: "UTC",
      windows: [{ days: ["sat" as const], startTime: "01:00", duration: "2h" }],
    };

    const secretArgs: Record<string, () => MigrationPlanArgs> = {
      "all events": () => ({ events: pulumi.secret([first]) }),
      "an event": () => ({ events: [first, pulumi.secret(second)] }),
      "a field of an event": () => ({ events: [{ ...first, instanceName: pulumi.secret("edge-1") }] }),
      "an event's time": () => ({ events: [{ ...first, planTime: secretly(1_764_869_400_000) }] }),
      "a field of an event in an output": () => ({
        events: pulumi.output(0).apply(() => [{ ...first, instanceName: secretly("edge-1") }]),
      }),
      "a field of an event that is an output": () => ({
        events: [first, pulumi.output(0).apply(() => ({ ...second, instanceName: secretly("edge-1") }))],
      }),
      "a part of a field that is an output": () => ({
        events: [
          { ...first, rack: pulumi.output(0).apply(() => ({ name: secretly("r1") })) } as typeof first,
        ],
      }),
      "a part of a field, beside an output": () => ({
        events: [{ ...first, planTime: pulumi.output(0), rack: { name: secretly("r1") } } as typeof first],
      }),
      "an event in a promise": () => ({ events: Promise.resolve([secretly(first)]) }),
      "all events, with a password": () => ({ events: pulumi.secret([{ ...second, password: PASSWORD }]) }),
      "a part of the schedule": () => ({
        events: [first],
        schedule: { ...schedule, startDate: pulumi.secret("2026-12-01") },
      }),
      "the data policy": () => ({ events: [first], dataPolicy: secretly("try_transfer" as const) }),
    };
    for (const [what, args] of Object.entries(secretArgs)) {
      it(`${what}: so is what the plan computes`, async () => {
        const { inputs } = await registration(args);

        for (const name of COMPUTED) assert.deepEqual(inputs[name], secret(PLACEHOLDER), name);
        assert.equal(inputs["secret"], true);
      });
    }

    it("of the options is named, so that no message quotes it, and in nothing else", async () => {
      const { inputs } = await registration(() => ({
        events: [first],
        connection: { endpoint: pulumi.secret("http://10.0.0.5") },
        timeout: pulumi.secret("soon"),
        waitFor: pulumi.output("submitted" as const),
      }));
      assert.deepEqual(inputs["unquoted"], ["connection", "timeout"]);
      assert.equal(inputs["secret"], undefined);
      const { failures } = check({}, inClear(inputs) as Record<string, unknown>, Date.now());
      assert.doesNotMatch(JSON.stringify(failures), /10\.0\.0\.5|soon/);
      assert.equal((await registration(() => ({ events: [first] }))).inputs["unquoted"], undefined);
    });

    it("is so in a preview too, where the secret is not known yet", async () => {
      const events = () => pulumi.secret(new Unmade("discovery").value).apply(() => [first]);
      const { inputs } = await registration(() => ({ events: events() }), { preview: true });

      for (const name of COMPUTED) assert.deepEqual(inputs[name], secret(PLACEHOLDER), name);
    });

    const clearArgs: Record<string, () => MigrationPlanArgs> = {
      "of an event": () => ({ events: [first, { ...second, password: password() }] }),
      "of an event that is an output": () => ({
        events: [first, pulumi.output(0).apply(() => ({ ...second, password: secretly(PASSWORD) }))],
      }),
      "in events that are an output": () => ({
        events: pulumi.output(0).apply(() => [first, { ...second, password: secretly(PASSWORD) }]),
      }),
      "in events that are a promise": () => ({
        events: Promise.resolve([first, { ...second, password: password() }]),
      }),
    };
    for (const [where, args] of Object.entries(clearArgs)) {
      it(`a password ${where} alone keeps nothing else secret`, async () => {
        const { inputs } = await registration(args);

        for (const name of [...COMPUTED, "secret"]) assert.equal(name in inputs, false, name);
        assert.deepEqual(inputs["passwords"], secret({ "e-2": PASSWORD }));
        assert.doesNotMatch(JSON.stringify(inputs["events"]), /4dabf18193072939515e22adb298388d|Hidden/);
      });
    }

    it("is not known in a preview, as the outputs of any other plan", async () => {
      const { result } = await run(
        () => {
          const plan = new MigrationPlan("edge", { events: pulumi.secret([first]) });
          const seen: unknown[] = [];
          for (const output of [
            plan.migrations,
            plan.requestIds,
            plan.summary,
            plan.plannedWaves,
            plan.ended,
          ])
            (output as pulumi.Output<unknown>).apply((value) => seen.push(value));
          return { seen, isSecret: pulumi.isSecret(plan.summary) };
        },
        { preview: true },
      );

      assert.deepEqual(result.seen, []);
      assert.equal(await result.isSecret, true);
    });

    it("is absent where its inputs come back as outputs, as from a new plan that --target leaves out", async () => {
      const { result: plan } = await run(
        () => new MigrationPlan("edge", { events: pulumi.secret([first]) }),
        {
          outputs: ({ inputs }) => inputs,
        },
      );

      const { migrations, requestIds, summary, plannedWaves, ended } = plan;
      const outputs = { migrations, requestIds, summary, plannedWaves, ended };
      for (const [name, output] of Object.entries(outputs)) {
        assert.equal(await valueOf<unknown>(output), undefined, name);
        assert.equal(await pulumi.isSecret(output as pulumi.Output<unknown>), true, name);
      }
    });

    const secretIds: Record<string, () => MigrationPlanArgs["events"]> = {
      "all events are": () => pulumi.secret([first]),
      "the event is": () => [pulumi.secret(first)],
      "the event's id is": () => pulumi.output([{ ...first, eventId: secretly("e-1") }]),
    };
    for (const [what, eventsOf] of Object.entries(secretIds)) {
      it(`tells another plan of the program which events it has as a secret where ${what}`, async () => {
        const { registered } = await run(async () => {
          const events = eventsOf();
          new MigrationPlan("north", { events });
          await valueOf(events);
          new MigrationPlan("south", { events: [{ ...second, password: password() }] });
        });

        const elsewhere = Object.fromEntries(
          registered.map(({ name, inputs }) => [name, inputs["elsewhere"]]),
        );
        assert.deepEqual(elsewhere, { north: '["e-2"]', south: secret('["e-1"]') });
      });
    }
  });

  describe("no argument is dropped in silence", () => {
    /** What the provider says of a program with one plan, of which JavaScript does not check the arguments. */
    const failuresOf = async (args: object): Promise<Record<string, string>> => {
      const { inputs } = await registration(() => ({
        events: [],
        dataPolicy: "force_transfer",
        ...args,
      }));
      const { failures } = check({}, inClear(inputs) as Record<string, unknown>, Date.now());
      return Object.fromEntries(failures.map(({ property, reason }) => [property, reason]));
    };

    it("options of a schedule on the plan reach the provider, which says where they belong", async () => {
      const misplaced = { waves: [1, "50%"], windows: [], timeZone: "UTC", maxUnavailable: 1, planTime: "x" };
      assert.deepEqual(await failuresOf(misplaced), {
        waves: "is not a property of a MigrationPlan; did you mean schedule.waves?",
        windows: "is not a property of a MigrationPlan; did you mean schedule.windows?",
        timeZone: "is not a property of a MigrationPlan; did you mean schedule.timeZone?",
        maxUnavailable: "is not a property of a MigrationPlan; did you mean schedule.maxUnavailable?",
        planTime: "is not a property of a MigrationPlan; did you mean events[].planTime?",
      });
    });

    it("options of the plan in its schedule or in an event do too", async () => {
      const windows = [{ days: ["sat"], startTime: "01:00", duration: "3h" }];
      const args = {
        events: [{ ...first, waitFor: "executed" }],
        schedule: { timeZone: "UTC", windows, onRemove: "fail" },
      };
      const failures = await failuresOf(args);
      assert.equal(
        failures["events[0].waitFor"],
        "is not a property of an event; did you mean waitFor of the plan?",
      );
      assert.equal(
        failures["schedule.onRemove"],
        "is not a property of a schedule; did you mean onRemove of the plan?",
      );
    });

    it("an id that is not even a text is refused, also beside a password", async () => {
      const failures = await failuresOf({
        events: [{ ...first, eventId: { toString: null }, password: "Secret12" }],
      });
      assert.match(failures["events[0].eventId"] ?? "", /must be/);
    });

    it("the result of getMigrationEvents instead of its list is named, however it comes", async () => {
      const pending = { events: [first] };
      for (const events of [pending, Promise.resolve(pending), pulumi.output(pending)]) {
        const { events: reason } = await failuresOf({ events });
        assert.match(reason ?? "", /write its property events$/);
      }
      for (const event of [pending, Promise.resolve(pending), pulumi.output(pending)]) {
        const failures = await failuresOf({ events: [second, event] });
        assert.match(failures["events[1]"] ?? "", /write its property events, without brackets/);
      }
      assert.match((await failuresOf({ events: first }))["events"] ?? "", /write events: \[event\]$/);
      assert.match(
        (await failuresOf({ events: [[first]] }))["events[0]"] ?? "",
        /must be an event, not a list/,
      );
    });

    const refused = async (args: object): Promise<string> => {
      let message = "";
      await run(() => {
        try {
          new MigrationPlan("edge", { events: [], ...args });
        } catch (error) {
          message = (error as Error).message;
        }
      });
      return message;
    };

    for (const key of [
      "migrations",
      "requestIds",
      "summary",
      "ended",
      "schemaVersion",
      "planned",
      "label",
      "stack",
      "elsewhere",
      "passwords",
      "secret",
      "__provider",
    ]) {
      it(`${key}, which the plan sets, is refused where the program writes it`, async () => {
        for (const value of ["x", null, pulumi.output("x")]) {
          assert.equal(
            await refused({ [key]: value }),
            `MigrationPlan "edge": the plan sets ${key} itself: remove it from its arguments`,
          );
        }
        assert.equal(await refused({ [key]: undefined }), "", "a value that is undefined is no value");
      });
    }

    it("a connection that is a Map, of which Pulumi would leave the stack's account, is refused", async () => {
      const connection = new Map([["profile", "other"]]);
      assert.equal(
        await refused({ connection }),
        'MigrationPlan "edge": connection must be an object with keys, not a Map',
      );
      assert.equal(await refused({ connection: pulumi.output({ profile: "other" }) }), "");
    });

    it("all of these are named at once, and plannedWaves with what is meant", async () => {
      assert.equal(
        await refused({ plannedWaves: [1], summary: {} }),
        'MigrationPlan "edge": the plan sets plannedWaves, summary itself: remove them from its arguments; to set wave sizes, use schedule.waves',
      );
    });
  });

  describe("the arguments", () => {
    const frozen = <T extends object>(value: T): T => {
      for (const part of Object.values(value))
        if (typeof part === "object" && part !== null) frozen(part as object);
      return Object.freeze(value);
    };

    for (const [args, instead] of [
      [undefined, "undefined"],
      [[first], "a list"],
      [pulumi.output({ events: [] }), "an output or a promise"],
      ["e-1", '"e-1"'],
    ] as const) {
      it(`are a mistake of the program where they are ${instead}`, () =>
        assert.rejects(
          run(() => new MigrationPlan("edge", args as unknown as MigrationPlanArgs)),
          (error: unknown) => {
            assert.ok(pulumi.RunError.isInstance(error));
            assert.equal(
              error.message,
              `MigrationPlan "edge": its arguments must be an object with events, not ${instead}`,
            );
            assert.match(error.stack ?? "", /^.*\n.*migrationPlan\.test\.ts.*$/);
            return true;
          },
        ));
    }

    it("are not changed, and may be frozen", async () => {
      const args = frozen<MigrationPlanArgs>({
        events: [{ ...second, password: PASSWORD }],
        connection: { profile: "ops" },
      });
      const before = JSON.stringify(args);

      await registration(() => args);

      assert.equal(JSON.stringify(args), before);
    });

    it("can be used for two plans with different events", async () => {
      const shared: Omit<MigrationPlanArgs, "events"> = { dataPolicy: "force_transfer" };
      const opts: pulumi.CustomResourceOptions = frozen({ protect: true });

      const { registered } = await run(() => {
        new MigrationPlan("north", { ...shared, events: [first] }, opts);
        new MigrationPlan("south", { ...shared, events: [second] }, opts);
      });

      assert.deepEqual(
        registered.map(({ name, inputs }) => [name, inputs["events"]]),
        [
          ["north", JSON.stringify([first])],
          ["south", JSON.stringify([second])],
        ],
      );
    });
  });
});
