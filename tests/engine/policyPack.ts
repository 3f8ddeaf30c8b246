import path from "node:path";
import type { Fixture } from "./fixture";
import type { Outcome } from "./outcome";

const ROOT = path.resolve(__dirname, "../..");
/** The pack as an executable file. */
export const LAUNCHER = path.join(ROOT, "policy/pulumi-ens-policy");

/** The emulator is no official endpoint. */
export const configured = ({ emulator }: Fixture, config: object = {}): object => ({
  "official-endpoint": { endpoints: [new URL(emulator.endpoint).host] },
  "change-ticket": { enforcementLevel: "mandatory", pattern: "^CHG-" },
  ...config,
});

export async function preview(
  fixture: Fixture,
  config: object = configured(fixture),
  pack = LAUNCHER,
): Promise<Outcome> {
  await fixture.stack.write("policy.json", JSON.stringify(config));
  return fixture.stack.preview("--policy-pack", pack, "--policy-pack-config", "policy.json");
}

export const plan = (...events: object[]): object => ({
  dataPolicy: "force_transfer",
  changeTicket: "CHG-1",
  events,
});
