import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { output } from "@pulumi/pulumi";
import { assertSelection } from "../../provider/src/discover/index";

/** Where a fault is, and how its line goes on. */
type Faults = Record<string, string>;

function faultsOf(args: unknown): string {
  try {
    assertSelection(args);
  } catch (error) {
    assert.ok(error instanceof TypeError);
    return error.message;
  }
  return "";
}

const LATE = "is an output or a promise: await it, or use getMigrationEventsOutput";

class Racks {
  tags = { rack: "r1" };
}

describe("what getMigrationEvents is asked for", () => {
  const accepted: [string, unknown][] = [
    ["nothing, which is the whole account", {}],
    ["empty lists, which find nothing", { resourceIds: [], ensRegionIds: [], statuses: [], levels: [] }],
    ["any of no tags, which finds nothing", { selector: { tags: { any: {} } } }],
    ["objects without a prototype", Object.assign(Object.create(null) as object, { resourceIds: [] })],
    [
      "objects of another realm",
      runInNewContext('({ tags: { rack: "r1" }, connection: { profile: "ops" } })'),
    ],
    ["frozen objects", Object.freeze({ tags: Object.freeze({ rack: "r1" }) })],
    ["what a class has, spread", { ...new Racks(), connection: { profile: "ops" } }],
    ["a tag without a value", { tags: { rack: "" } }],
    ["no connection", { connection: undefined }],
  ];
  for (const [name, args] of accepted) it(`may be ${name}`, () => assert.equal(faultsOf(args), ""));

  it("may be a module's exports", async () => {
    const module = "data:text/javascript,export const rack = 'r1'";
    assert.equal(faultsOf({ tags: (await import(module)) as object }), "");
  });

  const refused: [string, object, Faults][] = [
    [
      "names of nothing, each with the one that was meant",
      { regions: ["cn-beijing-telecom"], tag: { rack: "r1" }, conection: {} },
      {
        regions: "is not a property of its arguments; did you mean ensRegionIds?",
        tag: "is not a property of its arguments; did you mean tags?",
        conection: "is not a property of its arguments; did you mean connection?",
      },
    ],
    [
      "a name that is near nothing",
      { zone: "a", selector: { name: "web-*", tags: { every: {} } } },
      {
        zone: "is not a property of its arguments; it has resourceIds, ensRegionIds, tags, ",
        "selector.name": "is not a property of a selector; it has ensRegionIds, tags, instanceName",
        "selector.tags.every": "is not a property of selector.tags; it has all, any",
      },
    ],
    [
      "filters that were given and are undefined",
      {
        resourceIds: undefined,
        ensRegionIds: undefined,
        tags: undefined,
        statuses: undefined,
        groupBy: undefined,
      },
      {
        resourceIds: "was given and is undefined: leave it out for all instances",
        ensRegionIds: "was given and is undefined: leave it out for all regions",
        tags: "was given and is undefined: leave it out for instances with any tags",
        statuses: "was given and is undefined: leave it out for events that may still run",
        groupBy: "was given and is undefined: leave it out to group by region",
      },
    ],
    [
      "filters that are null, below too",
      {
        levels: null,
        selector: { ensRegionIds: null, tags: { all: null, any: undefined }, instanceName: null },
      },
      {
        levels: "was given and is null: leave it out for all levels",
        "selector.ensRegionIds": "was given and is null: ",
        "selector.tags.all": "was given and is null: ",
        "selector.tags.any": "was given and is undefined: ",
        "selector.instanceName": "was given and is null: leave it out for instances of any name",
      },
    ],
    [
      "values in lists and tags that are not there",
      {
        resourceIds: ["i-1", undefined],
        tags: { rack: undefined },
        selector: { tags: { any: { rack: null } } },
      },
      {
        "resourceIds[1]": "must be a string, not undefined",
        "tags.rack": "must be a string, the tag's value, not undefined",
        "selector.tags.any.rack": "must be a string, the tag's value, not null",
      },
    ],
    [
      "empty texts, which ENS would drop, and then answer for the whole account",
      {
        resourceIds: [""],
        ensRegionIds: [" "],
        tags: { "": "r1" },
        groupBy: "",
        selector: { instanceName: "" },
      },
      {
        "resourceIds[0]": "must not be empty",
        "ensRegionIds[0]": "must not be empty",
        tags: "must not have a tag without a key",
        groupBy: "must not be empty",
        "selector.instanceName": "must not be empty",
      },
    ],
    [
      "words that ENS does not have",
      { statuses: ["Pending", "scheduled"], levels: ["WARNING"] },
      {
        "statuses[0]":
          'must be one of "Inquiring", "Scheduled", "Executing", "Executed", "Failed", "Canceled", "Avoided"',
        "statuses[1]": 'must be one of "Inquiring", "Scheduled", ',
        "levels[0]": 'must be one of "CRITICAL", "WARN", "INFO"',
      },
    ],
    [
      "one value where a list is due",
      { ensRegionIds: "cn-beijing-telecom", statuses: "Scheduled", selector: [], tags: ["rack"] },
      {
        ensRegionIds: 'must be a list of strings, not "cn-beijing-telecom"',
        statuses: 'must be a list of statuses, not "Scheduled"',
        selector: "must be an object with ensRegionIds, tags, instanceName, not a list",
        tags: "must be an object of tags and their values, not a list",
      },
    ],
    [
      "filters that are empty and find everything",
      { tags: {}, selector: {} },
      {
        tags: "is empty and limits nothing: leave it out for instances with any tags",
        selector: "is empty and limits nothing: leave it out for all instances",
      },
    ],
    [
      "a selector whose parts are empty and find everything",
      { selector: { tags: { all: {} } } },
      { "selector.tags.all": "is empty and limits nothing: leave it out for instances with any tags" },
    ],
    [
      "tags of a selector that are empty and find everything",
      { selector: { tags: {} } },
      { "selector.tags": "is empty and limits nothing: leave it out for instances with any tags" },
    ],
    [
      "outputs and promises, which have no keys of what they come to",
      {
        resourceIds: ["i-1", output("i-2")],
        ensRegionIds: Promise.resolve(["cn-beijing-telecom"]),
        tags: Promise.resolve({ rack: "r1" }),
        selector: output({ tags: { all: { rack: "r1" } } }),
        levels: [Promise.resolve("WARN")],
        groupBy: output("rack"),
        connection: Promise.resolve({ profile: "ops" }),
      },
      Object.fromEntries(
        ["resourceIds[1]", "ensRegionIds", "tags", "selector", "levels[0]", "groupBy", "connection"].map(
          (path) => [path, LATE],
        ),
      ),
    ],
    [
      "outputs further in",
      {
        tags: { rack: output("r1") },
        selector: { tags: Promise.resolve({}), instanceName: output("web-*") },
        connection: { profile: output("ops") },
      },
      {
        "tags.rack": LATE,
        "selector.tags": LATE,
        "selector.instanceName": LATE,
        "connection.profile": LATE,
      },
    ],
    [
      "objects that keep what they hold elsewhere than in keys",
      {
        tags: new Map([["rack", "r1"]]),
        selector: { tags: { all: new Set(["rack"]), any: new Date() } },
        connection: new Racks(),
      },
      {
        tags: "must be an object of tags and their values, not a Map",
        "selector.tags.all": "must be an object of tags and their values, not a Set",
        "selector.tags.any": "must be an object of tags and their values, not a Date",
        connection: "must be an object with profile, roleArn, region, endpoint, not an instance of a class",
      },
    ],
    [
      "functions, of which the source is not shown",
      { tags: () => "secret-word", groupBy: () => "secret-word" },
      {
        tags: "must be an object of tags and their values, not a function",
        groupBy: "must be a string, not a function",
      },
    ],
    [
      "members of a connection without a value, which would be another identity",
      { connection: { profile: undefined, roleArn: null, region: "", endpoint: " " } },
      {
        "connection.profile":
          "was given and is undefined or null: leave it out to use the stack's own credentials",
        "connection.roleArn": "was given and is undefined or null: ",
        "connection.region": "was given and is blank: leave it out to use the stack's own region",
        "connection.endpoint": "was given and is blank: leave it out to use the stack's own endpoint",
      },
    ],
    [
      "keys and unknown names in a connection",
      { connection: { accessKey: "secret-word", Endpoint: "a", region: 5 } },
      {
        "connection.accessKey":
          "is not a property of a connection (references only, never keys); it has profile, ",
        "connection.Endpoint":
          "is not a property of a connection (references only, never keys); did you mean endpoint?",
        "connection.region": "must be a string",
      },
    ],
    [
      "halves of characters, which no request can hold",
      { resourceIds: ["i-\ud800"], tags: { a: "\udc00", b: "\u{1f4a1}" } },
      { "resourceIds[0]": "contains half of a character", "tags.a": "contains half of a character" },
    ],
  ];
  for (const [name, args, faults] of refused) {
    it(`may not be ${name}; all of them are named at once`, () => {
      const message = faultsOf(args);
      const lines = message
        .replace("getMigrationEvents:", "")
        .split("\n")
        .map((line) => line.trim());
      const said = lines.filter((line) => line !== "");
      assert.equal(said.length, Object.keys(faults).length, message);
      for (const [path, reason] of Object.entries(faults)) {
        assert.ok(
          said.some((line) => line.startsWith(`${path} ${reason}`)),
          `${path} ${reason}\n${message}`,
        );
      }
      assert.doesNotMatch(message, /secret-word/);
    });
  }

  it("may not be nothing by mistake", () => {
    for (const args of [undefined, null]) {
      assert.equal(
        faultsOf(args),
        `getMigrationEvents: its argument was given and is ${String(args)}: leave it out to select the events of the whole account`,
      );
    }
    for (const later of [Promise.resolve({ ensRegionIds: [] }), output({ ensRegionIds: [] })])
      assert.equal(faultsOf(later), `getMigrationEvents: its argument ${LATE}`);
    for (const [args, what] of [
      [new Map(), "a Map"],
      [new Date(), "a Date"],
      [new Racks(), "an instance of a class"],
    ] as const)
      assert.match(faultsOf(args), new RegExp(`its argument must be an object with .*, not ${what}$`));
    assert.match(faultsOf(["i-1"]), /its argument must be an object with resourceIds, /);
  });
});
