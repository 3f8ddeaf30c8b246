import assert from "node:assert/strict";
import { Parameters, parseForm, parseQuery } from "../../emulator/src/parameters";

describe("emulator parameters", () => {
  it("reads a query by RFC 3986 and a form as browsers write it", () => {
    assert.deepEqual(parseQuery("a=1+2&b=%2B%20&c&=d&&e=f=g"), [
      ["a", "1+2"],
      ["b", "+ "],
      ["c", ""],
      ["", "d"],
      ["e", "f=g"],
    ]);
    assert.deepEqual(parseForm("a=1+2&b=%2B"), [
      ["a", "1 2"],
      ["b", "+"],
    ]);
  });

  it("reads lists joined by commas and numbered ones alike", () => {
    const parameters = new Parameters(parseQuery("A=x,%20y,&B.2=y&B.10=z&B.1=x&C=&B.n=no&D.1="));
    assert.deepEqual(parameters.list("A"), ["x", "y"]);
    assert.deepEqual(parameters.list("B"), ["x", "y", "z"]);
    assert.equal(parameters.list("C"), undefined);
    assert.equal(parameters.list("D"), undefined);
    assert.equal(parameters.list("E"), undefined);
  });

  it("reads numbered records", () => {
    const parameters = new Parameters(parseQuery("T.2.Key=b&T.1.Key=a&T.1.Value=1&T.x.Key=no"));
    assert.deepEqual(
      parameters.records("T")?.map((record) => ({ ...record })),
      [{ Key: "a", Value: "1" }, { Key: "b" }],
    );
    assert.equal(parameters.records("U"), undefined);
  });
});
