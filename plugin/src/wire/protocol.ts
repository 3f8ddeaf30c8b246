import { type Content, double, encoded, flag, listOf, mapOf, messageOf, natural, text } from "./message";

// What is spoken of Pulumi's protocol, which is written down in `proto/pulumi/*.proto` of its repository: the fields that are used, by
// their numbers. Properties stay encoded, for `open` and `close`.

const CHECK_REQUEST = { urn: [1, text], olds: [2, encoded], news: [3, encoded] } as const;
const CHECK_FAILURE = { property: [1, text], reason: [2, text] } as const;
const CHECK_RESPONSE = { inputs: [1, encoded], failures: [2, listOf(messageOf(CHECK_FAILURE))] } as const;

const DIFF_REQUEST = {
  id: [1, text],
  urn: [2, text],
  olds: [3, encoded],
  news: [4, encoded],
  ignoreChanges: [5, listOf(text)],
  oldInputs: [6, encoded],
} as const;
const PROPERTY_DIFF = { kind: [1, natural], inputDiff: [2, flag] } as const;
const DIFF_RESPONSE = {
  changes: [4, natural],
  diffs: [5, listOf(text)],
  detailedDiff: [6, mapOf(messageOf(PROPERTY_DIFF))],
  hasDetailedDiff: [7, flag],
} as const;

/** `PropertyDiff.Kind`, `DiffResponse.DiffChanges`, `LogSeverity` */
export const DIFF_KINDS = { add: 0, delete: 2, update: 4 };
export const DIFF_CHANGES = { none: 1, some: 2 };
export const SEVERITIES = { info: 1, warning: 2 };

/** The methods of `pulumirpc.ResourceProvider` that are answered. */
export const PROVIDER = {
  handshake: {
    name: "Handshake",
    request: { engineAddress: [1, text] },
    response: { acceptSecrets: [1, flag] },
  },
  attach: { name: "Attach", request: { address: [1, text] }, response: {} },
  getPluginInfo: { name: "GetPluginInfo", request: {}, response: { version: [1, text] } },
  getSchema: { name: "GetSchema", request: {}, response: { schema: [1, text] } },
  checkConfig: { name: "CheckConfig", request: CHECK_REQUEST, response: CHECK_RESPONSE },
  diffConfig: { name: "DiffConfig", request: DIFF_REQUEST, response: DIFF_RESPONSE },
  configure: {
    name: "Configure",
    request: { args: [2, encoded] },
    response: { acceptSecrets: [1, flag], supportsPreview: [2, flag] },
  },
  check: { name: "Check", request: CHECK_REQUEST, response: CHECK_RESPONSE },
  diff: { name: "Diff", request: DIFF_REQUEST, response: DIFF_RESPONSE },
  create: {
    name: "Create",
    request: { urn: [1, text], properties: [2, encoded], timeout: [3, double], preview: [4, flag] },
    response: { id: [1, text], properties: [2, encoded] },
  },
  read: {
    name: "Read",
    request: {
      id: [1, text],
      urn: [2, text],
      properties: [3, encoded],
      inputs: [4, encoded],
      timeout: [10, double],
    },
    response: { id: [1, text], properties: [2, encoded], inputs: [3, encoded] },
  },
  update: {
    name: "Update",
    request: {
      id: [1, text],
      urn: [2, text],
      olds: [3, encoded],
      news: [4, encoded],
      timeout: [5, double],
      preview: [7, flag],
    },
    response: { properties: [1, encoded] },
  },
  delete: {
    name: "Delete",
    request: { id: [1, text], urn: [2, text], properties: [3, encoded], timeout: [4, double] },
    response: {},
  },
  cancel: { name: "Cancel", request: {}, response: {} },
  invoke: {
    name: "Invoke",
    request: { tok: [1, text], args: [2, encoded] },
    response: { return: [1, encoded] },
  },
} as const;

/** What `pulumirpc.Engine/Log` is asked. */
export const LOG = { severity: [1, natural], message: [2, text], urn: [3, text] } as const;

/** What a failed `create` or `update` says of the resource, `ErrorResourceInitFailed`, in what gRPC says of a failed call. */
export const INIT_FAILED = { id: [1, text], properties: [2, encoded], reasons: [3, listOf(text)] } as const;
const ANY = { typeUrl: [1, text], value: [2, encoded] } as const;
export const STATUS = {
  code: [1, natural],
  message: [2, text],
  details: [3, listOf(messageOf(ANY))],
} as const;

type Methods = typeof PROVIDER;
export type Response<Name extends keyof Methods> = Partial<Content<Methods[Name]["response"]>>;
/** What answers each method. */
export type Provider = {
  [Name in keyof Methods]: (
    request: Content<Methods[Name]["request"]>,
  ) => Response<Name> | Promise<Response<Name>>;
};
