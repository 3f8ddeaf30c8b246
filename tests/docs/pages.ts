import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export const ROOT = path.resolve(__dirname, "../..");

/** A page of documentation that people write. */
export interface Page {
  /** From the repository's root, with slashes: `docs/faq.md`. */
  file: string;
  text: string;
}

/** Everything that people read, apart from the decisions and CONTRIBUTING.md. */
export function pages(): Page[] {
  const docs = ["docs", "docs/engineering", "docs/zh-CN"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  );
  const examples = readdirSync(path.join(ROOT, "examples")).map((name) => `examples/${name}`);
  const packages = ["emulator", "plugin", "policy", "provider", "sdk", ...examples].map(
    (name) => `${name}/README.md`,
  );
  return ["README.md", "README.zh-CN.md", ...docs, ...packages]
    .filter((file) => existsSync(path.join(ROOT, file)))
    .map(page);
}

export function page(file: string): Page {
  return { file, text: readFileSync(path.join(ROOT, file), "utf8") };
}

/** A fenced block of a page. */
export interface Block {
  page: string;
  /** Of its opening fence, counted from 1. */
  line: number;
  language: string;
  code: string;
  /**
   * What comment stands right before it: `<!-- given … -->` holds code that a fragment needs and the page does not show;
   * `<!-- output -->`, `<!-- planned -->` and `<!-- failures -->` say what a text block shows.
   */
  note: { word: string; text: string } | undefined;
}

export function blocks({ file, text }: Page): Block[] {
  const found: Block[] = [];
  const fences = /^(?:<!-- (\w+)(?:\n([\s\S]*?)\n| ?)-->\n+)?^( *)```(\w*)\n([\s\S]*?)\n?^ *```$/gm;
  for (const match of text.matchAll(fences)) {
    const [whole, word, note = "", indent = "", language = "", code = ""] = match;
    const before = text.slice(0, match.index) + whole.slice(0, whole.indexOf("```"));
    found.push({
      page: file,
      line: before.split("\n").length,
      language,
      code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      note: word === undefined ? undefined : { word, text: note },
    });
  }
  return found;
}

/** `docs/faq.md:12`, as editors and terminals know how to open it. */
export function at({ page: file, line }: Pick<Block, "page" | "line">): string {
  return `${file}:${line}`;
}
