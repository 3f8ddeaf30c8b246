import { EngineLog } from "../../plugin/src/engineLog";

describe("the engine's log", () => {
  it("loses lines, and nothing else, where there is no engine", async () => {
    for (const addresses of [[], [""], ["127.0.0.1:1"], ["127.0.0.1:1", ""]]) {
      const log = new EngineLog();
      for (const address of addresses) log.attach(address);
      log.say("info", "first");
      log.sayFor({ urn: "", label: "edge" })("warning", "second");
      await log.flush();
    }
  });
});
