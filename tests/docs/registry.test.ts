import assert from "node:assert/strict";
import { parse } from "yaml";
import { page } from "./pages";

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
});
