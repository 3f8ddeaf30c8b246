import assert from "node:assert/strict";
import { parse } from "yaml";
import { blocks, page } from "./pages";

/** What the Pulumi Registry wants of a package's two pages. */
describe("the pages of the Pulumi Registry", () => {
  for (const file of ["docs/_index.md", "docs/installation-configuration.md"]) {
    it(`${file}: has front matter, and choosers that close`, () => {
      const { text } = page(file);
      const [, matter = ""] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
      const { title, meta_desc, layout } = parse(matter) as Record<string, string | undefined>;
      assert.ok(title, "title");
      assert.equal(layout, "package");
      assert.ok(
        meta_desc && meta_desc.length > 50 && meta_desc.length < 200,
        `meta_desc: ${meta_desc?.length}`,
      );
      assert.doesNotMatch(text.replace(matter, ""), /^# /m, "the title is the page's heading");

      const [, languages = ""] = /\{\{< chooser language "([\w,]+)" >\}\}/.exec(text) ?? [];
      const choices = [...text.matchAll(/\{\{% choosable language (\w+) %\}\}/g)].map(
        ([, language]) => language,
      );
      assert.deepEqual(choices, languages.split(","));
      const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
      assert.equal(count(/\{\{% \/choosable %\}\}/g), choices.length);
      assert.equal(count(/\{\{< \/chooser >\}\}/g), count(/\{\{< chooser /g));
    });
  }

  /** Lines that the programs need not share: sizes of waves, outputs, comments, and where a plugin is that is not installed. */
  const OWN = /waves|interval|start"|ended|name:|runtime:|plugins:|providers:|path:|^\s*(?:#|\/\/)|^\s*$/i;
  const programIn = (file: string, language: string): string[] => {
    const all = blocks(page(file)).filter((block) => block.language === language);
    const [{ code } = { code: "" }] = all.slice(-1);
    assert.ok(code.includes("MigrationPlan"), `${file}: ${language}`);
    return code.split("\n").filter((line) => !OWN.test(line));
  };

  for (const language of ["python", "go", "yaml"]) {
    it(`docs/_index.md: has the program that docs/getting-started-${language}.md runs`, () => {
      const run = programIn(`docs/getting-started-${language}.md`, language);
      assert.deepEqual(programIn("docs/_index.md", language), run);
    });
  }
});
