import assert from "node:assert/strict";

/**
 * Asserts that what a page shows is what came out: each of its lines, in order. `…` stands for whatever a run makes up
 * itself, or for what the page leaves out.
 */
export function assertShown(shown: string, output: string, where: string): void {
  const lines = output.split("\n").map((line) => line.trim());
  let from = 0;
  for (const line of shown.split("\n").map((each) => each.trim())) {
    if (line === "" || line === "…") continue;
    const pattern = wildcard(line);
    const found = lines.findIndex((each, index) => index >= from && pattern.test(each));
    assert.notEqual(found, -1, `${where} shows\n  ${line}\nwhich does not come in\n${output}`);
    from = found + 1;
  }
}

/** The lines that a text with `…` in it means. */
function wildcard(text: string): RegExp {
  const parts = text.split("…").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "u");
}
