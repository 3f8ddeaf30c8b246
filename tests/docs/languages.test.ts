import assert from "node:assert/strict";
import path from "node:path";
import { blocks, page } from "./pages";

interface Translation {
  english: string;
  chinese: string;
  /** The headings between which the translated part of the English page is. Default: all of it. */
  part?: [from: string, to: string];
}

const TRANSLATIONS: Translation[] = [
  { english: "README.md", chinese: "README.zh-CN.md" },
  { english: "docs/ens-operators.md", chinese: "docs/zh-CN/ens-operators.md" },
  { english: "docs/getting-started.md", chinese: "docs/zh-CN/getting-started.md" },
  {
    english: "docs/operations.md",
    chinese: "docs/zh-CN/at-3-am.md",
    part: ["\n## At 3 a.m.\n", "\n## Unexpected orders\n"],
  },
];

/** The code of a page, with what is noted about it: what a translation must not change. */
function codeOf(file: string, text: string): unknown[] {
  return blocks({ file, text }).map(({ language, code, note }) => ({ language, code, note }));
}

/** The part of a page that is translated. */
function partOf(text: string, [from, to]: [string, string]): string {
  const [begin, end] = [text.indexOf(from), text.indexOf(to)];
  assert.ok(begin >= 0 && end > begin, `no ${from.trim()} before ${to.trim()}`);
  return text.slice(begin, end);
}

describe("the Chinese pages", () => {
  for (const { english, chinese, part } of TRANSLATIONS) {
    const [original, translated] = [page(english).text, page(chinese).text];

    it(`${chinese} has the code of ${english}`, () => {
      const expected = codeOf(english, part ? partOf(original, part) : original);
      assert.ok(expected.length > 0);
      assert.deepEqual(codeOf(chinese, translated), expected);
    });

    it(`${chinese} and ${english} link to each other, below their titles`, () => {
      const [, , toChinese] = original.split("\n");
      const [, , toEnglish] = translated.split("\n");
      const link = (from: string, to: string) => path.posix.relative(path.posix.dirname(from), to);
      assert.ok(toChinese?.includes(`](${link(english, chinese)})`), toChinese);
      assert.match(toEnglish ?? "", new RegExp(`\\]\\(${link(chinese, english)}(?:#[\\w-]+)?\\)`));
    });
  }
});
