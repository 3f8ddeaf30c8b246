import assert from "node:assert/strict";
import * as fc from "fast-check";
import { percentEncode } from "../../../provider/src/api/request";
import { createScrubber } from "../../../provider/src/ens/retry/scrub";

describe("texts of the service", () => {
  it("lose every secret in every form in which a service may echo it", () => {
    const secrets = fc.string({ unit: "grapheme", minLength: 6 }).filter((text) => text.trim().length > 5);
    fc.assert(
      fc.property(secrets, (secret) => {
        const scrub = createScrubber([secret, undefined, ""]);
        const inJson = JSON.stringify(secret).slice(1, -1);
        for (const form of [secret, inJson, percentEncode(inJson), percentEncode(percentEncode(inJson))])
          assert.equal(scrub(`<${form}>`), "<***>");
      }),
    );
  });

  it("lose the text that was signed, URLs, line breaks and excess", () => {
    const scrub = createScrubber([]);
    assert.equal(
      scrub("Specified signature is not matched. server string to sign is:POST\n/\nEventInfos=x"),
      "Specified signature is not matched. [request withheld]",
    );
    assert.equal(scrub("got EventInfos%3d%255b and more"), "got [request withheld]");
    const documented = "The specified field EventInfos invalid. Please check it again.";
    assert.equal(scrub(documented), documented);
    assert.equal(scrub("see\thttps://ens.aliyuncs.com/?a=b\r\nnow"), "see [URL] now");
    assert.equal(scrub("x".repeat(600)).length, 501);
  });
});
