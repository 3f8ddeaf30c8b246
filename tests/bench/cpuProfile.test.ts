import assert from "node:assert/strict";
import { type CpuProfile, selfTimes } from "../../bench/cpuProfile";

/** A profile in which each function was seen for so many milliseconds. */
function profileOf(...seen: { functionName?: string; url: string; milliseconds: number }[]): CpuProfile {
  return {
    nodes: seen.map(({ functionName = "f", url }, id) => ({ id, callFrame: { functionName, url } })),
    samples: seen.map((_, id) => id),
    timeDeltas: seen.map(({ milliseconds }) => milliseconds * 1_000),
  };
}

function moduleOf(url: string, functionName = "f"): string | undefined {
  return selfTimes(profileOf({ url, functionName, milliseconds: 1 }))[0]?.module;
}

describe("the CPU time of modules", () => {
  it("is summed up, the longest first, without the time that nothing was done in", () => {
    const times = selfTimes(
      profileOf(
        { url: "file:///p/node_modules/@grpc/grpc-js/build/a.js", milliseconds: 2 },
        { url: "", functionName: "(idle)", milliseconds: 1_000 },
        { url: "file:///p/node_modules/@grpc/grpc-js/build/b.js", milliseconds: 3 },
        { url: "/p/provider/dist/plan/check.js", milliseconds: 7 },
      ),
    );
    assert.deepEqual(times, [
      { module: "provider/dist/plan", milliseconds: 7 },
      { module: "@grpc/grpc-js", milliseconds: 5 },
    ]);
  });

  it("goes by package, nested ones too, by folder of this project, and by module of Node", () => {
    assert.equal(moduleOf("file:///p/node_modules/a/node_modules/google-protobuf/x.js"), "google-protobuf");
    assert.equal(moduleOf("C:\\p\\node_modules\\@pulumi\\pulumi\\x.js"), "@pulumi/pulumi");
    assert.equal(moduleOf("file:///p/sdk/dist/index.js"), "sdk/dist");
    assert.equal(moduleOf("file:///p/sdk/dist/report/index.js"), "sdk/dist/report");
    assert.equal(moduleOf("node:internal/modules/cjs/loader"), "node: loading and compiling modules");
    assert.equal(moduleOf("node:internal/fs/utils"), "node:fs");
    assert.equal(moduleOf("node:zlib"), "node:zlib");
    assert.equal(moduleOf("", "(garbage collector)"), "(garbage collector)");
    assert.equal(moduleOf("", "stat"), "(native)");
    assert.equal(moduleOf("file:///tmp/program/index.js"), "the program");
  });
});
