import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import sinon from "sinon";
import ts from "typescript";
import { type Emulator, startEmulator } from "../../emulator/src/index";
import { check } from "../../provider/src/plan/check";
import type { CheckFailure } from "../../provider/src/plan/input/failures";
import * as ens from "../../sdk/src/index";
import { inClear, run } from "../sdk/program";
import { at, type Block, blocks, type Page } from "./pages";

/** When the programs of the pages run: a Tuesday before the times that they name. */
export const THEN = Date.parse("2026-11-24T12:00:00Z");

/** A plan of a program, as the provider's `check` judges it. */
export interface CheckedPlan {
  name: string;
  inputs: Record<string, unknown>;
  failures: CheckFailure[];
}

/** A block of TypeScript that makes plans, with what came of them and the blocks that follow it up to the next program. */
export interface Program {
  block: Block;
  plans: CheckedPlan[];
  shown: Block[];
}

const PREAMBLE = {
  ens: 'import * as ens from "@pulumi-ens/sdk";\n',
  pulumi: 'import * as pulumi from "@pulumi/pulumi";\n',
};

/** A block as a module: with the code that the page does not show, and without the imports a fragment leaves out. */
export function moduleOf({ code, note }: Block): string {
  const given = note?.word === "given" || note?.word === "changed" ? `${note.text}\n` : "";
  const whole = given + code;
  const missing = (["ens", "pulumi"] as const).filter(
    (name) => whole.includes(`${name}.`) && !whole.includes(`import * as ${name} `),
  );
  return `${missing.map((name) => PREAMBLE[name]).join("")}${whole}\nexport {};\n`;
}

/** Blocks that only show what there was before are in other people's languages. */
export function isTypeScript({ language, note }: Block): boolean {
  return language === "ts" && note?.word !== "before";
}

/**
 * Runs the programs of a page with mocks for the engine and the real `check` behind them. A block that `<!-- changed -->`
 * stands before is what the program before it has become: its plans are updates.
 */
export async function runPrograms(page: Page): Promise<Program[]> {
  const mocks = await Mocks.open();
  const programs: Program[] = [];
  try {
    for (const block of blocks(page)) {
      if (!isTypeScript(block)) {
        programs.at(-1)?.shown.push(block);
        continue;
      }
      if (!block.code.includes("new ens.MigrationPlan(")) continue;
      const before = block.note?.word === "changed" ? (programs.at(-1)?.plans ?? []) : [];
      programs.push({ block, plans: await mocks.plansOf(block, before), shown: [] });
    }
  } finally {
    await mocks.close();
  }
  return programs;
}

class Mocks {
  private constructor(
    readonly emulator: Emulator,
    readonly clock: sinon.SinonFakeTimers,
    readonly environment: sinon.SinonStub,
  ) {}

  static async open(): Promise<Mocks> {
    const clock = sinon.useFakeTimers({ now: THEN, toFake: ["Date"] });
    const regions = ["cn-beijing-telecom", "cn-chengdu-unicom", "cn-wuxi-telecom"];
    const emulator = await startEmulator({
      seed: {
        instances: Array.from({ length: 12 }, (_, index) => ({
          instanceId: `i-${index + 1}`,
          instanceName: `edge-${index + 1}`,
          ensRegionId: regions[index % regions.length] as string,
          tags: { tier: "cache", rack: `r${(index % 4) + 1}` },
        })),
        events: Array.from({ length: 12 }, (_, index) => ({
          eventId: `e-${index + 1}`,
          resourceId: `i-${index + 1}`,
        })),
      },
    });
    const environment = sinon.stub(process, "env").value({
      ...process.env,
      ALICLOUD_ACCESS_KEY: emulator.accessKeyId,
      ALICLOUD_SECRET_KEY: emulator.accessKeySecret,
      ENS_ENDPOINT: emulator.endpoint,
    });
    return new Mocks(emulator, clock, environment);
  }

  async close(): Promise<void> {
    this.environment.restore();
    this.clock.restore();
    await this.emulator.close();
  }

  async plansOf(block: Block, before: readonly CheckedPlan[]): Promise<CheckedPlan[]> {
    const { registered } = await run(() => {
      pulumi.runtime.setAllConfig({ "project:password": "AAaa1234" });
      return execute(block);
    });
    const plans: CheckedPlan[] = [];
    for (const { name, inputs } of registered) {
      const olds = before.find((plan) => plan.name === name)?.inputs ?? {};
      plans.push({ name, ...check(olds, inClear(inputs) as Record<string, unknown>, Date.now()) });
    }
    return plans;
  }
}

const requireHere = createRequire(__filename);

async function execute(block: Block): Promise<unknown> {
  // Ids are cut short on a page, not in a program.
  const whole = moduleOf(block).replaceAll(/([ei]-[0-9a-z]*)…/g, "$10");
  const { outputText } = ts.transpileModule(whole, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const module: { exports: unknown } = { exports: {} };
  const load = (name: string): unknown => (name === "@pulumi-ens/sdk" ? ens : (requireHere(name) as unknown));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the pages' programs are this repository's own.
  const body = new Function(
    "require",
    "module",
    "exports",
    `return (async () => {${outputText}\n})();\n//# sourceURL=${at(block)}`,
  ) as (require: typeof load, module: object, exports: unknown) => Promise<void>;
  await body(load, module, module.exports);
  return typeof module.exports === "function" ? (module.exports as () => unknown)() : module.exports;
}
