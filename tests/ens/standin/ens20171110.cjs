"use strict";
// Stands in for the vendor's generated ENS client: the same class shape, wire form and models, on the vendor's real
// core. Only the four operations and the fields that the provider uses.
const core = require("@alicloud/openapi-core");
const dara = require("@darabonba/typescript");
const { OpenApiUtil, $OpenApiUtil } = core;

function model(fields, types = {}) {
  return class extends dara.Model {
    static names() {
      return fields;
    }
    static types() {
      return Object.fromEntries(Object.keys(fields).map((name) => [name, types[name] ?? "string"]));
    }
  };
}
const list = (itemType) => ({ type: "array", itemType });
function response(body) {
  return model(
    { headers: "headers", statusCode: "statusCode", body: "body" },
    { headers: { type: "map", keyType: "string", valueType: "string" }, statusCode: "number", body },
  );
}

const EventInfo = model(
  {
    dataPolicy: "DataPolicy",
    eventId: "EventId",
    opsType: "OpsType",
    password: "Password",
    planTime: "PlanTime",
    planUtcTime: "PlanUtcTime",
    resourceId: "ResourceId",
  },
  { planTime: "number" },
);
const BatchEventMigrateInstanceRequest = model({ eventInfos: "EventInfos" }, { eventInfos: list(EventInfo) });
const Result = model(
  { code: "Code", eventId: "EventId", message: "Message", resourceId: "ResourceId" },
  { code: "number" },
);
const BatchEventMigrateInstanceResponse = response(
  model({ requestId: "RequestId", results: "Results" }, { results: list(Result) }),
);

const DescribeHistoryEventsRequest = model(
  {
    eventLevels: "EventLevels",
    eventStatus: "EventStatus",
    eventTypes: "EventTypes",
    pageNumber: "PageNumber",
    pageSize: "PageSize",
    resourceIds: "ResourceIds",
  },
  {
    eventLevels: list("string"),
    eventStatus: list("string"),
    eventTypes: list("string"),
    resourceIds: list("string"),
    pageNumber: "number",
    pageSize: "number",
  },
);
const Event = model(
  {
    eventId: "EventId",
    eventLevel: "EventLevel",
    eventStatus: "EventStatus",
    eventType: "EventType",
    extendedAttribute: "ExtendedAttribute",
    notBefore: "NotBefore",
    publishTime: "PublishTime",
    reason: "Reason",
    resourceId: "ResourceId",
  },
  { notBefore: "number", publishTime: "number" },
);
const paging = {
  pageNumber: "PageNumber",
  pageSize: "PageSize",
  requestId: "RequestId",
  totalCount: "TotalCount",
};
const numbers = { pageNumber: "number", pageSize: "number", totalCount: "number" };
const DescribeHistoryEventsResponse = response(
  model({ events: "Events", ...paging }, { events: list(Event), ...numbers }),
);

const DescribeInstancesRequest = model(
  {
    ensRegionIds: "EnsRegionIds",
    instanceIds: "InstanceIds",
    instanceName: "InstanceName",
    pageNumber: "PageNumber",
    pageSize: "PageSize",
  },
  { pageNumber: "number" },
);
const Instance = model({
  ensRegionId: "EnsRegionId",
  instanceId: "InstanceId",
  instanceName: "InstanceName",
  status: "Status",
});
const Instances = model({ instance: "Instance" }, { instance: list(Instance) });
const DescribeInstancesResponse = response(
  model(
    { code: "Code", instances: "Instances", ...paging },
    { code: "number", instances: Instances, ...numbers },
  ),
);

const Tag = model({ key: "Key", value: "Value" });
const ListTagResourcesRequest = model(
  { nextToken: "NextToken", resourceId: "ResourceId", resourceType: "ResourceType", tag: "Tag" },
  { resourceId: list("string"), tag: list(Tag) },
);
const TagResource = model({
  resourceId: "ResourceId",
  resourceType: "ResourceType",
  tagKey: "TagKey",
  tagValue: "TagValue",
});
const ListTagResourcesResponse = response(
  model(
    { nextToken: "NextToken", requestId: "RequestId", tagResources: "TagResources" },
    { tagResources: list(TagResource) },
  ),
);

const given = (value) => value !== undefined && value !== null;
const simple = (value, name) => OpenApiUtil.arrayToStringWithSpecifiedStyle(value, name, "simple");

class Client extends core.default {
  constructor(config) {
    super(config);
    if (!config.endpoint) throw new Error("the stand-in never calls the real endpoint");
  }

  async #call(action, query, Response, runtime) {
    const present = Object.fromEntries(Object.entries(query).filter(([, value]) => given(value)));
    const request = new $OpenApiUtil.OpenApiRequest({ query: OpenApiUtil.query(present) });
    const params = new $OpenApiUtil.Params({
      action,
      version: "2017-11-10",
      protocol: "HTTPS",
      pathname: "/",
      method: "POST",
      authType: "AK",
      style: "RPC",
      reqBodyType: "formData",
      bodyType: "json",
    });
    return dara.cast(await this.callApi(params, request, runtime), new Response({}));
  }

  async batchEventMigrateInstanceWithOptions(tmpReq, runtime) {
    tmpReq.validate();
    const infos = given(tmpReq.eventInfos)
      ? OpenApiUtil.arrayToStringWithSpecifiedStyle(tmpReq.eventInfos, "EventInfos", "json")
      : undefined;
    return this.#call(
      "BatchEventMigrateInstance",
      { EventInfos: infos },
      BatchEventMigrateInstanceResponse,
      runtime,
    );
  }

  async describeHistoryEventsWithOptions(tmpReq, runtime) {
    tmpReq.validate();
    const query = {
      EventLevels: given(tmpReq.eventLevels) ? simple(tmpReq.eventLevels, "EventLevels") : undefined,
      EventStatus: given(tmpReq.eventStatus) ? simple(tmpReq.eventStatus, "EventStatus") : undefined,
      EventTypes: given(tmpReq.eventTypes) ? simple(tmpReq.eventTypes, "EventTypes") : undefined,
      PageNumber: tmpReq.pageNumber,
      PageSize: tmpReq.pageSize,
      ResourceIds: given(tmpReq.resourceIds) ? simple(tmpReq.resourceIds, "ResourceIds") : undefined,
    };
    return this.#call("DescribeHistoryEvents", query, DescribeHistoryEventsResponse, runtime);
  }

  async describeInstancesWithOptions(request, runtime) {
    request.validate();
    return this.#call("DescribeInstances", request.toMap(), DescribeInstancesResponse, runtime);
  }

  async listTagResourcesWithOptions(request, runtime) {
    request.validate();
    const query = {
      NextToken: request.nextToken,
      ResourceId: request.resourceId,
      ResourceType: request.resourceType,
      Tag: request.tag,
    };
    return this.#call("ListTagResources", query, ListTagResourcesResponse, runtime);
  }
}

module.exports = {
  default: Client,
  BatchEventMigrateInstanceRequest,
  DescribeHistoryEventsRequest,
  DescribeInstancesRequest,
  ListTagResourcesRequest,
};
Object.defineProperty(module.exports, "__esModule", { value: true });
