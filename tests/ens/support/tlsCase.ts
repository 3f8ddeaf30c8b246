import { openEnsClient } from "../../../provider/src/ens/index";
import { createProgramDirectory } from "./standin";

/** One client and what it does, run in a process of its own: certificates are trusted when a process starts. */
export interface TlsCase {
  endpoint: string;
  transport: "sdk" | "builtin";
  env?: Record<string, string>;
  config?: Record<string, string>;
  calls: ("read" | "order")[];
  budgetMs?: number;
}

export type TlsResult = { ok: true } | { ok: false; kind: string; code: string; message: string };

async function run(tlsCase: TlsCase, programDirectory: string): Promise<TlsResult[]> {
  Object.assign(process.env, tlsCase.env);
  const config: Record<string, string> = {
    "ens:endpoint": tlsCase.endpoint,
    "ens:transport": tlsCase.transport,
    "alicloud:accessKey": "id",
    "alicloud:secretKey": "secret",
    ...tlsCase.config,
  };
  const client = await openEnsClient({ config: (key) => config[key], env: process.env, programDirectory });
  const results: TlsResult[] = [];
  for (const call of tlsCase.calls) {
    const options = { deadline: Date.now() + (tlsCase.budgetMs ?? 10_000) };
    try {
      if (call === "order") {
        await client.batchEventMigrateInstance(
          [{ eventId: "e-1", resourceId: "i-1", dataPolicy: "try_transfer", opsType: "immediate" }],
          options,
        );
      } else {
        await client.describeHistoryEvents({ eventTypes: ["Instance:SystemUpgrade.Migrate"] }, options);
      }
      results.push({ ok: true });
    } catch (error) {
      const { kind, code, message } = error as { kind: string; code: string; message: string };
      results.push({ ok: false, kind, code, message });
    }
  }
  return results;
}

async function main(cases: TlsCase[]): Promise<void> {
  const program = createProgramDirectory("10.1.4");
  const before = { ...process.env };
  const all: TlsResult[][] = [];
  for (const tlsCase of cases) {
    all.push(await run(tlsCase, program.path));
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  }
  program.remove();
  process.stdout.write(JSON.stringify(all));
}

if (require.main === module) void main(JSON.parse(process.argv[2] ?? "[]") as TlsCase[]);
