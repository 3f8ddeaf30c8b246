import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearest } from "@pulumi-ens/provider/strict";
import { messageOf, UsageError } from "./io";

/** `parseArgs`, with its complaints as usage errors. */
export function parse<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(unknownOption(error, Object.keys(config.options ?? {})) ?? messageOf(error));
  }
}

/** Node.js only advises to write it as an argument. */
function unknownOption(error: unknown, known: readonly string[]): string | undefined {
  const [, option] = /^Unknown option '([^']*)'/.exec(messageOf(error)) ?? [];
  if (option === undefined) return undefined;
  const flags = known.map((name) => `--${name}`);
  return `${option} is not an option${nearest(option, flags) || `; there are ${flags.join(", ")}`}`;
}

/** One of a few words. */
export function choice<const T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((each) => each === value);
  if (found === undefined) {
    throw new UsageError(
      `${name} must be one of ${choices.join(", ")}, not "${value}"${nearest(value, choices)}`,
    );
  }
  return found;
}
