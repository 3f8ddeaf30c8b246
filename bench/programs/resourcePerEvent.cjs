// What people write first: one dynamic resource an event, one call of the vendor's client a resource.
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");

/** @type {{ eventId: string; resourceId: string; planTime: number }[]} */
const events = JSON.parse(readFileSync("events.json", "utf8"));

/** @type {import("@pulumi/pulumi").dynamic.ResourceProvider} */
const provider = {
  async create(inputs) {
    const { default: OpenApi, $OpenApiUtil } = require("@alicloud/openapi-core");
    const { RuntimeOptions } = require("@darabonba/typescript");
    const process = require("node:process");
    const { URL } = require("node:url");
    const endpoint = new URL(String(process.env.ENS_ENDPOINT));
    const client = new OpenApi(
      new $OpenApiUtil.Config({
        accessKeyId: process.env.ALICLOUD_ACCESS_KEY,
        accessKeySecret: process.env.ALICLOUD_SECRET_KEY,
        endpoint: endpoint.host,
        protocol: endpoint.protocol === "http:" ? "HTTP" : "HTTPS",
      }),
    );
    const order = {
      EventId: inputs.eventId,
      ResourceId: inputs.resourceId,
      OpsType: "scheduled",
      PlanTime: inputs.planTime,
      DataPolicy: "force_transfer",
    };
    const answer = await client.callApi(
      new $OpenApiUtil.Params({
        action: "BatchEventMigrateInstance",
        version: "2017-11-10",
        protocol: "HTTPS",
        pathname: "/",
        method: "POST",
        authType: "AK",
        style: "RPC",
        reqBodyType: "formData",
        bodyType: "json",
      }),
      new $OpenApiUtil.OpenApiRequest({ query: { EventInfos: JSON.stringify([order]) } }),
      new RuntimeOptions({ readTimeout: 30_000, connectTimeout: 30_000 }),
    );
    const [result] = answer.body.Results;
    if (Number(result.Code) !== 200) throw new Error(`${inputs.eventId}: ${result.Message}`);
    return { id: inputs.eventId, outs: inputs };
  },
};

class Migration extends pulumi.dynamic.Resource {
  /**
   * @param {string} name
   * @param {{ eventId: string; resourceId: string; planTime: number }} event
   */
  constructor(name, event) {
    super(provider, name, { ...event });
  }
}

for (const event of events) new Migration(event.eventId, event);
