import assert from "node:assert/strict";
import {
  MalformedAnswerError,
  parseBatchAnswer,
  parseHistoryPage,
  parseInstancesPage,
  parseTagsPage,
} from "../../../provider/src/ens/wire/responses";

const result = { Code: 200, EventId: "e-1", Message: "success", ResourceId: "i-1" };
const event = { EventId: "e-1", EventType: "t", EventStatus: "Inquiring", ResourceId: "i-1" };

describe("answers of ENS", () => {
  it("reads the vendor's own example of a batch, trailing newline included", () => {
    assert.deepEqual(
      parseBatchAnswer(
        {
          RequestId: "FF53E96D-3F1A-42F0-8373-1C2B39D72D44",
          Results: [
            {
              Code: 200,
              EventId: "e-d71ff150945b9c02eb6ebc0016328468",
              Message: "success",
              ResourceId: "i-55qi8m11rr53c4i964md8a00l\n",
            },
          ],
        },
        undefined,
      ),
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
      parseHistoryPage({
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
    assert.deepEqual(parseBatchAnswer({ Results: [{ ...result, Message: null }] }, "from the header"), {
      requestId: "from the header",
      results: [{ code: 200, eventId: "e-1", message: "", resourceId: "i-1" }],
    });
    assert.deepEqual(
      parseInstancesPage({ TotalCount: 1, Instances: { Instance: [{ InstanceId: "i-1" }] } }).items,
      [{ instanceId: "i-1" }],
    );
    assert.deepEqual(parseTagsPage({ TagResources: [{ ResourceId: "i-1", TagKey: "k" }], NextToken: "" }), {
      items: [{ resourceId: "i-1", tagKey: "k", tagValue: "" }],
      nextToken: undefined,
    });
  });

  for (const time of [0, -1, 253402300800000, 9007199254740991]) {
    it(`takes a NotBefore of ${time} for none`, () => {
      const [read] = parseHistoryPage({ TotalCount: 1, Events: [{ ...event, NotBefore: time }] }).items;
      assert.ok(read && !("notBefore" in read));
    });
  }

  const broken: [string, () => unknown, string][] = [
    ["no results", () => parseBatchAnswer({}, undefined), "Results is missing"],
    [
      "results that are no list",
      () => parseBatchAnswer({ Results: {} }, undefined),
      "Results is not of type array",
    ],
    ["a null answer", () => parseBatchAnswer(null, undefined), "the answer is null"],
    [
      "a result without its event",
      () => parseBatchAnswer({ Results: [result, result, { ...result, EventId: undefined }] }, undefined),
      "Results[2].EventId is missing",
    ],
    [
      "a blank id",
      () => parseBatchAnswer({ Results: [{ ...result, ResourceId: "" }] }, undefined),
      "Results[0].ResourceId is empty",
    ],
    [
      "a code that is no number",
      () => parseBatchAnswer({ Results: [{ ...result, Code: "no" }] }, undefined),
      "Results[0].Code is not a number",
    ],
    [
      "half a code",
      () => parseBatchAnswer({ Results: [{ ...result, Code: 1.5 }] }, undefined),
      "Results[0].Code is not a whole number",
    ],
    ["no count", () => parseHistoryPage({ Events: [] }), "TotalCount is missing"],
    [
      "an event without a status",
      () => parseHistoryPage({ TotalCount: 1, Events: [{ ...event, EventStatus: undefined }] }),
      "Events[0].EventStatus is missing",
    ],
    [
      "instances in another shape",
      () => parseInstancesPage({ TotalCount: 1, Instances: {} }),
      "Instances.Instance is missing",
    ],
    [
      "a tag without a key",
      () => parseTagsPage({ TagResources: [{ ResourceId: "i-1" }] }),
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
