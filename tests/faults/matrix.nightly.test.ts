import { NIGHTLY } from "./lanes";
import { triesEverything } from "./matrix";

describe("the rest of the fault matrix", function () {
  // Generous: some cells start a process of their own, on a machine that may be busy.
  this.timeout("120s");
  triesEverything(NIGHTLY);
});
