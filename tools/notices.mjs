// The licences of the packages in a bundle, which must go where the bundle goes.
import fs from "node:fs";
import path from "node:path";

/** @typedef {{ name: string, version: string, license: string, author?: string | { name: string }, directory: string }} BundledPackage */

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/**
 * The packages that esbuild took files from, without our own workspaces.
 * @param {import("esbuild").Metafile} metafile
 * @param {string} root   what the paths in the metafile begin at
 * @returns {BundledPackage[]} by name
 */
export function bundledPackages(metafile, root) {
  const files = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  const directories = new Set(files.flatMap((file) => packageDirectory(file) ?? []));
  return [...directories]
    .map((each) => {
      const directory = path.join(root, each);
      return { ...JSON.parse(fs.readFileSync(path.join(directory, "package.json"), "utf8")), directory };
    })
    .sort((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/**
 * The text that goes with the bundle. Throws if the licence of a package is not known.
 * @param {BundledPackage[]} packages
 */
export function notices(packages) {
  /** @type {Map<string, BundledPackage[]>} */
  const byText = new Map();
  for (const each of packages) {
    const text = licenceText(each);
    byText.set(text, [...(byText.get(text) ?? []), each]);
  }
  const sections = [...byText].map(([text, those]) => {
    const names = those.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return `${"=".repeat(80)}\n${names.join("\n")}\n${"=".repeat(80)}\n\n${text}\n`;
  });
  return `pulumi-resource-ens contains the following packages.\n\n${sections.join("\n")}`;
}

/** @param {string} file */
function packageDirectory(file) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

/** @param {BundledPackage} bundled */
function licenceText({ name, license, author, directory }) {
  const files = fs.readdirSync(directory).filter((file) => LICENCE_FILE.test(file));
  if (files.length > 0)
    return files.map((file) => fs.readFileSync(path.join(directory, file), "utf8").trim()).join("\n\n");
  // Some authors only name their licence.
  const text = path.join(import.meta.dirname, "licences", `${license}.txt`);
  if (!fs.existsSync(text)) {
    throw new Error(
      `${name} in ${directory} has no licence file, and ${text} does not exist: add the text of "${license}" there`,
    );
  }
  const holder = (typeof author === "object" ? author.name : author) || `the authors of ${name}`;
  return `${license} licence, as named in package.json of ${name}\nCopyright ${holder}\n\n${fs.readFileSync(text, "utf8").trim()}`;
}
