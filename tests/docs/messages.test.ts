import assert from "node:assert/strict";
import { page } from "./pages";
import { isIn, solid, sourceTexts } from "./sourceTexts";

/** What is no message of its own: the help of the commands, programs, formats, and errors of those who call the client themselves. */
const OTHERS = [
  "Usage: ",
  "--profile NAME",
  "new ens.MigrationPlan(",
  "Put this into the program", // docs/migrating.md shows it as output.
  "the default chain of @alicloud/credentials", // The name of a source.
  "the last level always gives a source",
  "eventTypes must name at least one event type",
  "eventInfos must name at least one event",
  "resourceIds or tags must be given",
  "must be whole Unix milliseconds",
  "password is not allowed with a scheduled order",
  "ccc yyyy-MM-dd HH:mm",
];

/** What a page's tables have in code spans: in the first column, or in any. */
function messagesIn(text: string, columns: "first" | "all"): string[] {
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  return rows.flatMap((row) => {
    const [, first = "", ...others] = row.replaceAll("\\|", "\u0000").split("|");
    const read = columns === "first" ? first : [first, ...others].join("|");
    return [...read.replaceAll("\u0000", "|").matchAll(/`([^`]+)`/g)].flatMap(([, message]) => message ?? []);
  });
}

describe("docs/messages.md", () => {
  const texts = sourceTexts();
  const documented = messagesIn(page("docs/messages.md").text, "first");

  it("names only messages that the sources hold", () => {
    assert.ok(documented.length > 150, `${documented.length} messages`);
    const counted = /^(?:ordering \d+ migrations|\d+ events?: .*)$/; // With numbers, as examples.
    const gone = documented.filter(
      (message) => !counted.test(message) && !texts.some(({ text }) => isIn(message, text)),
    );
    assert.deepEqual(gone, []);
  });

  it("names every message that the sources hold", () => {
    const shown = ["messages", "operations", "schedule"].flatMap((name) =>
      messagesIn(page(`docs/${name}.md`).text, "all"),
    );
    // A page may leave out the end of a long message.
    const shows = (message: string, text: string): boolean =>
      isIn(message, text) && solid(message).length >= 0.4 * solid(text).length;
    const missing = texts
      .filter(({ file }) => !file.includes("report/") && !file.endsWith("providerString.ts"))
      .filter(({ text }) => solid(text).split(/\s+/).length >= 4 && solid(text).length >= 20)
      .filter(({ text }) => !OTHERS.some((other) => text.includes(other)))
      .filter(({ text }) => !shown.some((message) => shows(message, text.replace(/\{\w+\}/, "…"))))
      .map(({ file, text }) => `${file}: ${text}`);
    assert.deepEqual([...new Set(missing)], []);
  });
});
