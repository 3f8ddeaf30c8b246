import { runInNewContext } from "node:vm";

/** Evaluates what stands between `${{` and `}}`. What these files use of GitHub's expressions reads as JavaScript does. */
export function evaluate(expression: string, context: Record<string, unknown>): unknown {
  return runInNewContext(expression, { ...context });
}

/** Puts values in the place of `${{ … }}`. */
export function interpolate(text: string, context: Record<string, unknown>): string {
  return text.replace(/\$\{\{(.*?)\}\}/g, (_all, expression: string) => {
    const value = evaluate(expression, context);
    if (value === null || value === undefined) return "";
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      return String(value);
    throw new Error(`${expression} is not a text`);
  });
}
