import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { ROOT } from "./pages";

/** Stands for what a text holds of values. */
const HOLE = "…";

/** A text that the sources hold, put together from its parts. */
export interface SourceText {
  file: string;
  text: string;
}

/** Every text of the provider, the SDK and the plugin that could be shown to somebody. */
export function sourceTexts(): SourceText[] {
  return ["provider/src", "sdk/src", "plugin/src"].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => textsOf(path.join(folder, name))),
  );
}

function textsOf(file: string): SourceText[] {
  const code = readFileSync(path.join(ROOT, file), "utf8");
  const found: SourceText[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined) found.push({ file, text });
    // What is inside of a text may be a text of its own; a part of a sum is none.
    if (text === undefined) ts.forEachChild(node, visit);
    else partsOf(node).forEach(visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true));
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => HOLE + literal.text).join("");
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined && right === undefined ? undefined : (left ?? HOLE) + (right ?? HOLE);
}

/** The expressions in a text. */
function partsOf(node: ts.Node): ts.Node[] {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
  if (ts.isParenthesizedExpression(node)) return partsOf(node.expression);
  if (!ts.isBinaryExpression(node)) return [];
  return [node.left, node.right].flatMap((side) => (textOf(side) === undefined ? [side] : partsOf(side)));
}

/** Whether a message, with `…` for what differs, is (a part of) what a text of the sources becomes. */
export function isIn(message: string, text: string): boolean {
  let from = 0;
  for (const part of message
    .split(HOLE)
    .map((each) => each.trim())
    .filter(Boolean)) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return true;
}
