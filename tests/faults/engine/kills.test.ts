import { areRepaired, isWorst, KILLS } from "./kills";

describe("SIGKILL, then repair", function () {
  this.timeout("900s");

  areRepaired(KILLS.filter(isWorst));
});
