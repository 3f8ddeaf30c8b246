/* eslint-disable @typescript-eslint/no-require-imports -- `import()` in CommonJS output bypasses the loaders that run
   TypeScript directly; a plain `require` is what "load it now" means here. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { nearest } from "@pulumi-ens/provider/strict";
import type * as Doctor from "./doctor/doctor";
import type * as Events from "./events";
import type * as ImportFile from "./importFile";
import { type Io, messageOf, UsageError } from "./io";
import type * as Report from "./report";

const HELP = `Usage: pulumi-ens COMMAND [options]

  events       lists the migrations that ENS asks for: status, time, region, event and instance
  report       shows what moves when, from a preview, a stack's state or a program's outputs
  import-file  writes a file for "pulumi import", so that a stack takes over orders that exist already
  doctor       checks whether this machine reaches ENS, with which identity, and what is missing

  --version    the version of this command
  -h, --help   this text

"pulumi-ens COMMAND --help" has the options of a command.
`;

type Command = (args: readonly string[], io: Io) => Promise<number>;

/** Each loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Command>> = {
  events: () => (require("./events") as typeof Events).events,
  report: () => (require("./report") as typeof Report).report,
  "import-file": () => (require("./importFile") as typeof ImportFile).importFile,
  doctor: () => (require("./doctor/doctor") as typeof Doctor).doctor,
};

/** Runs a command and gives the exit code: 0 done, 1 failed, 2 written the wrong way. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = argv;
  switch (name) {
    case undefined:
      io.err(HELP);
      return 2;
    case "help":
    case "--help":
    case "-h":
      io.out(HELP);
      return 0;
    case "--version":
      io.out(`${version()}\n`);
      return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    io.err(`pulumi-ens: ${unknown(name)}\nSee pulumi-ens --help\n`);
    return 2;
  }
  try {
    return await load()(args, io);
  } catch (error) {
    io.err(`pulumi-ens ${name}: ${messageOf(error)}\n`);
    if (!(error instanceof UsageError)) return 1;
    io.err(`See pulumi-ens ${name} --help\n`);
    return 2;
  }
}

function unknown(name: string): string {
  const [what, known] = name.startsWith("-")
    ? ["an option", ["--version", "--help"]]
    : ["a command", Object.keys(COMMANDS)];
  return `"${name}" is not ${what}${nearest(name, known) || `. Use one of ${known.join(", ")}`}`;
}

function version(): string {
  const manifest = readFileSync(path.join(__dirname, "../../package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
