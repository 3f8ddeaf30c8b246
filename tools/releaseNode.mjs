import fs from "node:fs";
import path from "node:path";
import { nodeRelease } from "./nodeRelease.mjs";

/** The Node.js inside the executables, the same for every platform. A security release of Node.js is a reason for a release of ours. */
export const version = "26.10.0";

/**
 * That Node.js, with its licence: the one that runs this, if it is the one, as in the release workflow.
 * @returns {Promise<{ command: string, licence: string }>}
 */
export async function releaseNode() {
  const command = process.versions.node === version ? process.execPath : await fromRegistry();
  // On Windows, node.exe is beside it.
  const directories = [path.dirname(command), path.dirname(path.dirname(command))];
  const licence = directories.map((each) => path.join(each, "LICENSE")).find((file) => fs.existsSync(file));
  if (licence === undefined) {
    throw new Error(
      `${command} has no LICENSE in ${directories.join(" or ")}: use an official release of Node.js ${version}`,
    );
  }
  return { command, licence };
}

async function fromRegistry() {
  try {
    return (await nodeRelease(version)).command;
  } catch (error) {
    throw new Error(
      `The executable contains Node.js ${version}, which npm could not install for ${process.platform}-${process.arch}. ` +
        "Install it from its own site, and run this command with it",
      { cause: error },
    );
  }
}
