import { areTrue } from "./simulation";

describe("random stories", function () {
  this.timeout("10m");

  areTrue(400);
});
