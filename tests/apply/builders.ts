import { apply } from "../../provider/src/apply/apply";
import type { Applied } from "../../provider/src/apply/request";
import type { Migration } from "../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../provider/src/plan/model/planned";
import { options } from "../plan/builders";
import type { FakeEns } from "./fakeEns";

export interface Up {
  planned?: readonly PlannedMigration[];
  schedule?: unknown;
  passwords?: Record<string, string>;
  options?: Record<string, unknown>;
  before?: ReadonlyMap<string, Migration>;
  readAt?: number;
  /** Events of other plans that this process has seen, with what they remember of them. */
  held?: ReadonlyMap<string, Migration>;
  /** The machine's clock; that of the platform, unless it is wrong. */
  now?: () => number;
  signal?: AbortSignal;
  deadline?: number;
  /** Called after each line that is shown. */
  onLine?: (line: string) => void;
}

/** One `pulumi up` against a fake ENS, with the lines it logged. */
export async function up(client: FakeEns, request: Up = {}): Promise<Applied & { log: string[] }> {
  const { held = new Map<string, Migration>(), now = () => client.now(), signal, deadline } = request;
  const log: string[] = [];
  const applied = await apply(
    {
      planned: request.planned ?? [],
      schedule: request.schedule,
      passwords: request.passwords ?? {},
      options: options(request.options),
      before: request.before ?? new Map<string, Migration>(),
      readAt: request.readAt,
    },
    {
      client,
      now,
      signal,
      deadline,
      say: (_, line) => {
        log.push(line);
        request.onLine?.(line);
      },
      isHeld: (eventId) => held.has(eventId),
      inherited: (eventId) => held.get(eventId),
    },
  );
  return { ...applied, log };
}
