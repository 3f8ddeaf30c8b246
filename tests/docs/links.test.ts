import assert from "node:assert/strict";
import { brokenLinks } from "./links";
import { pages } from "./pages";

describe("the links of the pages", function () {
  this.timeout("120s");

  it("lead to files and headings that there are", () => {
    const files = pages().map(({ file }) => file);
    assert.equal(brokenLinks([...files, "CONTRIBUTING.md", "docs/adr"]), "");
  });

  it("are known from broken ones", () => {
    const said = brokenLinks(["tests/docs/fixtures/broken.md"]);
    assert.match(said, /nowhere\.md/);
    assert.match(said, /#no-such-heading/);
  });
});
