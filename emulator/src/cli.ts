import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { decode } from "./decode";
import { type Emulator, startEmulator } from "./emulator";
import { InvalidInput } from "./inputReader";
import type { Seed } from "./seed";

const HELP = `Usage: ens-emulator [--port N] [--seed FILE]

Emulates the event API of Alibaba Cloud ENS on 127.0.0.1. When it listens, it prints one line of JSON with the
endpoint and a key. It ends on SIGTERM or SIGINT.

  --port N      the port to listen on. Default: 0, any free port
  --seed FILE   JSON: now, credentials, instances, events, behaviour. Default: no events
  --help        this text
`;

interface Arguments {
  readonly port: number;
  readonly seedFile: string | undefined;
  readonly help: boolean;
}

function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: { port: { type: "string" }, seed: { type: "string" }, help: { type: "boolean" } },
  });
  const port = values.port ?? "0";
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new InvalidInput(`--port: must be a number from 0 to 65535, got "${port}"`);
  return { port: Number(port), seedFile: values.seed, help: values.help ?? false };
}

function readSeedFile(file: string): Seed {
  try {
    // startEmulator checks every value; only the type says so already.
    return JSON.parse(decode(readFileSync(file))) as Seed;
  } catch (error) {
    throw new InvalidInput(
      `--seed: cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function announce({ endpoint, accessKeyId, accessKeySecret, securityToken }: Emulator): void {
  const token = securityToken === null ? {} : { securityToken };
  process.stdout.write(`${JSON.stringify({ endpoint, accessKeyId, accessKeySecret, ...token })}\n`);
}

async function main(): Promise<void> {
  const { port, seedFile, help } = readArguments(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const emulator = await startEmulator({
    port,
    ...(seedFile === undefined ? {} : { seed: readSeedFile(seedFile) }),
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void emulator.close());
  announce(emulator);
}

main().catch((error: unknown) => {
  process.stderr.write(`ens-emulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
