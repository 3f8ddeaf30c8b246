import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { accepted, scenario } from "./fixture";
import { succeeds } from "./outcome";

const README = path.resolve(__dirname, "../../README.md");
const EVENT = { eventId: "e-d71ff150945b9c02eb6ebc0016328468", resourceId: "i-55qi8m11rr53c4i964md8a00l" };
/** Before the time in the README's program, whenever this runs. */
const THEN = Date.parse("2026-11-24T12:00:00Z");

describe("the README's smallest program", function () {
  this.timeout("600s");

  it("works as it is written, and its preview shows the line that follows it", () =>
    scenario({ events: [] }, async ({ emulator, stack, advance }) => {
      const readme = await readFile(README, "utf8");
      const [, program = "", plain = "", line = ""] =
        /## The smallest program\s+```ts\n([\s\S]*?)```[\s\S]*?```text\n(.*)\n```[\s\S]*?```text\n[\s\S]*?: (".*")\n/.exec(
          readme,
        ) ?? [];
      await advance(THEN - Date.now());
      emulator.events([EVENT]);
      await rm(path.join(stack.directory, "index.js"));
      await stack.write("package.json", JSON.stringify({ name: "engine" }));
      // What `pulumi new typescript` writes.
      const compilerOptions = {
        strict: true,
        target: "es2020",
        module: "commonjs",
        moduleResolution: "node",
      };
      await stack.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["index.ts"] }));
      await stack.write("index.ts", program);

      const preview = await succeeds(stack.preview());
      assert.ok(plain.startsWith("december: ") && preview.includes(plain), preview);
      assert.ok(preview.includes(line), preview);
      await succeeds(stack.up());
      assert.deepEqual(accepted(emulator), { [EVENT.eventId]: 1 });
      await succeeds(stack.up("--expect-no-changes"));
    }));
});
