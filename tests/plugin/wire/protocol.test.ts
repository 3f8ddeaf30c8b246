import assert from "node:assert/strict";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import * as fc from "fast-check";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { close, open } from "../../../plugin/src/values";
import {
  decode,
  double,
  encode,
  encoded,
  type Fields,
  flag,
  listOf,
  mapOf,
  messageOf,
  natural,
  text,
} from "../../../plugin/src/wire/message";
import {
  DIFF_CHANGES,
  DIFF_KINDS,
  INIT_FAILED,
  LOG,
  PROVIDER,
  type Response,
  SEVERITIES,
  STATUS,
} from "../../../plugin/src/wire/protocol";

// The judge is Pulumi's SDK for Node.js, which has a class for every message.

// In the order in which these classes write keys.
const struct = close({ list: [1, null, true], text: "é" });
const properties = Struct.deserializeBinary(struct);

describe("requests of Pulumi's protocol", () => {
  it("are read field by field, and what is not used is passed over", () => {
    const { check, configure, create, delete: remove, diff, handshake, invoke, read, update } = PROVIDER;
    const cases: [Fields, Uint8Array, Record<string, unknown>][] = [
      [
        handshake.request,
        new provider.ProviderHandshakeRequest()
          .setEngineAddress("127.0.0.1:1")
          .setRootDirectory("/root")
          .setConfigureWithUrn(true)
          .serializeBinary(),
        { engineAddress: "127.0.0.1:1" },
      ],
      [
        PROVIDER.attach.request,
        new plugin.PluginAttach().setAddress("127.0.0.1:2").serializeBinary(),
        { address: "127.0.0.1:2" },
      ],
      [
        configure.request,
        new provider.ConfigureRequest().setArgs(properties).setAcceptsecrets(true).serializeBinary(),
        { args: struct },
      ],
      [
        check.request,
        new provider.CheckRequest()
          .setUrn("urn")
          .setOlds(properties)
          .setNews(properties)
          .setRandomseed(Buffer.from("seed"))
          .setName("name")
          .setType("type")
          .serializeBinary(),
        { urn: "urn", olds: struct, news: struct },
      ],
      [
        diff.request,
        new provider.DiffRequest()
          .setId("id")
          .setUrn("urn")
          .setOlds(properties)
          .setNews(properties)
          .setIgnorechangesList(["a", "", "c"])
          .setOldInputs(properties)
          .setType("type")
          .serializeBinary(),
        {
          id: "id",
          urn: "urn",
          olds: struct,
          news: struct,
          ignoreChanges: ["a", "", "c"],
          oldInputs: struct,
        },
      ],
      [
        create.request,
        new provider.CreateRequest()
          .setUrn("urn")
          .setProperties(properties)
          .setTimeout(300.5)
          .setPreview(true)
          .setResourceStatusToken("token")
          .serializeBinary(),
        { urn: "urn", properties: struct, timeout: 300.5, preview: true },
      ],
      [
        read.request,
        new provider.ReadRequest()
          .setId("id")
          .setUrn("urn")
          .setProperties(properties)
          .setInputs(properties)
          .setTimeout(60)
          .setOldViewsList([new provider.View().setName("view")])
          .serializeBinary(),
        { id: "id", urn: "urn", properties: struct, inputs: struct, timeout: 60 },
      ],
      [
        update.request,
        new provider.UpdateRequest()
          .setId("id")
          .setUrn("urn")
          .setOlds(properties)
          .setNews(properties)
          .setTimeout(60)
          .setIgnorechangesList(["a"])
          .setPreview(true)
          .setOldInputs(properties)
          .serializeBinary(),
        { id: "id", urn: "urn", olds: struct, news: struct, timeout: 60, preview: true },
      ],
      [
        remove.request,
        new provider.DeleteRequest()
          .setId("id")
          .setUrn("urn")
          .setProperties(properties)
          .setTimeout(60)
          .setOldInputs(properties)
          .serializeBinary(),
        { id: "id", urn: "urn", properties: struct, timeout: 60 },
      ],
      [
        invoke.request,
        new provider.InvokeRequest()
          .setTok("ens:index:f")
          .setArgs(properties)
          .setPreview(true)
          .serializeBinary(),
        { tok: "ens:index:f", args: struct },
      ],
    ];
    for (const [fields, bytes, content] of cases)
      assert.deepEqual(plain(decode(fields, bytes)), plain(content));
  });

  it("have what the protocol means where a field is not there", () => {
    for (const { request } of Object.values<{ request: Fields }>(PROVIDER)) {
      const content = decode(request, new Empty().serializeBinary());
      for (const value of Object.values(content)) {
        assert.ok(
          ["", 0, false, undefined].includes(value as string) || (Array.isArray(value) && value.length === 0),
        );
      }
    }
    assert.deepEqual(decode(PROVIDER.create.request, Buffer.alloc(0)), {
      urn: "",
      properties: undefined,
      timeout: 0,
      preview: false,
    });
  });
});

/** Encoded by our table, and by Pulumi's class. */
type Case = [what: string, ours: Buffer, theirs: { serializeBinary(): Uint8Array }];

describe("answers of Pulumi's protocol, byte by byte as its classes encode them", () => {
  const { ADD, DELETE, UPDATE } = provider.PropertyDiff.Kind;
  const kinds = { "a[0]": ADD, "b.c": DELETE, d: UPDATE };
  const theirDiff = new provider.DiffResponse()
    .setChanges(provider.DiffResponse.DiffChanges.DIFF_SOME)
    .setDiffsList(["a", "b"])
    .setHasdetaileddiff(true);
  for (const [path, kind] of Object.entries(kinds))
    theirDiff.getDetaileddiffMap().set(path, new provider.PropertyDiff().setKind(kind).setInputdiff(true));

  const cases: Case[] = [
    [
      "a handshake",
      answer("handshake", { acceptSecrets: true }),
      new provider.ProviderHandshakeResponse().setAcceptSecrets(true),
    ],
    ["a version", answer("getPluginInfo", { version: "1" }), new plugin.PluginInfo().setVersion("1")],
    ["a schema", answer("getSchema", { schema: "{}" }), new provider.GetSchemaResponse().setSchema("{}")],
    [
      "what is configured",
      answer("configure", { acceptSecrets: true, supportsPreview: true }),
      new provider.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true),
    ],
    [
      "checked inputs",
      answer("check", { inputs: struct, failures: [] }),
      new provider.CheckResponse().setInputs(properties),
    ],
    [
      "failures",
      answer("check", {
        failures: [
          { property: "", reason: "first" },
          { property: "b", reason: "" },
        ],
      }),
      new provider.CheckResponse().setFailuresList([
        new provider.CheckFailure().setReason("first"),
        new provider.CheckFailure().setProperty("b"),
      ]),
    ],
    [
      "no difference",
      answer("diff", { changes: DIFF_CHANGES.none }),
      new provider.DiffResponse().setChanges(provider.DiffResponse.DiffChanges.DIFF_NONE),
    ],
    [
      "differences",
      answer("diff", {
        changes: DIFF_CHANGES.some,
        diffs: ["a", "b"],
        detailedDiff: new Map([
          ["a[0]", { kind: DIFF_KINDS.add, inputDiff: true }],
          ["b.c", { kind: DIFF_KINDS.delete, inputDiff: true }],
          ["d", { kind: DIFF_KINDS.update, inputDiff: true }],
        ]),
        hasDetailedDiff: true,
      }),
      theirDiff,
    ],
    [
      "a creation",
      answer("create", { id: "id", properties: struct }),
      new provider.CreateResponse().setId("id").setProperties(properties),
    ],
    [
      "what was read",
      answer("read", { id: "id", properties: struct, inputs: struct }),
      new provider.ReadResponse().setId("id").setProperties(properties).setInputs(properties),
    ],
    [
      "an update",
      answer("update", { properties: struct }),
      new provider.UpdateResponse().setProperties(properties),
    ],
    ["a result", answer("invoke", { return: struct }), new provider.InvokeResponse().setReturn(properties)],
    ...(["attach", "delete", "cancel"] as const).map((name): Case => [name, answer(name, {}), new Empty()]),
    [
      "a line for the log",
      encode(LOG, { severity: SEVERITIES.warning, message: "line", urn: "urn" }),
      new LogRequest().setSeverity(LogSeverity.WARNING).setMessage("line").setUrn("urn"),
    ],
    [
      "a failed creation",
      encode(INIT_FAILED, { id: "id", properties: struct, reasons: ["a", "b"] }),
      new provider.ErrorResourceInitFailed().setId("id").setProperties(properties).setReasonsList(["a", "b"]),
    ],
    [
      "a failed call",
      encode(STATUS, { code: 2, message: "failed", details: [{ typeUrl: "url", value: struct }] }),
      new Status()
        .setCode(2)
        .setMessage("failed")
        .setDetailsList([new Any().setTypeUrl("url").setValue(struct)]),
    ],
  ];
  for (const [what, ours, theirs] of cases)
    it(what, () => assert.deepEqual(ours, Buffer.from(theirs.serializeBinary())));
});

describe("a message of protocol buffers", () => {
  const FIELDS = {
    text: [1, text],
    flag: [2, flag],
    natural: [3, natural],
    double: [4, double],
    encoded: [5, encoded],
    list: [6, listOf(text)],
    map: [7, mapOf(natural)],
    inner: [8, messageOf({ text: [100, text] })],
  } as const;
  const content = fc.record(
    {
      text: fc.string({ unit: "binary" }),
      flag: fc.boolean(),
      natural: fc.nat(),
      double: fc.double(),
      encoded: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      list: fc.array(fc.string({ unit: "binary" })),
      map: fc.dictionary(fc.string(), fc.nat()).map((object) => new Map(Object.entries(object))),
      inner: fc.record({ text: fc.string() }, { noNullPrototype: true }),
    },
    { noNullPrototype: true },
  );

  it("comes in as it went out", () => {
    fc.assert(fc.property(content, (all) => assert.deepEqual(decode(FIELDS, encode(FIELDS, all)), all)));
  });

  it("is one of two, one after the other: the last of each field counts, lists and inner messages go on", () => {
    const first = encode(FIELDS, { text: "a", flag: true, encoded: close({ a: 1 }), list: ["a"] });
    const second = encode(FIELDS, { text: "b", encoded: close({ b: 2 }), list: ["b"] });
    const both = decode(FIELDS, Buffer.concat([first, second]));
    assert.deepEqual([both.text, both.flag, both.list], ["b", true, ["a", "b"]]);
    assert.deepEqual(open(both.encoded).values, { a: 1, b: 2 });
  });

  it("passes over a field that is encoded in another way than it should be", () => {
    const other = encode({ text: [1, natural], flag: [2, text] } as const, { text: 1, flag: "text" });
    assert.equal(decode(FIELDS, other).text, "");
    assert.equal(decode(FIELDS, other).flag, false);
  });

  it("of random bytes is read, or gives one clean error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
        try {
          decode(FIELDS, bytes);
        } catch (error) {
          assert.match(String(error), /^Error: malformed message: /);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

function answer<Name extends keyof typeof PROVIDER>(name: Name, content: Response<Name>): Buffer {
  return encode<Fields>(PROVIDER[name].response, content);
}

/** Buffers and other byte arrays alike. */
function plain(content: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
    ]),
  );
}
