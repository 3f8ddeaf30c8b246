// Carries out calls with the vendor's clients for Node.js: one JSON object a line, in and out (../clientProcess.ts).
const process = require("node:process");
const { createInterface } = require("node:readline");
const openapiClient = require("@alicloud/openapi-client");
const { default: OpenApiUtil } = require("@alicloud/openapi-util");
const openapiCore = require("@alicloud/openapi-core");
const PopCore = require("@alicloud/pop-core");
const teaUtil = require("@alicloud/tea-util");
const darabonba = require("@darabonba/typescript");

const version = "2017-11-10";
const timeout = 5_000;
const timeouts = { readTimeout: timeout, connectTimeout: timeout };

/** `Client`, its models, its way with lists and its runtime options, in the package before and in the one of today. */
const packages = {
  "openapi-client": { ...openapiClient, query: OpenApiUtil.query, RuntimeOptions: teaUtil.RuntimeOptions },
  "openapi-core": {
    ...openapiCore,
    ...openapiCore.$OpenApiUtil,
    default: openapiCore.default,
    query: openapiCore.OpenApiUtil.query,
    RuntimeOptions: darabonba.RuntimeOptions,
  },
};

async function openapi(call, name, more = {}) {
  const { default: Client, Config, Params, OpenApiRequest, RuntimeOptions, query } = packages[name];
  const { accessKeyId, accessKeySecret, securityToken, endpoint, action, parameters } = call;
  const key = { accessKeyId, accessKeySecret, ...(securityToken === null ? {} : { securityToken }) };
  const client = new Client(new Config({ ...key, endpoint, protocol: "HTTP", ...more }));
  const params = new Params({
    action,
    version,
    protocol: "HTTPS",
    pathname: "/",
    method: "POST",
    authType: "AK",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
  const request = new OpenApiRequest({ query: query(parameters) });
  return (await client.callApi(params, request, new RuntimeOptions(timeouts))).body;
}

function pop(call, method) {
  const { accessKeyId, accessKeySecret, securityToken, endpoint, action, parameters } = call;
  const key = { accessKeyId, accessKeySecret, ...(securityToken === null ? {} : { securityToken }) };
  const client = new PopCore({
    ...key,
    endpoint: `http://${endpoint}`,
    apiVersion: version,
    opts: { timeout },
  });
  return client.request(action, parameters, { method });
}

const clients = {
  "openapi-core-v3": (call) => openapi(call, "openapi-core"),
  "openapi-core-v1": (call) => openapi(call, "openapi-core", { signatureAlgorithm: "v2" }),
  "openapi-client-v3": (call) => openapi(call, "openapi-client"),
  "openapi-client-v1": (call) => openapi(call, "openapi-client", { signatureAlgorithm: "v2" }),
  "pop-core-get": (call) => pop(call, "GET"),
  "pop-core-post": (call) => pop(call, "POST"),
};

async function answer(call) {
  try {
    return { body: await clients[call.client](call) };
  } catch (error) {
    return {
      code: error.code ?? null,
      status: error.statusCode ?? error.data?.statusCode ?? error.entry?.response?.statusCode ?? null,
      retryAfter: error.retryAfter ?? null,
      requestId: error.requestId ?? error.data?.RequestId ?? null,
      message: String(error),
    };
  }
}

async function main() {
  for await (const line of createInterface({ input: process.stdin }))
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}

void main();
