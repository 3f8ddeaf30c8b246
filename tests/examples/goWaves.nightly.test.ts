import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { succeeds } from "../engine/outcome";
import type { Stack } from "../engine/stack";
import { orSkip } from "../orSkip";
import { assertOnPage, ordersOf, timesOfEach, up, withExample } from "./example";
import { writeSdks } from "./languageSdks";

const EXAMPLE = "go-waves";

describe(`the example ${EXAMPLE}`, function () {
  this.timeout("30m"); // The first compilation of Pulumi's SDK takes minutes.

  let sdks: string;
  before(async function () {
    sdks = await mkdtemp(path.join(tmpdir(), "pulumi-ens-go-"));
    await orSkip(this, () => writeSdks(sdks, "go"), EXAMPLE);
  });
  after(() => rm(sdks, { recursive: true, force: true }));

  async function useSdk(stack: Stack): Promise<void> {
    const file = await readFile(path.join(stack.directory, "go.mod"), "utf8");
    await stack.write("go.mod", file.replace("../../dist/sdks/go", path.join(sdks, "go")));
  }

  it("moves the canaries in waves, and the rest a day after the last of them, also once they have moved", () =>
    withExample(EXAMPLE, async ({ emulator, stack }) => {
      await useSdk(stack);
      assertOnPage(EXAMPLE, await up(stack));
      const orders = ordersOf(emulator);
      assert.deepEqual(timesOfEach(orders.map(({ start }) => start)), {
        "2026-12-05 01:00:00": 1,
        "2026-12-05 02:00:00": 2,
        "2026-12-05 03:00:00": 1,
        "2026-12-06 03:00:00": 3,
      });

      emulator.clock({ advance: "4d" });
      await succeeds(stack.up("--expect-no-changes"));
      assert.equal(emulator.ledger().length, orders.length);
    }));
});
