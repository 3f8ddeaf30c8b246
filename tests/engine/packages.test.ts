import { worksWith } from "./packages";

describe("packed packages, installed with npm in an empty directory", function () {
  this.timeout("600s");

  worksWith("npm");
});
