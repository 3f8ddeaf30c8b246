import assert from "node:assert/strict";
import { MalformedAnswerError } from "../../../provider/src/ens/wire/answers";
import { batchEventMigrateInstance } from "../../../provider/src/ens/wire/batchEventMigrateInstance";
import { describeHistoryEvents } from "../../../provider/src/ens/wire/describeHistoryEvents";
import { describeInstances } from "../../../provider/src/ens/wire/describeInstances";
import { listTagResources } from "../../../provider/src/ens/wire/listTagResources";
import type { Operation } from "../../../provider/src/ens/wire/operation";

/** What an operation makes of an answer; nothing in it is secret. */
const reader =
  <Answer>({ read }: Pick<Operation<object, Answer>, "read">) =>
  (body: unknown, requestId?: string): Answer =>
    read(body, { requestId, scrub: (text) => text });
const batch = reader(batchEventMigrateInstance);
const history = reader(describeHistoryEvents);
const instances = reader(describeInstances);
const tags = reader(listTagResources);

const result = { Code: 200, EventId: "e-1", Message: "success", ResourceId: "i-1" };
const event = { EventId: "e-1", EventType: "t", EventStatus: "Inquiring", ResourceId: "i-1" };

describe("answers of ENS", () => {
  it("reads the vendor's own example of a batch, trailing newline included", () => {
    assert.deepEqual(
      batch({
        RequestId: "FF53E96D-3F1A-42F0-8373-1C2B39D72D44",
        Results: [
          {
            Code: 200,
            EventId: "e-d71ff150945b9c02eb6ebc0016328468",
            Message: "success",
            ResourceId: "i-55qi8m11rr53c4i964md8a00l\n",
          },
        ],
      }),
      {
        requestId: "FF53E96D-3F1A-42F0-8373-1C2B39D72D44",
        results: [
          {
            code: 200,
            eventId: "e-d71ff150945b9c02eb6ebc0016328468",
            message: "success",
            resourceId: "i-55qi8m11rr53c4i964md8a00l",
          },
        ],
      },
    );
  });

  it("tolerates unknown members, nulls for absent ones, and numbers written as texts", () => {
    assert.deepEqual(
      history({
        New: [1],
        TotalCount: "1",
        PageSize: null,
        Events: [
          {
            ...event,
            New: {},
            EventStatus: "NewWord",
            NotBefore: "1742452232000",
            Reason: null,
            EventLevel: "INFO",
          },
        ],
      }),
      {
        items: [
          {
            eventId: "e-1",
            eventType: "t",
            eventStatus: "NewWord",
            resourceId: "i-1",
            eventLevel: "INFO",
            notBefore: 1742452232000,
          },
        ],
        totalCount: 1,
        pageSize: undefined,
      },
    );
    assert.deepEqual(batch({ Results: [{ ...result, Message: null }] }, "from the header"), {
      requestId: "from the header",
      results: [{ code: 200, eventId: "e-1", message: "", resourceId: "i-1" }],
    });
    assert.deepEqual(instances({ TotalCount: 1, Instances: { Instance: [{ InstanceId: "i-1" }] } }).items, [
      { instanceId: "i-1" },
    ]);
    assert.deepEqual(tags({ TagResources: [{ ResourceId: "i-1", TagKey: "k" }], NextToken: "" }), {
      items: [{ resourceId: "i-1", tagKey: "k", tagValue: "" }],
      nextToken: undefined,
    });
  });

  for (const time of [0, -1, 253402300800000, 9007199254740991]) {
    it(`takes a NotBefore of ${time} for none`, () => {
      const [read] = history({ TotalCount: 1, Events: [{ ...event, NotBefore: time }] }).items;
      assert.ok(read && !("notBefore" in read));
    });
  }

  const broken: [string, () => unknown, string][] = [
    ["no results", () => batch({}), "Results is missing"],
    ["results that are no list", () => batch({ Results: {} }), "Results is not of type array"],
    ["a null answer", () => batch(null), "the answer is null"],
    [
      "a result without its event",
      () => batch({ Results: [result, result, { ...result, EventId: undefined }] }),
      "Results[2].EventId is missing",
    ],
    [
      "a blank id",
      () => batch({ Results: [{ ...result, ResourceId: "" }] }),
      "Results[0].ResourceId is empty",
    ],
    [
      "a code that is no number",
      () => batch({ Results: [{ ...result, Code: "no" }] }),
      "Results[0].Code is not a number",
    ],
    [
      "half a code",
      () => batch({ Results: [{ ...result, Code: 1.5 }] }),
      "Results[0].Code is not a whole number",
    ],
    ["no count", () => history({ Events: [] }), "TotalCount is missing"],
    [
      "an event without a status",
      () => history({ TotalCount: 1, Events: [{ ...event, EventStatus: undefined }] }),
      "Events[0].EventStatus is missing",
    ],
    [
      "instances in another shape",
      () => instances({ TotalCount: 1, Instances: {} }),
      "Instances.Instance is missing",
    ],
    [
      "a tag without a key",
      () => tags({ TagResources: [{ ResourceId: "i-1" }] }),
      "TagResources[0].TagKey is missing",
    ],
  ];
  for (const [what, read, message] of broken) {
    it(`names what is wrong: ${what}`, () => {
      assert.throws(read, (error: unknown) => {
        assert.ok(error instanceof MalformedAnswerError);
        assert.equal(error.message, message);
        return true;
      });
    });
  }
});
