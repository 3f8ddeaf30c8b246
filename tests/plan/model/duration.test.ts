import assert from "node:assert/strict";
import fc from "fast-check";
import { parseDuration } from "../../../provider/src/plan/model/duration";

const LENGTHS: [string, number][] = [
  ["0s", 0],
  ["90s", 90_000],
  ["10m", 600_000],
  ["1h30m", 5_400_000],
  ["2d", 172_800_000],
  ["1.5h", 5_400_000],
  ["0.5s", 500],
  ["1d2h3m4s", 93_784_000],
  ["PT10M", 600_000],
  ["PT90S", 90_000],
  ["PT1.5S", 1_500],
  ["P1D", 86_400_000],
  ["P1DT2H", 93_600_000],
  ["PT1H30M", 5_400_000],
];

const NO_LENGTHS = [
  "",
  " ",
  "10",
  "m",
  "10 m",
  " 10m",
  "10m ",
  "-10m",
  "+10m",
  "10M",
  "10min",
  "1w",
  "1h-30m",
  "1.h",
  ".5h",
  "1e3s",
  "P",
  "PT",
  "P1DT",
  "P1W",
  "P1M",
  "P1Y",
  "PT1M1H",
  "pt10m",
  "-PT10M",
  "PT10M10m",
  "Infinitys",
  "10m\n",
];

describe("durations", () => {
  for (const [text, milliseconds] of LENGTHS) {
    it(`${text} is ${milliseconds} ms`, () => {
      assert.equal(parseDuration(text), milliseconds);
    });
  }

  for (const text of NO_LENGTHS) {
    it(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseDuration(text), undefined);
    });
  }

  it("the short and the ISO form of a length agree", () => {
    const part = fc.nat({ max: 999 });
    fc.assert(
      fc.property(part, part, part, part, (d, h, m, s) => {
        const expected = (((d * 24 + h) * 60 + m) * 60 + s) * 1_000;
        assert.equal(parseDuration(`${d}d${h}h${m}m${s}s`), expected);
        assert.equal(parseDuration(`P${d}DT${h}H${m}M${s}S`), expected);
      }),
    );
  });
});
