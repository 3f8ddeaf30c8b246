import { LIVES } from "./cells";
import { areSurvived } from "./pairs";

describe("faults through the engine, the rest", function () {
  this.timeout("900s");

  areSurvived(LIVES.slice(2));
});
