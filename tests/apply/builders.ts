import type { Migration } from "../../provider/src/plan/migration";
import type { PlannedMigration } from "../../provider/src/plan/planned";
import { type Applied, apply } from "../../provider/src/apply/apply";
import { NOW, options } from "../plan/builders";
import type { FakeEns } from "./fakeEns";

export interface Up {
  planned?: readonly PlannedMigration[];
  passwords?: Record<string, string>;
  options?: Record<string, unknown>;
  before?: ReadonlyMap<string, Migration>;
  now?: () => number;
}

/** One `pulumi up` against a fake ENS, with the lines it logged. */
export async function up(client: FakeEns, request: Up = {}): Promise<Applied & { log: string[] }> {
  const { planned = [], passwords = {}, before = new Map<string, Migration>(), now = () => NOW } = request;
  const log: string[] = [];
  const applied = await apply(
    { planned, passwords, options: options(request.options), before },
    { client, now, log: (line) => void log.push(line) },
  );
  return { ...applied, log };
}
