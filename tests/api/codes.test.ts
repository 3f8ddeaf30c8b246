import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { adviceFor, CODES, FAMILIES, type Meaning, meaningOf } from "../../provider/src/api/codes";

describe("what a code means", () => {
  const cases: [string, string | undefined, number | undefined, Meaning["class"]][] = [
    ["an error inside ENS, as the gateway gives it", "InternalError", 500, "passing"],
    ["an error inside ENS, as ENS gives its own errors", "InternalError", 400, "passing"],
    ["a code below a listed one", "ServiceUnavailable.Region", 400, "passing"],
    ["throttling under any name", "Rejected.Throttling", 400, "throttled"],
    ["HTTP 429, whatever the code", "ServiceUnavailable", 429, "throttled"],
    ["HTTP 429 without a code", undefined, 429, "throttled"],
    ["a refusal that comes as 5xx", "InvalidParameter.PlanTime", 502, "passing"],
    ["an unknown key that comes as 5xx", "InvalidAccessKeyId.NotFound", 500, "passing"],
    ["an expired token that comes as 5xx", "InvalidSecurityToken.Expired", 500, "passing"],
    ["throttling that comes as 5xx", "Throttling.User", 503, "throttled"],
    ["a word that ENS has added", "Unheard.Of", 400, "refusal"],
    ["a word that is in every object", "constructor", 400, "refusal"],
    ["no code, and no time", undefined, 408, "passing"],
    ["no code, and a redirect", undefined, 302, "refusal"],
    ["no code, and half an answer", undefined, 200, "passing"],
    ["nothing at all", undefined, undefined, "passing"],
    ["an unknown error of Node", "EUNHEARD", undefined, "passing"],
    ["a certificate", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", undefined, "ours"],
  ];
  for (const [what, code, httpStatus, expected] of cases)
    it(`${what}: ${expected}`, () => assert.equal(meaningOf({ code, httpStatus }).class, expected));
});

describe("advice", () => {
  const cases: [string, string, RegExp][] = [
    ["BatchEventMigrateInstance", "NoPermission", /ens:BatchEventMigrateInstance/],
    ["DescribeHistoryEvents", "Forbidden.RAM", /ens:DescribeHistoryEvents/],
    ["AssumeRole", "NoPermission", /sts:AssumeRole/],
    ["x", "InvalidSecurityToken.Malformed", /not valid/],
    ["x", "InvalidParameter.PlanTime", /Correct PlanTime:/],
    ["x", "InvalidParameter", /Correct what it names:/],
    ["x", "Throttling.User", /quota/],
  ];
  for (const [action, code, advice] of cases)
    it(`for ${code} of ${action}`, () => assert.match(adviceFor(action, { code }) ?? "", advice));

  it("is silent about what it does not know", () => {
    assert.equal(adviceFor("x", { code: "Unheard.Of" }), undefined);
    assert.equal(adviceFor("x", { code: "constructor" }), undefined);
  });
});

describe("docs/operations.md", () => {
  const page = readFileSync(path.join(__dirname, "../../docs/operations.md"), "utf8");
  const [, section = ""] = /^## By error code\n([\s\S]*)/m.exec(page) ?? [];
  const rows = [...section.matchAll(/^\| (`.*?) +\| (\w+) +\| `(.+?)` +\|/gm)].map(
    ([, codes = "", kind, advice]) => ({
      codes: [...codes.matchAll(/`([\w.]+)`/g)].map(([, code = ""]) => code),
      kind,
      advice,
    }),
  );
  const shown = ({ advice }: Meaning) => advice?.replace(/\{\w+\}/, "…");

  it("gives for every code its class and the advice that the error gives", () => {
    assert.ok(rows.length > 20);
    for (const { codes, kind, advice } of rows) {
      for (const code of codes) {
        const meaning = meaningOf({ code });
        assert.deepEqual([meaning.class, shown(meaning)], [kind, advice], code);
      }
    }
  });

  it("leaves out no code that has advice", () => {
    const named = rows.flatMap(({ codes }) => codes);
    const advised = Object.entries<Meaning>(CODES).filter(([, { advice }]) => advice);
    assert.deepEqual(
      advised.flatMap(([code]) => (named.includes(code) ? [] : code)),
      [],
    );
    const families = FAMILIES.filter(([, { advice }]) => advice);
    assert.deepEqual(
      families.flatMap(([family]) => (named.some((code) => family.test(code)) ? [] : family.source)),
      [],
    );
  });
});
