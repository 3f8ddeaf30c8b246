import assert from "node:assert/strict";
import { readReport, toHtml } from "../../../../sdk/src/report/index";
import { REPORTS } from "../../../browser/reports";
import { exportOf, fixture, large, planned, SATURDAY } from "../exports";
import { assertHas, assertHasNot, assertWellFormed, attributesOf, compact, textOf } from "./markup";

const FIXTURES = [
  "previewCreate",
  "previewUpdate",
  "exportPartial",
  "export",
  "stackOutput",
  "exportSchedule",
];
const page = (name: string): string => compact(toHtml(readReport(fixture(name))));

describe("the report as an HTML page", () => {
  it("refuses options that there are not, and says what was meant", () => {
    const report = readReport(fixture("export"));
    assert.throws(() => toHtml(report, { titles: "December" } as object), {
      name: "TypeError",
      message: "toHtml: titles is not a property of its options; did you mean title?",
    });
    assert.throws(
      () => toHtml(report, { generatedAt: "now" } as object),
      /generatedAt must be Unix milliseconds/,
    );
  });

  it("answers what moves on Saturday three times: in the calendar, in a list and as a heading", () => {
    const html = page("previewSchedule");
    assertHas(html, /<title>Saturday 2026-12-05: 8 moves\nwindow 01:00–04:00<\/title>/);
    assertHas(html, /<a href="#plan-1-1">Saturday 2026-12-05<\/a>: 8 move/);
    assertHas(html, /<h3 id="plan-1-1">Saturday 2026-12-05 <span class="number">· 8 moves<\/span><\/h3>/);
  });

  for (const name of FIXTURES) {
    describe(`for ${name}`, () => {
      it("is well-formed", () => assertWellFormed(page(name)));

      it("needs no script and no network", () => {
        const html = page(name);
        assertHasNot(html, /<script|<link|<iframe|<img|@import|\son[a-z]+=/i);
        const references = [...attributesOf(html, "href"), ...attributesOf(html, "src")];
        assert.deepEqual(
          references.filter((reference) => !reference.startsWith("#")),
          [],
        );
        assertHasNot(html.replace(/<style>[^]*?<\/style>/, ""), /https?:/);
        assertHasNot(html, /url\((?!#)/);
      });

      it("has a name and a description for each chart, and an instance's row in a table", () => {
        const html = page(name);
        const charts = html.match(/<svg viewBox="[^"]*" class="chart"[^>]*>/g) ?? [];
        assert.ok(charts.length > 0);
        for (const chart of charts) assertHas(chart, /role="img" aria-label="[^"]+"/);
        assert.equal(html.match(/class="chart"[^>]*><desc>[^<]+<\/desc>/g)?.length, charts.length);
        // Every other drawing repeats words that stand beside it.
        for (const svg of html.match(/<svg (?!viewBox="[^"]*" class="chart")[^>]*>/g) ?? [])
          assertHas(svg, /aria-hidden="true"/);
        const { plans } = readReport(fixture(name));
        const rows = plans.flatMap((plan) => plan.rows);
        assert.equal(
          html
            .match(/<tbody>[^]*?<\/tbody>/g)
            ?.join("")
            .match(/<tr[ >]/g)?.length,
          rows.length,
        );
        for (const { resourceId, eventId } of rows)
          assert.ok(textOf(html).includes(eventId) && textOf(html).includes(resourceId));
      });

      it("has a language, a title, headings in order and header cells with a scope", () => {
        const html = page(name);
        assertHas(html, /^<!DOCTYPE html><html lang="en">/);
        assertHas(html, /<title>Migration timeline<\/title>/);
        const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
        levels.forEach((level, index) => assert.ok(level - (levels[index - 1] ?? 0) <= 1, levels.join(" ")));
        assert.equal(
          html.match(/<th/g)?.filter((tag) => tag === "<th").length,
          html.match(/<th(?:ead| scope="col")/g)?.length,
        );
        assert.equal(html.match(/<table><caption>/g)?.length, html.match(/<table/g)?.length);
      });

      it("points only at what is there", () => {
        const html = page(name);
        const ids = attributesOf(html, "id");
        assert.equal(new Set(ids).size, ids.length, "ids are unique");
        const targets = [
          ...attributesOf(html, "href").map((reference) => reference.slice(1)),
          ...attributesOf(html, "aria-labelledby"),
          ...[...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id = ""]) => id),
        ];
        assert.deepEqual(
          targets.filter((target) => !ids.includes(target)),
          [],
        );
      });
    });
  }

  it("says a status in shape and word, not in colour alone", () => {
    const html = page("exportSchedule");
    for (const [tone, word] of [
      ["failed", "Failed"],
      ["attention", "Refused by ENS"],
      ["executing", "Executing"],
      ["done", "Executed"],
      ["scheduled", "Scheduled"],
    ] as const) {
      assertHas(html, new RegExp(`<use href="#t-${tone}" class="t ${tone}"/></svg>${word}</td>`));
      // And on hover.
      assertHas(html, new RegExp(`<title>i-0+\\d+: ${word}\n`));
    }
    const shapes = [...html.matchAll(/<g id="t-[a-z]+">(.*?)<\/g>/g)].map(([, shape]) => shape);
    assert.equal(new Set(shapes).size, 10);
  });

  it("tells local time and UTC on hover", () => {
    assertHas(
      page("exportSchedule"),
      /<title>i-0+1: Executed\n2026-12-05 01:00 Asia\/Shanghai\n2026-12-04 17:00 UTC\ngroup cn-beijing-telecom\nwave 1\n/,
    );
  });

  it("shades windows, marks their cutoff and hatches exclusions", () => {
    const html = page("exportSchedule");
    assertHas(
      html,
      /<title>Window 01:00–04:00, last start before 03:30<\/title><rect [^>]*class="window"\/><rect [^>]*class="late"\/>/,
    );
    // Above the line of the hour, which begins at the same place.
    assertHas(html, /class="grid"\/>(?:(?!class="grid"|<\/svg>)[^])*class="cutoff"><title>Cutoff 03:30: /);
    assertHas(html, /<title>Excluded 03:00–03:30: database backup<\/title><rect [^>]*class="excluded"\/>/);
    assertHas(html, /<pattern id="hatch"/);
    assertHas(
      html,
      /<title>Saturday 2026-12-12: nothing moves\nwindow 01:00–04:00\nexcluded 00:00–24:00: Double Twelve sale<\/title>/,
    );
  });

  it("draws a shape where it belongs in the day", () => {
    const html = page("exportSchedule");
    const x = (id: string): number =>
      Number(new RegExp(`<title>${id}: [^]*?<use href="[^"]*" x="([\\d.]+)"`).exec(html)?.[1]);
    const [first, second, third] = ["i-0+1", "i-0+2", "i-0+4"].map(x) as [number, number, number];
    // 01:00, 01:30 and 02:00.
    assert.equal(Math.round(second - first), Math.round(third - second));
    assert.ok(second > first);
  });

  it("leaves out hours in which nothing ever starts", () => {
    const schedule = {
      timeZone: "Asia/Shanghai",
      windows: [{ days: ["fri", "sat"], startTime: "22:00", duration: "6h" }],
    };
    const late = planned(2, {
      terms: { opsType: "scheduled", dataPolicy: "abandon", planTime: SATURDAY + 21 * 3_600_000 },
    });
    const html = compact(toHtml(readReport(exportOf({ schedule, planned: [planned(1), late] }))));
    const [wide = ""] = html.split('<div class="narrow">');
    const hours = [...wide.matchAll(/class="axis middle">([^<]*)</g)]
      .map(([, hour]) => hour)
      .filter((hour) => !/day/.test(hour ?? ""));
    assert.deepEqual(hours, ["00:00", "01:00", "02:00", "03:00", "04:00", "···", "22:00", "23:00", "24:00"]);
    assertHas(html, /<title>04:00–22:00 is not shown: /);
    const xs = ["i-1", "i-2"].map((id) =>
      Number(new RegExp(`<title>${id}: [^]*?<use href="[^"]*" x="([\\d.]+)"`).exec(html)?.[1]),
    );
    assert.ok((xs[0] ?? 0) < (xs[1] ?? 0) && (xs[1] ?? 0) < 960, xs.join(", "));
  });

  it("escapes whatever looks like markup", () => {
    const evil = `"><script>alert('1')</script>&amp;\u0000`;
    const html = toHtml(
      readReport(
        exportOf({
          name: evil,
          planned: [planned(1, { group: evil }), planned(2)],
        }),
      ),
      { title: evil },
    );
    assertHasNot(html, /<script/);
    assertHas(
      html,
      /<h2 id="plan-1"><bdi>&quot;&gt;&lt;script&gt;alert\(&#39;1&#39;\)&lt;\/script&gt;&amp;amp; <\/bdi><\/h2>/,
    );
    assertWellFormed(html);
  });

  it("begins with what changes and what may cost data, and tells new orders from changed ones", () => {
    const html = compact(toHtml(readReport(REPORTS["12 events"])));
    const text = textOf(html);
    const order = ["2 new, ", "1 instance loses its local data", "12 moves over 3 days", "Day by day"];
    assert.deepEqual(
      order.map((part) => text.indexOf(part)),
      order.map((part) => text.indexOf(part)).sort((a, b) => a - b),
    );
    assertHas(html, /<p class="alert"><strong>1 instance loses its local data \(abandon\):<\/strong>/);
    assertHas(
      html,
      /<tr class="changed">(?:(?!<\/tr>).)*edge-video-4(?:(?!<\/tr>).)*12-05 02:30 → 12-06 02:30/,
    );
    assertHas(html, /<tr class="new">(?:(?!<\/tr>).)*#t-new(?:(?!<\/tr>).)*<\/tr>/);
    assertHas(html, /<span>2 changed<\/span>/);
  });

  it("keeps names apart from what stands beside them, whatever their direction", () => {
    const html = compact(toHtml(readReport(REPORTS["right-to-left"])));
    assertHas(html, /<bdi>חיפה<\/bdi>: 3, <bdi>שרתי קצה תל אביב \(2\)<\/bdi>: 2, /);
    assertHas(html, /<h2 id="plan-1"><bdi>הגירת דצמבר<\/bdi>/);
    assertHas(html, /<title>[^<]*\ngroup \u2068חיפה\u2069\n/);
    assertHasNot(toHtml(readReport(REPORTS.hostile)), /[\u202a-\u202e\u2066]/);
  });

  it("cuts a name that has no room in a chart, whatever script it is in, and has it whole on hover", () => {
    const html = compact(toHtml(readReport(REPORTS.Chinese)));
    assertHas(
      html,
      /class="lane"><title>成都联通西南大区边缘节点二期机房<\/title>成都[^<]{2,12}…[^<]{1,6}机房</,
    );
    assertHas(html, /class="lane">无锡</);
    assertHas(
      html,
      /<title>Excluded 03:00–03:30: \u2068双十二大促期间全网封网，禁止任何变更操作\u2069<\/title>/,
    );
  });

  it("is the same page for the same report", () => {
    assert.equal(page("export"), page("export"));
    assertHasNot(page("export"), /<footer>/);
    assertHas(
      toHtml(readReport(fixture("export")), { generatedAt: Date.UTC(2026, 11, 1, 8) }),
      /<footer>Made 2026-12-01 08:00 UTC\.<\/footer>/,
    );
  });

  it("counts what stands too close to be drawn one by one, and still fits 500 instances on a page", () => {
    const html = compact(toHtml(readReport(large(500))));
    assertWellFormed(html);
    assert.ok(html.length < 600_000, `${html.length} characters`);
    const shapes = html.match(/<use /g)?.length ?? 0;
    assert.ok(shapes < 2_000, `${shapes} shapes`);
    assert.equal(
      html
        .match(/<tbody>[^]*?<\/tbody>/g)
        ?.join("")
        .match(/<tr[ >]/g)?.length,
      500,
    );
    // The tallest chart is still one screen.
    const heights = [...html.matchAll(/viewBox="0 0 \d+ ([\d.]+)" class="chart"/g)].map(([, height]) =>
      Number(height),
    );
    assert.ok(Math.max(...heights) < 900, String(Math.max(...heights)));
  });

  it("draws one count for each status at a time where there are too many", () => {
    const crowd = Array.from({ length: 60 }, (_, index) => planned(index + 1));
    const html = compact(toHtml(readReport(exportOf({ planned: crowd }))));
    assertHas(
      html,
      /<title>60 Planned\n2026-12-05 01:30 Asia\/Shanghai\n2026-12-04 17:30 UTC\ni-1\n[^<]*and 52 more, in the table below<\/title>/,
    );
  });

  it("leaves out weeks in which nothing moves", () => {
    const far = planned(2, {
      terms: { opsType: "scheduled", dataPolicy: "abandon", planTime: Date.UTC(2027, 2, 6) },
    });
    assertHas(toHtml(readReport(exportOf({ planned: [planned(1), far] }))), />12 weeks without moves</);
  });

  it("has something to say about a plan of no events", () => {
    const html = toHtml(readReport(exportOf({})));
    assertWellFormed(html);
    assertHas(html, /<p class="headline">No events<\/p>/);
  });
});
