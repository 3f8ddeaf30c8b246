import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { orSkip } from "../orSkip";
import { assertOnPage, ordersOf, seedOf, up, withEmulator, withStack } from "./example";
import { pythonWith, writeSdks } from "./languageSdks";

const EXAMPLE = "python-discovery";

describe(`the example ${EXAMPLE}`, function () {
  this.timeout("20m"); // The host of the language may have to be built, and packages fetched.

  let directory: string;
  let environment: NodeJS.ProcessEnv;
  before(async function () {
    directory = await mkdtemp(path.join(tmpdir(), "pulumi-ens-python-"));
    const sdks = path.join(directory, "sdks");
    const prepare = async () => {
      await writeSdks(sdks, "python");
      return pythonWith(sdks, path.join(directory, "venv"));
    };
    environment = await orSkip(this, prepare, EXAMPLE);
  });
  after(() => rm(directory, { recursive: true, force: true }));

  it("makes one plan for each region, of the instances that its filter lets through", async () => {
    await withEmulator(await seedOf(EXAMPLE), async (emulator) => {
      await withStack(
        EXAMPLE,
        emulator,
        async (stack) => {
          assertOnPage(EXAMPLE, await up(stack));
          assert.deepEqual(
            ordersOf(emulator)
              .map(({ instance, start }) => `${start} ${instance}`)
              .sort(),
            [
              "2026-12-05 01:00:00 cache-beijing-2",
              "2026-12-05 01:00:00 cache-chengdu-2",
              "2026-12-05 02:00:00 cache-beijing-1",
              "2026-12-05 02:00:00 cache-beijing-3",
              "2026-12-05 02:00:00 cache-chengdu-1",
            ],
          );
          const { summaries } = await stack.outputs();
          assert.deepEqual(Object.keys(summaries as object).sort(), [
            "cn-beijing-telecom",
            "cn-chengdu-unicom",
          ]);
        },
        environment,
      );
    });
  });
});
