import { readFileSync } from "node:fs";
import path from "node:path";
import type { DataPolicy } from "../../../provider/src/api/ens";
import { formatPlanned } from "../../../provider/src/plan/lines/planned";
import type { Migration } from "../../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../../provider/src/plan/model/planned";
import { writeState } from "../../../provider/src/plan/state/state";
import { TYPE_TOKENS } from "../../../provider/src/plan/typeToken";

/** What the real engine printed: see `tests/sdk/report/fixtures`. */
export function fixture(name: string): string {
  return readFileSync(path.join(__dirname, "fixtures", `${name}.json`), "utf8");
}

export interface PlanInExport {
  name?: string;
  planned?: PlannedMigration[];
  migrations?: Record<string, Migration>;
  schedule?: unknown;
  inputs?: Record<string, unknown>;
}

/** The output of `pulumi stack export` for a stack of these plans. */
export function exportOf(...plans: PlanInExport[]): string {
  return JSON.stringify({ version: 3, deployment: { resources: plans.map(resourceOf) } });
}

/** What a program exports of a plan. */
export function outputsOf({ name = "edge", migrations = {} }: Pick<PlanInExport, "name" | "migrations">) {
  return writeState({
    label: name,
    stack: "shop/prod",
    onRemove: "retain",
    unfinished: false,
    plannedWaves: [],
    migrations: new Map(Object.entries(migrations)),
  });
}

function resourceOf({ name = "edge", planned = [], migrations, schedule, inputs }: PlanInExport) {
  return {
    urn: `urn:pulumi:dev::project::${TYPE_TOKENS.dynamic}::${name}`,
    type: TYPE_TOKENS.dynamic,
    inputs: {
      planned: Object.fromEntries(planned.map((each) => [each.eventId, formatPlanned(each)])),
      ...(schedule !== undefined && { schedule }),
      ...inputs,
    },
    outputs: migrations && { ...outputsOf({ name, migrations }) },
  };
}

/** One planned migration, at 01:30 on Saturday 2026-12-05 in China. */
export function planned(number: number, more: Partial<PlannedMigration> = {}): PlannedMigration {
  return {
    eventId: `e-${number}`,
    resourceId: `i-${number}`,
    terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime: SATURDAY + 417 },
    local: { time: "2026-12-05 01:30", zone: "Asia/Shanghai" },
    password: "random",
    basis: "Jx0k_2aQ",
    ...more,
  };
}

export const SATURDAY = Date.parse("2026-12-05T01:30:00+08:00");

/** The order for {@link planned}, taken by ENS. */
export function ordered(number: number, status: string, more: Partial<Migration> = {}): Migration {
  return {
    resourceId: `i-${number}`,
    status,
    ordered: {
      state: "accepted",
      basis: "Jx0k_2aQ",
      terms: { opsType: "scheduled", dataPolicy: "force_transfer", planTime: SATURDAY + 417 },
    },
    notBefore: SATURDAY + 417,
    ...more,
  };
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const STATUSES = ["Executed", "Executing", "Failed", "Inquiring", "Scheduled", "Scheduled", "Scheduled"];

/** A plan of many instances over five nights, in waves and groups, with every status, their data policies in turn. */
export function large(
  count: number,
  policies: readonly DataPolicy[] = ["force_transfer"],
  nights = 5,
): string {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const timeOf = (number: number): number => SATURDAY + (number % nights) * DAY + (number % 7) * 15 * MINUTE;
  const policyOf = (number: number): DataPolicy => policies[number % policies.length] ?? "force_transfer";
  return exportOf({
    name: "large",
    schedule: SCHEDULE,
    planned: numbers.map((number) =>
      planned(number, {
        eventId: eventId(number),
        resourceId: resourceId(number),
        group: `cn-region-${number % 6}`,
        wave: 1 + (number % 5),
        terms: { opsType: "scheduled", dataPolicy: policyOf(number), planTime: timeOf(number) },
      }),
    ),
    migrations: Object.fromEntries(
      numbers.map((number): [string, Migration] => [
        eventId(number),
        ordered(number, STATUSES[number % STATUSES.length] ?? "", {
          resourceId: resourceId(number),
          notBefore: timeOf(number),
          ordered: {
            state: "accepted",
            basis: "Jx0k_2aQ",
            terms: { opsType: "scheduled", dataPolicy: policyOf(number), planTime: timeOf(number) },
          },
        }),
      ]),
    ),
  });
}

function eventId(number: number): string {
  return `e-${String(number).padStart(32, "0")}`;
}

function resourceId(number: number): string {
  return `i-${String(number).padStart(25, "0")}`;
}

export const SCHEDULE = {
  timeZone: "Asia/Shanghai",
  windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
  exclusions: [
    { from: "2026-12-12", to: "2026-12-12", reason: "Double Twelve sale" },
    { from: "2026-12-06T03:00:00+08:00", to: "2026-12-06T03:30:00+08:00", reason: "backup" },
  ],
};

/** The output of `pulumi preview --json` that makes the second plan of the first one, or destroys the first. */
export function previewOf(before: PlanInExport | undefined, after: PlanInExport | undefined): string {
  const [oldState, newState] = [before, after].map((plan) => plan && resourceOf(plan));
  const op = before === undefined ? "create" : after === undefined ? "delete" : "update";
  return JSON.stringify({ steps: [{ op, urn: (newState ?? oldState)?.urn, oldState, newState }] });
}
