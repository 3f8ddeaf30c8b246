import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

describe("the life of a plan", () => {
  it("is loaded without the libraries that only a schedule, a wait or a call needs", () => {
    const entry = join(__dirname, "../../provider/src/host/index.ts");
    const script = `
      require(${JSON.stringify(entry)});
      process.stdout.write(JSON.stringify(Object.keys(require.cache)));
    `;
    const files = JSON.parse(
      execFileSync(process.execPath, ["--require", "tsx/cjs", "--eval", script], { encoding: "utf8" }),
    ) as string[];
    const libraries = files.flatMap(
      (file) => /node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1] ?? [],
    );
    assert.deepEqual(
      [...new Set(libraries)].filter((name) => !["tsx", "esbuild"].includes(name)),
      ["valibot", "fastest-levenshtein"],
    );
  });
});
