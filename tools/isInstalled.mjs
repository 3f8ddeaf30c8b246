import fs from "node:fs";
import path from "node:path";

/** @typedef {{ version?: string, resolved?: string, link?: boolean, optional?: boolean }} LockedPackage */

/**
 * Whether node_modules holds what package-lock.json asks for. npm notes what it installed in a lock file of
 * the same form; times tell nothing, because a `git checkout` renews them.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = lockedPackages(path.join(root, "package-lock.json"));
  const installed = lockedPackages(path.join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([place, { version, link, optional }]) => {
    if (place === "") return true;
    const found = installed[place];
    // Builds for other operating systems are left out.
    if (!found) return optional === true;
    return found.version === version && found.link === link;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, LockedPackage> | undefined}
 */
function lockedPackages(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
