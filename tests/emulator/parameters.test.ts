import assert from "node:assert/strict";
import { Parameters, parsePairs } from "../../emulator/src/parameters";

describe("emulator parameters", () => {
  it("reads a plus sign as a space, in names and in values, and an encoded one as a plus sign", () => {
    assert.deepEqual(parsePairs("a=1+2&b=%2B%20&c&=d&&e=f=g&x+y=1&x%2By=2"), [
      ["a", "1 2"],
      ["b", "+ "],
      ["c", ""],
      ["", "d"],
      ["e", "f=g"],
      ["x y", "1"],
      ["x+y", "2"],
    ]);
  });

  it("reads lists joined by commas and numbered ones alike", () => {
    const parameters = new Parameters(parsePairs("A=x,%20y,&B.2=y&B.10=z&B.1=x&C=&B.n=no&D.1="));
    assert.deepEqual(parameters.list("A"), ["x", "y"]);
    assert.deepEqual(parameters.list("B"), ["x", "y", "z"]);
    assert.equal(parameters.list("C"), undefined);
    assert.equal(parameters.list("D"), undefined);
    assert.equal(parameters.list("E"), undefined);
  });

  it("reads numbered records", () => {
    const parameters = new Parameters(parsePairs("T.2.Key=b&T.1.Key=a&T.1.Value=1&T.x.Key=no"));
    assert.deepEqual(
      parameters.records("T")?.map((record) => ({ ...record })),
      [{ Key: "a", Value: "1" }, { Key: "b" }],
    );
    assert.equal(parameters.records("U"), undefined);
  });
});
