import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { decode } from "../settings/decode";
import { errorCode } from "../transport/networkFailure";
import { credentialsProblem } from "./source";

/** A file that credentials come from: where it is, and how people write that. */
export interface NamedFile {
  path: string;
  shown: string;
}

export function homeFile(...names: string[]): NamedFile {
  return { path: join(homedir(), ...names), shown: ["~", ...names].join("/") };
}

export function namedFile(path: string): NamedFile {
  return { path: path.replace(/^~(?=[\\/])/, homedir()), shown: path };
}

/** The file's text, or why it cannot be had: `what` says whose file it is, `create` how to make one. */
export function readText(what: string, { path, shown }: NamedFile, create: string): string {
  try {
    return decode(readFileSync(path));
  } catch (error) {
    const code = errorCode(error);
    throw code === "ENOENT"
      ? credentialsProblem(`${what} ${shown} does not exist`, undefined, create)
      : credentialsProblem(`${what} ${shown} cannot be read`, code);
  }
}
