import { parseArgs, type ParseArgsConfig } from "node:util";
import { messageOf, UsageError } from "./io";

/** `parseArgs`, with its complaints as usage errors. */
export function parse<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** One of a few words. */
export function choice<const T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((each) => each === value);
  if (found === undefined)
    throw new UsageError(`${name} must be one of ${choices.join(", ")}, not "${value}"`);
  return found;
}
