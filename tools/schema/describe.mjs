import ts from "typescript";

/**
 * A docstring as every language shows it: without what stands in block tags, which is for TypeScript alone (`@example`, `@remarks`,
 * `@throws`), and with names in place of links.
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 */
export function describe(symbol, checker) {
  return neutral(ts.displayPartsToString(symbol.getDocumentationComment(checker)));
}

/**
 * @param {ts.Symbol} symbol
 * @param {string} name
 */
export function hasTag(symbol, name) {
  return symbol.getJsDocTags().some((tag) => tag.name === name);
}

/** @param {string} docstring */
function neutral(docstring) {
  return docstring
    .replace(/\{@link\s+(\w+)\s*\}/g, "`$1`")
    .replace(/\{@link\s+\w+[\s|]+([^}]+)\}/g, "$1")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .join("\n\n")
    .trim();
}
