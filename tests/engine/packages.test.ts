import { worksWith } from "./packages";

describe("packed packages, installed with npm in an empty directory", function () {
  this.timeout("300s");

  worksWith("npm");
});
