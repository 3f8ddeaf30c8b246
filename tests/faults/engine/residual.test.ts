import { areMeasured } from "./residual";

describe("what remains", function () {
  this.timeout("900s");

  areMeasured(1);
});
