/* eslint-disable @typescript-eslint/no-require-imports -- `import()` in CommonJS output bypasses the loaders that run
   TypeScript directly; a plain `require` is what "load it now" means here. */
import { nearest } from "@pulumi-ens/provider/strict";
import type * as Doctor from "./doctor/doctor";
import type * as ImportFile from "./importFile";
import { type Io, messageOf, UsageError } from "./io";
import type * as Report from "./report";

const HELP = `Usage: pulumi-ens COMMAND [options]

  report       what moves when, from a preview, a stack's state or a program's outputs
  import-file  an import file for orders that ENS has already, so that a stack takes them over
  doctor       whether this machine can reach ENS, as whom, and what is missing

pulumi-ens COMMAND --help says more.
`;

type Command = (args: readonly string[], io: Io) => Promise<number>;

/** Each loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, () => Command>> = {
  report: () => (require("./report") as typeof Report).report,
  "import-file": () => (require("./importFile") as typeof ImportFile).importFile,
  doctor: () => (require("./doctor/doctor") as typeof Doctor).doctor,
};

/** Runs a command and gives the exit code: 0 done, 1 failed, 2 written the wrong way. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    (name === undefined ? io.err : io.out)(HELP);
    return name === undefined ? 2 : 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    const names = Object.keys(COMMANDS);
    io.err(
      `pulumi-ens: there is no command "${name}"; there are ${names.join(", ")}${nearest(name, names)}\n`,
    );
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
