import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { parseMigrations, parsePlanned } from "../../sdk/src/index";

type Outputs = Parameters<typeof parseMigrations>[0];
type Planned = Parameters<typeof parsePlanned>[0];

/** What Pulumi prints without a stack, with the program's line for those who catch it. */
function refused(read: () => unknown, message: RegExp): void {
  assert.throws(read, (error: unknown) => {
    assert.ok(pulumi.RunError.isInstance(error) && error.cause instanceof Error);
    assert.match(error.message, message);
    const [frame, ...others] = (error.stack ?? "").replace(error.message, "").trim().split("\n");
    assert.match(frame ?? "", /parse\.test\.ts/);
    assert.deepEqual(others, []);
    return true;
  });
}

describe("lines that a program reads", () => {
  it("that are edited are a mistake that names the reader, the line and what to do", () => {
    refused(
      () => parsePlanned({ "e-1": "i-1 | someday" }),
      /^parsePlanned: planned\["e-1"\] cannot be read: "i-1 \| someday"\. .*Restore it/,
    );
    refused(
      () => parseMigrations({ migrations: { "e-1": "x | y" }, requestIds: [], schemaVersion: 1 }),
      /^parseMigrations: migrations\["e-1"\] cannot be read/,
    );
  });

  it("of another schema version are one too", () =>
    refused(
      () => parseMigrations({ migrations: {}, requestIds: [], schemaVersion: 99 }),
      /^parseMigrations: .*99/,
    ));

  it("that are still an output are one that says where to read them", () => {
    refused(
      () => parseMigrations(pulumi.output({}) as unknown as Outputs),
      /^parseMigrations: its argument must be the outputs of a plan, an object, not an output or a promise: use it inside of apply$/,
    );
    refused(
      () => parsePlanned(undefined as unknown as Planned),
      /^parsePlanned: its argument .* not undefined$/,
    );
  });
});
