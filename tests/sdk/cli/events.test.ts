import assert from "node:assert/strict";
import { type Emulator, startEmulator } from "../../../emulator/src/index";
import { parseEvent } from "../../../provider/src/plan/input/event";
import { cli, type Result } from "./io";

describe("pulumi-ens events", () => {
  let emulator: Emulator;

  before(async () => {
    emulator = await startEmulator({
      seed: {
        now: "2026-12-01T00:00:00Z",
        instances: [
          {
            instanceId: "i-1",
            instanceName: "缓存-1",
            ensRegionId: "cn-beijing-telecom",
            tags: { tier: "cache" },
          },
          {
            instanceId: "i-2",
            instanceName: "web-2",
            ensRegionId: "cn-chengdu-unicom",
            tags: { tier: "web" },
          },
          { instanceId: "i-3", ensRegionId: "cn-beijing-telecom", tags: { tier: "cache", rack: "7" } },
          { instanceId: "i-4", ensRegionId: "cn-beijing-telecom" },
        ],
        events: [
          {
            eventId: "e-1",
            resourceId: "i-1",
            notBefore: "2026-12-04T17:30:00Z",
            publishTime: "2026-11-28T00:00:00Z",
          },
          {
            eventId: "e-20",
            resourceId: "i-2",
            eventStatus: "Scheduled",
            notBefore: "2026-12-05T18:00:00.123Z",
            publishTime: "2026-11-29T00:00:00Z",
          },
          {
            eventId: "e-3",
            resourceId: "i-3",
            notBefore: "2026-12-06T18:00:00Z",
            publishTime: "2026-11-26T00:00:00Z",
          },
          { eventId: "e-4", resourceId: "i-4", eventStatus: "Executed", publishTime: "2026-11-27T00:00:00Z" },
        ],
      },
    });
  });
  beforeEach(() => emulator.reset());
  after(() => emulator.close());

  const events = (args: string[], env: Record<string, string> = {}): Promise<Result> =>
    cli(["events", ...args], {
      env: {
        ENS_ENDPOINT: emulator.endpoint,
        ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
        ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
        ...env,
      },
    });
  const idsOf = ({ out }: Result): string[] =>
    (JSON.parse(out) as { events: { eventId: string }[] }).events.map(({ eventId }) => eventId);

  it("lists what ENS asks for, the next one first, with local times", async () => {
    const { code, out } = await events(["-z", "Asia/Shanghai"]);
    assert.equal(code, 0);
    assert.equal(
      out,
      [
        "3 events: 2 Inquiring, 1 Scheduled",
        "",
        "NOT BEFORE (Asia/Shanghai)  STATUS     REGION              EVENT  INSTANCE  NAME",
        "Sat 2026-12-05 01:30        Inquiring  cn-beijing-telecom  e-1    i-1       缓存-1",
        "Sun 2026-12-06 02:00        Scheduled  cn-chengdu-unicom   e-20   i-2       web-2",
        "Mon 2026-12-07 02:00        Inquiring  cn-beijing-telecom  e-3    i-3",
        "",
      ].join("\n"),
    );
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    assert.ok((await events([])).out.includes(`NOT BEFORE (${zone})`));
  });

  it("only reads, and says on standard error as whom", async () => {
    const { err } = await events([]);
    assert.match(err, /credentials: environment ALICLOUD_ACCESS_KEY/);
    assert.deepEqual(emulator.ledger(), []);
  });

  it("writes events that are ready for a plan", async () => {
    const { code, out } = await events(["--json", "--tag", "rack=7"]);
    assert.equal(code, 0);
    const { events: found } = JSON.parse(out) as { events: Record<string, unknown>[] };
    assert.deepEqual(found, [
      {
        eventId: "e-3",
        resourceId: "i-3",
        group: "cn-beijing-telecom",
        eventStatus: "Inquiring",
        eventLevel: "CRITICAL",
        notBefore: Date.parse("2026-12-06T18:00:00Z"),
        publishTime: Date.parse("2026-11-26T00:00:00Z"),
        reason: "The underlying system is to be upgraded.",
        ensRegionId: "cn-beijing-telecom",
        tags: { tier: "cache", rack: "7" },
      },
    ]);
    const read = parseEvent(found[0], "events[0]", {
      dataPolicy: "force_transfer",
      acknowledgeDataLoss: undefined,
      hasSchedule: true,
      now: Date.parse("2026-12-01T00:00:00Z"),
      firstCreation: true,
      password: () => undefined,
    });
    assert.ok("value" in read, JSON.stringify(read));
  });

  it("narrows by any of several regions, and by all of several tags", async () => {
    const found = await Promise.all(
      [
        ["--region", "cn-chengdu-unicom"],
        ["--region", "cn-chengdu-unicom", "--region", "cn-beijing-telecom"],
        ["--tag", "tier=cache"],
        ["--tag", "tier=cache", "--tag", "rack=7"],
        ["--region", "cn-chengdu-unicom", "--tag", "tier=cache"],
      ].map(async (filters) => idsOf(await events(["--json", ...filters]))),
    );
    assert.deepEqual(found, [["e-20"], ["e-3", "e-1", "e-20"], ["e-3", "e-1"], ["e-3"], []]);
  });

  it("says what it looked for where it finds nothing", async () => {
    const { code, out } = await events([
      "--region",
      "cn-nowhere",
      "--region",
      "cn-beijing",
      "--tag",
      "tier=none",
    ]);
    assert.deepEqual(
      [code, out],
      [
        0,
        "ENS lists no migration event with status Inquiring, Scheduled or Executing for instances in region " +
          "cn-nowhere or cn-beijing with tag tier=none.\n",
      ],
    );
  });

  it("fails with the client's own advice", async () => {
    emulator.faults([{ kind: "noPermission", action: "DescribeHistoryEvents", count: "always" }]);
    const denied = await events([]);
    assert.deepEqual([denied.code, denied.out], [1, ""]);
    assert.match(denied.err, /^pulumi-ens events: .*Grant the RAM action ens:DescribeHistoryEvents/m);
    const plain = await events(["--endpoint", "http://ens.example"]);
    assert.match(plain.err, /^pulumi-ens events: .*plain http/m);
    assert.equal(plain.code, 1);
  });

  it("sends nobody to the stack's configuration, which it cannot read", async () => {
    const env = {
      ALICLOUD_ACCESS_KEY: "",
      ALICLOUD_SECRET_KEY: "",
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
      HOME: "/nowhere",
    };
    const { code, err } = await events([], env);
    assert.equal(code, 1);
    assert.match(
      err,
      /Set ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY, or create a profile with: aliyun configure/,
    );
  });

  it("refuses a filter that means something else than what is written", async () => {
    for (const [args, reason] of [
      [["--tag", "tier"], '--tag must be KEY=VALUE, not "tier"'],
      [["--tag", "tier=a", "--tag", "tier=b"], '--tag tier has two values, "a" and "b"'],
      [["--region", ""], "--region must not be empty"],
      [["--profile", " "], "--profile must not be empty"],
      [["-z", "Beijing"], "did you mean Asia/Shanghai?"],
      [["--regoin", "cn-beijing"], "--regoin is not an option; did you mean --region?"],
      [["cn-beijing"], "cn-beijing"],
    ] as const) {
      const { code, err } = await events([...args]);
      assert.equal(code, 2);
      assert.ok(err.includes(reason), err);
    }
    assert.deepEqual(emulator.calls(), []);
  });
});
