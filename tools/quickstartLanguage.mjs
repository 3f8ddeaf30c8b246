import { parseArgs } from "node:util";

/**
 * @typedef {object} QuickstartLanguage    where the program is that the quick start runs
 * @property {string} directory            with the project's file, in the checkout
 * @property {string} program              what it shows at the end
 * @property {readonly import("./languageHosts.mjs").Language[]} hosts    beside that of Node.js
 */

/** @type {Record<string, QuickstartLanguage>} */
const LANGUAGES = {
  typescript: {
    directory: ".",
    program: "examples/quickstart/index.ts",
    hosts: [],
  },
  yaml: {
    directory: "examples/quickstart/yaml",
    program: "examples/quickstart/yaml/Pulumi.yaml",
    hosts: ["yaml"],
  },
};

/**
 * The language that the command line asks for; TypeScript if it asks for none. Throws in words for the person who wrote it.
 * @param {string[]} args
 * @returns {QuickstartLanguage}
 */
export function languageIn(args) {
  const { language } = parseArgs({
    args,
    options: { language: { type: "string", default: "typescript" } },
  }).values;
  const found = Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language] : undefined;
  if (!found) throw new Error(`--language must be ${Object.keys(LANGUAGES).join(" or ")}, not "${language}"`);
  return found;
}
