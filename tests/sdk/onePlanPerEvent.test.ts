import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import type * as Sdk from "../../sdk/src/index";
import { MigrationPlan, type MigrationPlanArgs } from "../../sdk/src/index";
import { run, Unmade } from "./program";

const TWICE = 'e-1 (web-1, i-1) is in two plans, "north" and "south". Remove it from one';
const event = { eventId: "e-1", resourceId: "i-1", instanceName: "web-1", planTime: 1_764_869_400_000 };
const second = { eventId: "e-2", resourceId: "i-2", planTime: 1_764_869_400_000 };

const two = (north: MigrationPlanArgs["events"], south: MigrationPlanArgs["events"]) => () => {
  new MigrationPlan("north", { events: north });
  new MigrationPlan("south", { events: south });
};

/** What Pulumi prints without a stack; those who catch it find the program's line in it. */
function isTwice(message = TWICE) {
  return (error: unknown): boolean => {
    assert.ok(pulumi.RunError.isInstance(error));
    assert.equal(error.message, message);
    const [first, frame, ...others] = error.stack?.split("\n") ?? [];
    assert.equal(first, message);
    assert.match(frame ?? "", /onePlanPerEvent\.test\.ts/);
    assert.deepEqual(others, []);
    return true;
  };
}

describe("one event in two plans of a program", () => {
  it("is an error at construction that names both plans", async () => {
    await assert.rejects(run(two([event], [second, event])), isTwice());
  });

  it("is found in events with outputs in them", async () => {
    const withOutput = { ...event, resourceId: pulumi.output("i-1") };

    await assert.rejects(
      run(two([withOutput], [withOutput])),
      isTwice('e-1 is in two plans, "north" and "south". Remove it from one'),
    );
  });

  for (const [what, events] of [
    ["events that are one output", () => pulumi.output([event])],
    ["an event that is an output", () => [pulumi.output(event)]],
    ["an event that is a promise", () => [Promise.resolve(event)]],
    ["an event id that is an output", () => [{ ...event, eventId: pulumi.output("e-1") }]],
  ] as const) {
    it(`fails the program as soon as it is known: ${what}`, async () => {
      const failure = await unhandledRejection(() => run(two([event], events())));

      isTwice()(failure);
    });
  }

  it("is found in components whose plans have the same name", async () => {
    const component = (name: string) => {
      const parent = new pulumi.ComponentResource("test:index:Site", name);
      return new MigrationPlan("plan", { events: [event] }, { parent });
    };

    await assert.rejects(
      run(() => [component("north"), component("south")]),
      /^Error: e-1 \(web-1, i-1\) is in two plans that are both named "plan"\. Remove it from one$/,
    );
  });

  it("is found in plans of two copies of the package, as a component with its own brings", async () => {
    const other = createRequire(__filename)("@pulumi-ens/sdk") as typeof Sdk;
    assert.notEqual(other.MigrationPlan, MigrationPlan);

    await assert.rejects(
      run(() => {
        new MigrationPlan("north", { events: [event] });
        new other.MigrationPlan("south", { events: [second, event] });
      }),
      isTwice(),
    );
  });

  it("a plan hears of the events of the program's other plans, as far as they are known at once", async () => {
    const later = pulumi.output(Promise.resolve([{ ...event, eventId: "e-3", resourceId: "i-3" }]));
    const { registered } = await run(() => {
      new MigrationPlan("north", { events: [event] });
      new MigrationPlan("south", { events: [second] });
      new MigrationPlan("east", { events: later });
    });

    const elsewhere = registered.map(({ name, inputs }) => [name, inputs["elsewhere"]]);
    const [north] = elsewhere.filter(([name]) => name === "north");
    assert.match(String(north?.[1]), /^\["e-2"(?:,"e-3")?\]$/);
  });

  it("a plan alone in its program hears of none", async () => {
    const { registered } = await run(() => new MigrationPlan("north", { events: [event] }));

    assert.equal(registered[0]?.inputs["elsewhere"], undefined);
  });

  it("is no error in separate runs of one process, as of inline programs", async () => {
    await run(() => new MigrationPlan("north", { events: [event] }));
    await run(() => new MigrationPlan("south", { events: [event] }));
  });

  it("twice in one plan is left to check, which names both indices", async () => {
    await run(() => new MigrationPlan("north", { events: [event, event] }));
  });

  it("different events are no error", async () => {
    await run(two([event], [second]));
  });

  it("an event id that a preview does not know is no error", async () => {
    const program = () => {
      const eventId = new Unmade("discovery").value;
      two([{ ...event, eventId }], [{ ...event, eventId }])();
    };

    await run(program, { preview: true });
  });

  it("events that check will refuse are no error here", async () => {
    const odd = [null, 5, {}] as unknown as [];

    await run(two(odd, odd));
    await run(two("e-1" as unknown as [], undefined as unknown as []));
  });
});

/** The error that nobody catches, which ends a real program. Mocha would take it for a failure of the test. */
async function unhandledRejection(work: () => Promise<unknown>): Promise<Error> {
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  try {
    return await new Promise<Error>((resolve, reject) => {
      process.on("unhandledRejection", (reason) => resolve(reason as Error));
      // Rejections are told of after the microtasks of a turn.
      work().then(() => setImmediate(() => reject(new Error("every rejection was handled"))), reject);
    });
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
  }
}
