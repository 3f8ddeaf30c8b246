import { areTrue } from "./simulation";

describe("many random stories", function () {
  this.timeout("30m");

  areTrue(4_000);
});
