import { findsNone } from "./scanner";

describe("the scan for secrets with the official client", function () {
  this.timeout("900s");

  findsNone("sdk");
});
