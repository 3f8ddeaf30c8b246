import { worksWith } from "./packages";

describe("packed packages, installed with pnpm in an empty directory", function () {
  this.timeout("600s");

  worksWith("pnpm");
});
