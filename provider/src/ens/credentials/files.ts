import { existsSync, lstatSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { decode } from "../settings/decode";
import { errorCode } from "../transport/networkFailure";
import { credentialsProblem } from "./source";

/** A file that credentials come from: where it is, and how people write that. */
export interface NamedFile {
  /** Empty where it is in the home of a user that has none. */
  path: string;
  shown: string;
}

export function homeFile(...names: string[]): NamedFile {
  return { path: belowHome(...names), shown: ["~", ...names].join("/") };
}

export function namedFile(path: string): NamedFile {
  return { path: /^~[\\/]/.test(path) ? belowHome(path.slice(2)) : resolve(path), shown: path };
}

/** Containers run as users that the system does not know: then only `HOME` says where files are. */
function belowHome(...names: string[]): string {
  try {
    return resolve(homedir(), ...names);
  } catch {
    return "";
  }
}

/** Whether it is there at all. What is there and cannot be seen (no permission, a link to nowhere) counts as well. */
export function isThere({ path }: NamedFile): boolean {
  const directory = dirname(path);
  return isEntry(path) || (isEntry(directory) && !existsSync(directory));
}

function isEntry(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch (error) {
    return !["ENOENT", "ENOTDIR"].includes(errorCode(error) ?? "");
  }
}

/** The file's text, or why it cannot be had: `what` says whose file it is, `create` how to make one. */
export function readText(what: string, file: NamedFile, create: string): string {
  const { path, shown } = file;
  if (path === "") {
    throw credentialsProblem(
      `${what} ${shown} cannot be found: this user has no home directory`,
      undefined,
      "Set HOME",
    );
  }
  try {
    return decode(readFileSync(path));
  } catch (error) {
    const code = errorCode(error);
    if (code !== "ENOENT") {
      throw credentialsProblem(
        `${what} ${shown} cannot be read`,
        code,
        "Check that it is a file, and its permissions",
      );
    }
    throw isThere(file)
      ? credentialsProblem(
          `${what} ${shown} is a link to something that does not exist`,
          undefined,
          "Create or mount its target, or remove the link",
        )
      : credentialsProblem(`${what} ${shown} does not exist`, undefined, create);
  }
}
