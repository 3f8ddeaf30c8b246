import assert from "node:assert/strict";
import { page } from "./pages";
import { isIn, sourceTexts } from "./sourceTexts";

/** What the page's tables have in code spans in their first column. */
function messagesIn(text: string): string[] {
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  return rows.flatMap((row) => {
    const [, first = ""] = row.replaceAll("\\|", "\u0000").split("|");
    return [...first.replaceAll("\u0000", "|").matchAll(/`([^`]+)`/g)].flatMap(
      ([, message]) => message ?? [],
    );
  });
}

describe("docs/messages.md", () => {
  it("names only messages that the sources hold", () => {
    const texts = sourceTexts();
    const documented = messagesIn(page("docs/messages.md").text);
    assert.ok(documented.length > 50, `${documented.length} messages`);
    assert.deepEqual(
      documented.filter((message) => !texts.some(({ text }) => isIn(message, text))),
      [],
    );
  });
});
