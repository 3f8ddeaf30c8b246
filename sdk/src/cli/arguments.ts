import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearest } from "@pulumi-ens/provider/strict";
import { messageOf, UsageError } from "./io";

/** `parseArgs`, with its complaints as usage errors. */
export function parse<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  let parsed: ReturnType<typeof parseArgs<T>>;
  try {
    parsed = parseArgs(config);
  } catch (error) {
    throw new UsageError(unknownOption(error, Object.keys(config.options ?? {})) ?? messageOf(error));
  }
  refuseEmpty(parsed.values);
  return parsed;
}

/** What a shell makes of an unset variable would be another identity, or every region. */
function refuseEmpty(values: object): void {
  for (const [name, value] of Object.entries(values) as [string, unknown][]) {
    for (const text of [value].flat())
      if (typeof text === "string" && text.trim() === "") throw new UsageError(`--${name} must not be empty`);
  }
}

/** Node.js's advice is only to write it as an argument. */
function unknownOption(error: unknown, known: readonly string[]): string | undefined {
  const [, option] = /^Unknown option '([^']*)'/.exec(messageOf(error)) ?? [];
  if (option === undefined) return undefined;
  const flags = known.map((name) => `--${name}`);
  return `${option} is not an option${nearest(option, flags) || `. Use one of ${flags.join(", ")}`}`;
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
