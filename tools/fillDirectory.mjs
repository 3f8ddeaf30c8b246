import fs from "node:fs";
import path from "node:path";

/**
 * Makes a directory where there is none yet: beside its place, then put there in one move, so that nobody ever sees half of it.
 * @param {string} directory
 * @param {(into: string) => Promise<void>} make
 */
export async function fillDirectory(directory, make) {
  if (fs.existsSync(directory)) return;
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  const into = fs.mkdtempSync(`${directory}.new-`);
  try {
    await make(into);
    try {
      fs.renameSync(into, directory);
    } catch (error) {
      // Another process may have been first; its copy is as good as ours.
      if (!fs.existsSync(directory)) throw error;
    }
  } finally {
    fs.rmSync(into, { recursive: true, force: true });
  }
}
