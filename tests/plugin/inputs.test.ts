import assert from "node:assert/strict";
import { assertIgnorable, planInputs, planName } from "../../plugin/src/inputs";
import type { Path, Properties } from "../../plugin/src/values";

const PLAN = planName("urn:pulumi:dev::edge::my:component:Nights$ens:index:MigrationPlan::december");
const EVENT = { eventId: "e-1", resourceId: "i-1" };

function inputsOf(
  values: Properties,
  { secrets = [], olds = {} }: { secrets?: Path[]; olds?: Properties } = {},
) {
  return planInputs(PLAN, { values, secrets }, olds);
}

describe("a program's inputs, as the plugin reads them", () => {
  it("say who the plan is by its URN, whatever its name contains", () => {
    assert.deepEqual([PLAN.label, PLAN.stack], ["december", "edge/dev"]);
    const odd = planName("urn:pulumi:dev::edge::ens:index:MigrationPlan::a::b c:d");
    assert.deepEqual([odd.label, odd.stack], ["a::b c:d", "edge/dev"]);
    assert.deepEqual(inputsOf({ events: [] }).inputs, {
      events: [],
      passwords: {},
      label: "december",
      stack: "edge/dev",
    });
  });

  it("have passwords apart from their events", () => {
    const { inputs } = inputsOf({ events: [{ ...EVENT, password: "Secret12" }, { eventId: "e-2" }] });
    assert.deepEqual(inputs["events"], [{ ...EVENT, password: true }, { eventId: "e-2" }]);
    assert.deepEqual(inputs["passwords"], { "e-1": "Secret12" });
    const odd = inputsOf({ events: [{ eventId: { toString: null }, password: "Secret12" }] });
    assert.deepEqual(odd.inputs["passwords"], {});
  });

  const secrets: [what: string, path: Path, isSecret: boolean, unquoted: string[] | undefined][] = [
    ["a password", ["events", "0", "password"], false, undefined],
    ["all events", ["events"], true, undefined],
    ["an event", ["events", "0"], true, undefined],
    ["an event's time", ["events", "0", "planTime"], true, undefined],
    ["a part of the schedule", ["schedule", "timeZone"], true, ["schedule"]],
    ["the data policy", ["dataPolicy"], true, ["dataPolicy"]],
    ["the change ticket", ["changeTicket"], false, ["changeTicket"]],
    ["a part of the connection", ["connection", "profile"], false, ["connection"]],
  ];
  for (const [what, path, isSecret, unquoted] of secrets) {
    it(`of which ${what} is secret make the plan ${isSecret ? "secret" : "no more secret than that"}`, () => {
      const { inputs } = inputsOf({ events: [EVENT] }, { secrets: [path] });
      assert.deepEqual([inputs["secret"] ?? false, inputs["unquoted"]], [isSecret, unquoted]);
    });
  }

  it("must not have the names that the plan sets itself", () => {
    const { inputs, taken } = inputsOf({ events: [], label: "other", passwords: { "e-1": "x" } });
    assert.deepEqual(taken, ["label", "passwords"]);
    assert.deepEqual([inputs["label"], inputs["passwords"]], ["december", {}]);
  });

  it("may bring those names back as they were, as ignoreChanges does", () => {
    const olds = { label: "december", stack: "edge/dev", passwords: { "e-1": "x" } };
    assert.deepEqual(inputsOf({ events: [], ...olds }, { olds }).taken, []);
  });

  it("without events keep the passwords and the secret of the plan as it was", () => {
    const olds = { passwords: { "e-1": "x" }, secret: true };
    const { inputs } = inputsOf({ dataPolicy: "abandon" }, { olds });
    assert.deepEqual(
      [inputs["passwords"], inputs["secret"], "events" in inputs],
      [{ "e-1": "x" }, true, false],
    );
  });

  it("with a text in the place of events, or of one, are refused by check and not read as encoded", () => {
    const text = JSON.stringify([{ ...EVENT, password: "Secret12" }]);
    assert.equal(inputsOf({ events: text }).inputs["events"], JSON.stringify(text));
    assert.deepEqual(inputsOf({ events: [text] }).inputs["events"], [JSON.stringify(text)]);
  });

  it("cannot be kept in part: the engine would take that part away", () => {
    for (const path of ["events[0].planTime", "events.x"]) {
      assert.throws(() => assertIgnorable(["changeTicket", path]), {
        message: new RegExp(`cannot keep ${path.replaceAll(/[.[\]]/g, "\\$&")}: .*Write "events"`),
      });
    }
    assertIgnorable(["events", "planned", "schedule.waves"]);
  });

  it("of an import bring what is planned together with the events; ignoreChanges may not", () => {
    const planned = { "e-1": "a line" };
    const news = { events: [EVENT], planned };
    assert.equal("planned" in inputsOf(news, { olds: news }).inputs, false);
    assert.deepEqual(inputsOf(news, { olds: { planned } }).inputs["planned"], planned);
  });
});
