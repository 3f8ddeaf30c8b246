import assert from "node:assert/strict";
import type { Emulator } from "../../../emulator/src/index";
import type { Kept, PlanName, Properties } from "../../conformance/host";
import { environmentOf } from "../../dynamic/providerProcess";
import { startEmulatorWithEvents, STARTING } from "../../dynamic/support";
import { FakeEngine } from "./fakeEngine";
import { PluginProcess } from "./pluginProcess";

/** A plugin, its engine and an emulator, for the tests of a block: each of them begins with Configure. */
export class ConfiguredPlugin {
  emulator!: Emulator;
  engine!: FakeEngine;
  plugin!: PluginProcess;

  constructor() {
    const starts = async () => {
      this.emulator = await startEmulatorWithEvents();
      this.engine = await FakeEngine.start();
      this.plugin = await PluginProcess.start({
        engine: this.engine.address,
        environment: environmentOf(this.emulator),
      });
      await this.plugin.handshake();
    };
    before(async function () {
      this.timeout(STARTING);
      await starts();
    });
    beforeEach(async () => {
      this.emulator.reset();
      this.engine.lines.length = 0;
      await this.plugin.configure({});
    });
    after(async () => {
      await this.plugin.stop();
      this.engine.stop();
      await this.emulator.close();
    });
  }

  async checked(args: Properties, { olds = {}, plan = EDGE } = {}): Promise<Properties> {
    const { inputs, failures } = await this.plugin.check(plan, olds, args);
    assert.deepEqual(failures, []);
    return inputs;
  }

  /** What lies in the state after `pulumi up`. */
  async upped(args: Properties, plan = EDGE): Promise<Kept> {
    const inputs = await this.checked(args, { plan });
    return { inputs, ...(await this.plugin.create(plan, inputs)) };
  }
}

export const EDGE: PlanName = { name: "edge", stack: "shop/dev" };

/** A plan's arguments as a program writes them. */
export function argsFor(events: unknown, more: Properties = {}): Properties {
  return { dataPolicy: "force_transfer", events, ...more };
}
