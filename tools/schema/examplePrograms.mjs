import fs from "node:fs";
import path from "node:path";

/** Languages as Pulumi's documentation names them, by the ending of a program. */
const LANGUAGES = /** @type {const} */ ([
  [".ts", "typescript"],
  [".py", "python"],
  [".go", "go"],
  [".yaml", "yaml"],
]);

/**
 * Programs in the form in which documentation of packages has them: each reader sees those of one language.
 * @param {string} directory   one folder an example, in alphabetical order: a `title` and a program for each language
 */
export function examplePrograms(directory) {
  const examples = fs.readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = examples.map(({ name }) => name).sort();
  return [
    "{{% examples %}}",
    "## Example Usage",
    ...names.flatMap((name) => example(path.join(directory, name))),
    "{{% /examples %}}",
  ].join("\n");
}

/** @param {string} directory */
function example(directory) {
  const files = fs.readdirSync(directory);
  const programs = LANGUAGES.map(([ending, language]) => {
    const file = files.find((each) => each.endsWith(ending));
    if (!file) throw new Error(`${directory} has no program in ${language}`);
    return ["```" + language, fs.readFileSync(path.join(directory, file), "utf8").trimEnd(), "```"].join(
      "\n",
    );
  });
  const title = fs.readFileSync(path.join(directory, "title"), "utf8").trim();
  return ["{{% example %}}", `### ${title}`, "", ...programs, "{{% /example %}}"];
}
