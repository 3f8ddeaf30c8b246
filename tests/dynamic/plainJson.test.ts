import assert from "node:assert/strict";
import { asProviderError, PartialFailure, ProviderError } from "../../provider/src/dynamic/errors";
import { plainJson, plainObject } from "../../provider/src/dynamic/plainJson";

describe("what leaves for the engine", () => {
  it("has no undefined properties at any depth", () => {
    const left = plainObject({ a: undefined, b: { c: undefined, d: [{ e: undefined }] } });

    assert.deepEqual(left, { b: { d: [{}] } });
  });

  it("is a fresh copy, since the host writes into it", () => {
    const frozen = Object.freeze({ deep: Object.freeze({ list: Object.freeze([1]) }) });

    const left = plainObject(frozen) as { deep: { list: number[] } };

    left.deep.list.push(2);
    assert.deepEqual(left, { deep: { list: [1, 2] } });
  });

  it("keeps text, numbers, truth values and null as they are", () => {
    const json = { text: "é", none: null, numbers: [0, -1.5, Number.MAX_SAFE_INTEGER], flag: false };

    assert.deepEqual(plainJson(json), json);
  });

  for (const [what, value] of [
    ["undefined in a list", undefined],
    ["a BigInt", 1n],
    ["a function", () => 1],
    ["a symbol", Symbol("s")],
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["a Date", new Date(0)],
    ["a Map", new Map()],
    ["a Buffer", Buffer.from("x")],
  ] as const) {
    it(`is never ${what}: that is a defect, which says where it is`, () => {
      assert.throws(
        () => plainObject({ list: [0, value] }),
        /^TypeError: result\.list\[1\] is a value of type .* that JSON does not have$/,
      );
    });
  }

  it("is no error of others, whose id would count as a created resource", () => {
    const foreign = Object.assign(new Error("refused"), {
      id: "request-1",
      code: 5,
      details: "url?Password=x",
    });

    const left = asProviderError(foreign);

    assert.deepEqual(
      { ...left, message: left.message },
      {
        name: "ProviderError",
        message: "refused",
        advice: [],
      },
    );
    assert.equal(left.stack, "refused");
  });

  it("is an error also where something else was thrown", () => {
    assert.equal(asProviderError("no").message, "no");
  });

  it("is an error of our own unchanged", () => {
    const ours = new PartialFailure("plan-1", { migrations: {} }, "code", { reasons: ["one"], advice: [] });

    assert.equal(asProviderError(ours), ours);
    assert.ok(ours instanceof ProviderError);
  });

  it("repeats a partial failure's reasons as its message, and holds plain outputs", () => {
    const outputs = { a: undefined, requestIds: Object.freeze([]) };

    const { message, properties, reasons } = new PartialFailure("plan-1", outputs, "code", {
      reasons: ["one", "two"],
      advice: [],
    });

    assert.equal(message, "one\ntwo");
    assert.deepEqual(reasons, ["one", "two"]);
    assert.deepEqual(properties, { requestIds: [], __provider: "code" });
    assert.equal(Object.hasOwn(properties, "a"), false);
  });
});
