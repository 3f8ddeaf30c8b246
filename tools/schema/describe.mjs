/**
 * A docstring as every language shows it: without what stands in block tags, which is for TypeScript alone (`@example`, `@remarks`,
 * `@throws`), and with names in place of links.
 * @param {import("typescript").Symbol} symbol
 * @param {import("typescript").TypeChecker} checker
 */
export function describe(symbol, checker) {
  return symbol
    .getDocumentationComment(checker)
    .map(textOf)
    .join("")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .join("\n\n")
    .trim();
}

/**
 * A link has its name apart from its text, as far as TypeScript finds what it names.
 * @param {import("typescript").SymbolDisplayPart} part
 * @param {number} index
 * @param {import("typescript").SymbolDisplayPart[]} parts
 */
function textOf({ kind, text }, index, parts) {
  switch (kind) {
    case "link":
      return "";
    case "linkName":
      return parts[index + 1]?.kind === "linkText" && parts[index + 1]?.text.trim() ? "" : code(text);
    case "linkText": {
      if (parts[index - 1]?.kind === "linkName") return text.trim();
      const [name = "", ...words] = text.split(/[\s|]+/);
      return words.join(" ") || code(name);
    }
    default:
      return text;
  }
}

/** @param {string} name */
const code = (name) => `\`${name.trim()}\``;

/**
 * @param {import("typescript").Symbol} symbol
 * @param {string} name
 */
export function hasTag(symbol, name) {
  return symbol.getJsDocTags().some((tag) => tag.name === name);
}

/** @param {string} text */
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
