// What a release says of itself: node tools/releaseNotes.mjs v1.2.3
// Prints the version's section of the changelog, or says why this checkout is not that version.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {Record<string, string>} [dependencies]
 */

/**
 * The changelog's section for a tag. Throws with everything that is wrong.
 * @param {string} tag             such as "v1.2.3"
 * @param {string} changelog       its text
 * @param {Manifest[]} manifests   of the packages that are published
 * @returns {string}
 */
export function releaseNotes(tag, changelog, manifests) {
  const version = /^v(\d+\.\d+\.\d+(?:-[\w.]+)?)$/.exec(tag)?.[1];
  if (version === undefined) throw new Error(`${tag} is not a tag such as v1.2.3`);
  const names = new Set(manifests.map(({ name }) => name));
  const problems = manifests.flatMap((manifest) => [
    ...(manifest.version === version ? [] : [`${manifest.name} is ${manifest.version}`]),
    ...Object.entries(manifest.dependencies ?? {})
      .filter(([name, wanted]) => names.has(name) && wanted !== version)
      .map(([name, wanted]) => `${manifest.name} depends on ${name} ${wanted}`),
  ]);
  const [heading, ...lines] =
    sections(changelog).find(([first]) => first?.startsWith(`## [${version}]`)) ?? [];
  const notes = lines.join("\n").trim();
  if (heading === undefined) problems.push(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD"`);
  else if (!/^## \[.*\] - \d{4}-\d{2}-\d{2}$/.test(heading))
    problems.push(`CHANGELOG.md: "${heading}" has no date`);
  else if (notes === "") problems.push(`CHANGELOG.md has no notes for ${version}`);
  if (problems.length > 0) throw new Error([`This is not ${tag}:`, ...problems].join("\n  "));
  return notes;
}

/** @param {string} changelog */
function sections(changelog) {
  return changelog
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => section.trimEnd().split(/\r?\n/));
}

/**
 * The manifests of the packages that are published.
 * @param {string} root
 * @returns {Manifest[]}
 */
export function publishedManifests(root) {
  /** @type {{ workspaces: string[] }} */
  const { workspaces } = read(root);
  return workspaces
    .filter((each) => !each.includes("*"))
    .map((each) => read(path.join(root, each)))
    .filter((manifest) => !manifest.private);
}

/** @param {string} directory */
function read(directory) {
  return JSON.parse(fs.readFileSync(path.join(directory, "package.json"), "utf8"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
  try {
    const changelog = fs.readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
    console.log(releaseNotes(process.argv[2] ?? "", changelog, publishedManifests(root)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
