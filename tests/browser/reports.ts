import { TYPE_TOKENS } from "../../provider/src/plan/typeToken";
import {
  exportOf,
  large,
  ordered,
  type PlanInExport,
  planned,
  SATURDAY,
  SCHEDULE,
} from "../sdk/report/exports";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const TERMS = { opsType: "scheduled", dataPolicy: "force_transfer" } as const;

/** What is read for each page that a browser opens, by what is special about it. */
export const REPORTS = {
  "12 events": previewOf(twelve(false), twelve(true)),
  "600 events": large(600),
  Chinese: named({
    plan: "十二月边缘节点迁移计划（华北、华东、西南三个大区）",
    groups: ["北京电信骨干网边缘计算节点集群甲区", "成都联通西南大区边缘节点二期机房", "无锡"],
    instance: "视频直播转码服务器生产环境主节点",
    reason: "双十二大促期间全网封网，禁止任何变更操作",
    message: "目标站点没有足够的容量，请联系客户经理或者更换目标站点之后再次提交迁移请求",
  }),
  "right-to-left": named({
    plan: "הגירת דצמבר",
    groups: ["שרתי קצה תל אביב (2)", "مركز بيانات الرياض ١", "חיפה"],
    instance: "שרת-וידאו-1",
    reason: "סוף שבוע ארוך: 25% הנחה",
    message: "אין מספיק קיבולת באתר היעד (503)!",
  }),
  hostile: named({
    plan: `"><script>alert(1)</script></style><h1>`,
    groups: [`</title></svg><script>alert(2)</script>`, "W".repeat(200), "safe\u202etxt.exe\u2066"],
    instance: `<img src=x onerror=alert(3)>${"w".repeat(120)}`,
    reason: `]]>--></desc><script>alert(4)</script>${"W".repeat(80)}`,
    message: `https://ens.aliyuncs.com/?${"Signature".repeat(60)}\u0000\u202e`,
  }),
} as const satisfies Record<string, string>;

interface Names {
  plan: string;
  groups: readonly [string, string, string];
  instance: string;
  reason: string;
  message: string;
}

/** One plan after an `up`, with these names wherever a page shows one. */
function named({ plan, groups, instance, reason, message }: Names): string {
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
  const timeOf = (number: number): number => SATURDAY + (number > 8 ? DAY : 0) + (number % 3) * 30 * MINUTE;
  return exportOf({
    name: plan,
    schedule: { ...SCHEDULE, exclusions: SCHEDULE.exclusions.map((each) => ({ ...each, reason })) },
    planned: numbers.map((number) =>
      planned(number, {
        instanceName: `${instance}${number}`,
        group: groups[number % 3] ?? "",
        terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime: timeOf(number) },
      }),
    ),
    migrations: Object.fromEntries(
      numbers.slice(0, 9).map((number) => {
        const terms = {
          opsType: "scheduled",
          dataPolicy: "force_transfer",
          planTime: timeOf(number),
        } as const;
        const taken = ordered(number, "Scheduled", {
          instanceName: `${instance}${number}`,
          notBefore: timeOf(number),
          ordered: { state: "accepted", basis: "Jx0k_2aQ", terms },
        });
        const refused = {
          ...taken,
          status: "Inquiring",
          ordered: { state: "rejected", basis: "Jx0k_2aQ", terms, code: "500", message },
        } as const;
        return [`e-${number}`, number % 4 === 0 ? refused : taken];
      }),
    ),
  });
}

/** Before: ten are ordered. After: two are new, one has another time, one is to lose its data, one has left. */
function twelve(after: boolean): PlanInExport {
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
  const migrationsOf = numbers.slice(0, 10).map((number): [string, ReturnType<typeof ordered>] => [
    eventOf(number),
    ordered(number, "Scheduled", {
      resourceId: instanceOf(number),
      instanceName: `edge-video-${number}`,
      notBefore: timeOf(number),
      ordered: { state: "accepted", basis: "Jx0k_2aQ", terms: { ...TERMS, planTime: timeOf(number) } },
    }),
  ]);
  return {
    name: "december",
    schedule: SCHEDULE,
    planned: (after ? numbers.filter((number) => number !== 10) : numbers.slice(0, 10)).map((number) => {
      const moved = after && number === 4;
      const losing = after && number === 7;
      return planned(number, {
        eventId: eventOf(number),
        resourceId: instanceOf(number),
        instanceName: `edge-video-${number}`,
        group: ["cn-beijing-telecom", "cn-chengdu-unicom", "cn-wuxi-telecom"][number % 3] ?? "",
        wave: number < 3 ? 1 : number < 8 ? 2 : 3,
        basis: moved || losing ? "changed1" : "Jx0k_2aQ",
        terms: {
          ...TERMS,
          planTime: timeOf(number) + (moved ? DAY : 0),
          ...(losing && { dataPolicy: "abandon" as const }),
        },
      });
    }),
    ...(!after && { migrations: Object.fromEntries(migrationsOf) }),
  };
}

function timeOf(number: number): number {
  return (
    SATURDAY + (number > 9 ? 8 * DAY : number > 7 ? DAY : 0) + Math.floor((number % 8) / 2) * 30 * MINUTE
  );
}

function eventOf(number: number): string {
  return `e-${String(number).padStart(32, "0")}`;
}

function instanceOf(number: number): string {
  return `i-${String(number).padStart(25, "0")}`;
}

/** The output of `pulumi preview --json` of an update. */
function previewOf(before: PlanInExport, after: PlanInExport): string {
  const [oldState, newState] = [before, after].map((plan) => {
    const { deployment } = JSON.parse(exportOf(plan)) as { deployment: { resources: { urn: string }[] } };
    return deployment.resources[0];
  });
  const urn = `urn:pulumi:dev::project::${TYPE_TOKENS.dynamic}::${after.name}`;
  return JSON.stringify({ steps: [{ op: "update", urn, oldState, newState }] });
}
