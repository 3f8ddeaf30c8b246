import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Emulator } from "../../emulator/src/index";
import { CallError, type Properties } from "../conformance/host";
import { type ProcessOptions, ProviderProcess, providerString } from "./providerProcess";
import { scheduled, startEmulatorWithEvents, STARTING } from "./support";

describe("a provider process that has just started", () => {
  let emulator: Emulator;
  let __provider: string;
  let empty: string;
  let home: string;

  before(async function () {
    this.timeout(STARTING);
    [emulator, __provider] = await Promise.all([startEmulatorWithEvents(), providerString()]);
    empty = await mkdtemp(path.join(tmpdir(), "pulumi-ens-empty-"));
    home = await mkdtemp(path.join(tmpdir(), "pulumi-ens-home-"));
  });
  beforeEach(() => emulator.reset());
  after(async () => {
    await emulator.close();
    await Promise.all([empty, home].map((directory) => rm(directory, { recursive: true, force: true })));
  });

  const plan = (...events: string[]): Properties => ({
    __provider,
    label: "edge",
    dataPolicy: "force_transfer",
    events,
  });

  /** One process for the tests of a block. */
  const started = (options: () => ProcessOptions): (() => ProviderProcess) => {
    let provider: ProviderProcess;
    before(async function () {
      this.timeout(STARTING);
      provider = await ProviderProcess.start(options());
    });
    after(() => provider.stop());
    return () => provider;
  };

  describe("with its configuration from the stack", () => {
    const provider = started(() => ({
      config: {
        "alicloud:accessKey": emulator.accessKeyId,
        "alicloud:secretKey": emulator.accessKeySecret,
        "ens:endpoint": emulator.endpoint,
      },
    }));

    it("gives it to every one of a burst of first calls", async () => {
      // As `refresh` and `destroy` do: no check before, and many calls at once.
      const line = (number: number, status: string) => ({
        [`e-${number}`]: `i-${number} | ${status} | no order of this plan | #1.00000000`,
      });
      const outputs = { __provider, schemaVersion: 1, label: "edge", onRemove: "retain", requestIds: [] };
      const numbers = [1, 2, 3, 4, 5, 6, 7, 8];

      const reads = await Promise.all(
        numbers.map((number) =>
          provider().read(`plan-${number}`, { ...outputs, migrations: line(number, "Unread") }),
        ),
      );

      assert.deepEqual(
        reads.map((read) => read.outputs["migrations"]),
        numbers.map((number) => line(number, "Inquiring")),
      );
    });
  });

  describe("without credentials", () => {
    const provider = started(() => ({ environment: { HOME: empty, ENS_ENDPOINT: emulator.endpoint } }));

    it("fails clearly, naming where it looked, and leaves nothing behind", async () => {
      const { inputs } = await provider().check({}, plan(scheduled(1)));

      await assert.rejects(provider().create(inputs), (error: unknown) => {
        assert.ok(error instanceof CallError);
        assert.equal(error.partial, undefined);
        for (const place of [/alicloud:accessKey/, /ALICLOUD_ACCESS_KEY/, /profile/])
          assert.match(error.message, place);
        return true;
      });
      assert.equal(emulator.calls().length, 0);
    });

    it("still checks, compares and destroys", async () => {
      const { inputs } = await provider().check({}, plan());
      const outputs = { __provider, schemaVersion: 1, label: "edge", onRemove: "retain" };

      assert.equal(await provider().diff("plan", { ...outputs, migrations: {} }, inputs), "none");
      await provider().delete("plan", {
        ...outputs,
        migrations: { "e-1": "i-1 | Scheduled | no order of this plan | #1.00000000" },
      });
    });
  });

  describe("with the variables of a pipeline's OIDC role, and other keys in the home", () => {
    const provider = started(() => ({
      environment: {
        HOME: home,
        USERPROFILE: home,
        ENS_ENDPOINT: emulator.endpoint,
        ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/ens-order",
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1:oidc-provider/github",
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: path.join(home, "oidc-token"),
      },
    }));

    before(async () => {
      const keys = { access_key_id: emulator.accessKeyId, access_key_secret: emulator.accessKeySecret };
      const config = { current: "mine", profiles: [{ name: "mine", mode: "AK", ...keys }] };
      await mkdir(path.join(home, ".aliyun"));
      await writeFile(path.join(home, ".aliyun", "config.json"), JSON.stringify(config));
    });

    it("orders nothing as somebody else where the token is missing, and says so", async () => {
      const { inputs } = await provider().check({}, plan(scheduled(1)));

      await assert.rejects(provider().create(inputs), (error: unknown) => {
        assert.ok(error instanceof CallError);
        assert.match(
          error.message,
          /environment ALIBABA_CLOUD_OIDC_TOKEN_FILE: the token file .*oidc-token does not exist/,
        );
        assert.ok(!error.message.includes(emulator.accessKeyId));
        return true;
      });
      assert.equal(emulator.calls().length, 0);
    });
  });

  describe("in a directory without the SDK", () => {
    const provider = started(() => ({ directory: empty }));

    it("says what is missing and what to do, for every method", async () => {
      for (const call of [
        () => provider().check({}, plan()),
        () => provider().create(plan()),
        () => provider().read("plan", plan()),
        () => provider().delete("plan", plan()),
      ]) {
        await assert.rejects(
          call(),
          /this stack has an ENS MigrationPlan, whose provider does not load: Cannot find module '@pulumi-ens\/sdk\/provider'\. Install @pulumi-ens\/sdk beside the program \(npm install\)/,
        );
      }
    });

    it("does not print that message beside the engine", async () => {
      await assert.rejects(provider().check({}, plan()));

      const printed = await provider().printed("stderr", "\n");

      assert.match(printed, /^(ENS MigrationPlan: its provider does not load\n)+$/);
    });
  });
});
