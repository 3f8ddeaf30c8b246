import { areMeasured } from "./residual";

describe("what remains, three times", function () {
  this.timeout("900s");

  areMeasured(3);
});
