import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pages, ROOT } from "./pages";
import { type Picture, picturesOf } from "./pictures";

const DOCS = path.join(ROOT, "docs");

describe("the pictures of the pages", function () {
  this.timeout("60s");

  it("are the report's, of the programs above them (UPDATE_DOCS=1 draws them anew)", async () => {
    const illustrated = pages().filter(({ text }) => /\(images\/[\w-]+-(?:calendar|day)\.svg\)/.test(text));
    const pictures: Picture[] = [];
    for (const page of illustrated) pictures.push(...(await picturesOf(page)));
    assert.ok(pictures.length > 0);
    if (process.env["UPDATE_DOCS"]) {
      await mkdir(path.join(DOCS, "images"), { recursive: true });
      for (const { file, svg } of pictures) await writeFile(path.join(DOCS, file), svg);
    }
    for (const { file, svg } of pictures) {
      assert.equal(
        await readFile(path.join(DOCS, file), "utf8"),
        svg,
        `docs/${file} is not what the report draws`,
      );
    }
    const drawn = pictures.map(({ file }) => path.basename(file)).sort();
    const there = (await readdir(path.join(DOCS, "images"))).filter((name) =>
      /-(?:calendar|day)\.svg$/.test(name),
    );
    assert.deepEqual(there.sort(), drawn);
  });
});
