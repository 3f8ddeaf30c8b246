import assert from "node:assert/strict";
import type { EventInfo } from "../../../provider/src/api/ens";
import { batchEventMigrateInstance } from "../../../provider/src/ens/wire/batchEventMigrateInstance";
import { describeHistoryEvents } from "../../../provider/src/ens/wire/describeHistoryEvents";
import { describeInstances } from "../../../provider/src/ens/wire/describeInstances";
import { listTagResources } from "../../../provider/src/ens/wire/listTagResources";
import { callOf } from "../../../provider/src/ens/wire/operation";
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
    assert.deepEqual(batchEventMigrateInstance.parameters.eventInfos.toQuery(infos), {
      EventInfos:
        '[{"DataPolicy":"force_transfer","EventId":"e-1","OpsType":"immediate","Password":"a\\"b","ResourceId":"i-1"},' +
        '{"DataPolicy":"abandon","EventId":"e-2","OpsType":"scheduled","PlanTime":1742452232000,"ResourceId":"i-2"}]',
    });
  });

  it("joins lists with commas and writes numbers as texts", () => {
    assert.deepEqual(
      callOf(describeHistoryEvents, {
        eventTypes: ["Instance:SystemUpgrade.Migrate", "Disk:Stalled"],
        eventStatus: ["Inquiring", "Scheduled"],
        eventLevels: ["CRITICAL"],
        resourceIds: ["i-1", "i-2"],
        pageNumber: 2,
        pageSize: 100,
      }).query(),
      {
        EventTypes: "Instance:SystemUpgrade.Migrate,Disk:Stalled",
        EventLevels: "CRITICAL",
        EventStatus: "Inquiring,Scheduled",
        ResourceIds: "i-1,i-2",
        PageNumber: "2",
        PageSize: "100",
      },
    );
    const cut = { eventTypes: ["t"], resourceIds: ["i-1,i-2"], pageNumber: 1, pageSize: 100 };
    assert.throws(() => callOf(describeHistoryEvents, cut), /resourceIds must not contain a comma/);
  });

  it("writes the ids of DescribeInstances as JSON and the filters of ListTagResources numbered", () => {
    assert.deepEqual(
      callOf(describeInstances, {
        instanceIds: ["i-1"],
        ensRegionIds: ["cn-x"],
        instanceName: "n",
        pageNumber: 1,
        pageSize: 100,
      }).query(),
      {
        InstanceIds: '["i-1"]',
        EnsRegionIds: '["cn-x"]',
        InstanceName: "n",
        PageNumber: "1",
        PageSize: "100",
      },
    );
    assert.deepEqual(
      callOf(listTagResources, {
        resourceType: "instance",
        resourceIds: ["i-1", "i-2"],
        tags: [{ key: "team", value: "" }, { key: "stage" }],
        nextToken: "t",
      }).query(),
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

  it("leaves out what is not given, and lists that are empty", () => {
    const filter = {
      eventTypes: ["t"],
      eventLevels: [],
      eventStatus: undefined,
      pageNumber: 1,
      pageSize: 10,
    };
    const { query, vendorFields } = callOf(describeHistoryEvents, filter as never);
    assert.deepEqual(query(), { EventTypes: "t", PageNumber: "1", PageSize: "10" });
    assert.deepEqual(vendorFields(), { eventTypes: ["t"], pageNumber: 1, pageSize: 10 });
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
    for (const [infos, message] of cases)
      assert.throws(() => callOf(batchEventMigrateInstance, { eventInfos: infos as EventInfo[] }), message);
  });
});
