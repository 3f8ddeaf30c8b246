import assert from "node:assert/strict";
import type { EventInfo } from "../../../provider/src/api/ens";
import { assertJoinable, assertSendable, toQuery } from "../../../provider/src/ens/wire/calls";
import { order } from "../support/client";

describe("requests on the wire", () => {
  it("writes orders as one JSON text with the API's member names, and nothing else that an order carries", () => {
    const infos = [
      { ...order(1, { password: 'a"b' }), note: "x", planUtcTime: "2026-01-01T00:00:00Z", planTime: 5 },
      {
        eventId: "e-2",
        resourceId: "i-2",
        dataPolicy: "abandon",
        opsType: "scheduled",
        planTime: 1742452232000,
        planUtcTime: "2026-01-01T00:00:00Z",
        password: "never",
      },
    ] as unknown as EventInfo[];
    assert.deepEqual(toQuery({ action: "BatchEventMigrateInstance", eventInfos: infos }), {
      EventInfos:
        '[{"DataPolicy":"force_transfer","EventId":"e-1","OpsType":"immediate","Password":"a\\"b","ResourceId":"i-1"},' +
        '{"DataPolicy":"abandon","EventId":"e-2","OpsType":"scheduled","PlanTime":1742452232000,"ResourceId":"i-2"}]',
    });
  });

  it("joins lists with commas and writes numbers as texts", () => {
    assert.deepEqual(
      toQuery({
        action: "DescribeHistoryEvents",
        eventTypes: ["Instance:SystemUpgrade.Migrate", "Disk:Stalled"],
        eventStatus: ["Inquiring", "Scheduled"],
        eventLevels: ["CRITICAL"],
        resourceIds: ["i-1", "i-2"],
        pageNumber: 2,
        pageSize: 100,
      }),
      {
        EventTypes: "Instance:SystemUpgrade.Migrate,Disk:Stalled",
        EventLevels: "CRITICAL",
        EventStatus: "Inquiring,Scheduled",
        ResourceIds: "i-1,i-2",
        PageNumber: "2",
        PageSize: "100",
      },
    );
    assert.throws(() => assertJoinable("resourceIds", ["i-1,i-2"]), /resourceIds must not hold a comma/);
    assertJoinable("resourceIds", undefined);
  });

  it("writes the ids of DescribeInstances as JSON and the filters of ListTagResources numbered", () => {
    assert.deepEqual(
      toQuery({
        action: "DescribeInstances",
        instanceIds: ["i-1"],
        ensRegionIds: ["cn-x"],
        instanceName: "n",
        pageNumber: 1,
        pageSize: 100,
      }),
      {
        InstanceIds: '["i-1"]',
        EnsRegionIds: '["cn-x"]',
        InstanceName: "n",
        PageNumber: "1",
        PageSize: "100",
      },
    );
    assert.deepEqual(
      toQuery({
        action: "ListTagResources",
        resourceType: "instance",
        resourceIds: ["i-1", "i-2"],
        tags: [{ key: "team", value: "" }, { key: "stage" }],
        nextToken: "t",
      }),
      {
        ResourceType: "instance",
        "ResourceId.1": "i-1",
        "ResourceId.2": "i-2",
        "Tag.1.Key": "team",
        "Tag.1.Value": "",
        "Tag.2.Key": "stage",
        NextToken: "t",
      },
    );
  });

  it("refuses orders that the API would misread or that would lose data by default", () => {
    const scheduled = { ...order(1), opsType: "scheduled", planTime: 1.5 };
    const cases: [unknown[], RegExp][] = [
      [[], /at least one event/],
      [[{ ...order(1), eventId: "" }], /eventInfos\[0\]\.eventId is missing/],
      [[order(1), { ...order(2), dataPolicy: undefined }], /eventInfos\[1\]\.dataPolicy is missing/],
      [[scheduled], /planTime must be whole/],
      [[{ ...scheduled, planTime: 5, password: "x" }], /password is not allowed/],
    ];
    for (const [infos, message] of cases) {
      assert.throws(() => assertSendable(infos as EventInfo[]), message);
    }
  });
});
