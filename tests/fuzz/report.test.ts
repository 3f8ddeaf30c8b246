import assert from "node:assert/strict";
import fc from "fast-check";
import { formatMigration } from "../../provider/src/plan/lines/migration";
import { formatPlanned } from "../../provider/src/plan/lines/planned";
import type { Migration } from "../../provider/src/plan/model/migration";
import type { PlannedMigration } from "../../provider/src/plan/model/planned";
import { TYPE_TOKENS } from "../../provider/src/plan/typeToken";
import {
  readReport,
  toHtml,
  toMarkdown,
  toTerminal,
  UnreadableReportError,
} from "../../sdk/src/report/index";
import { anyDataPolicy, atOnce, DAY, NOW, planned, record } from "../plan/builders";
import { runs } from "../plan/schedule/runs";
import { cli } from "../sdk/cli/io";
import { SCHEDULE } from "../sdk/report/exports";
import { assertWellFormed } from "../sdk/report/page/markup";
import { counter, hostileJson, hostileText, spoilt } from "./hostile";

const tried = counter("texts given to reports");

const anyTime = fc.integer({ min: NOW, max: NOW + 60 * DAY });
const anyTerms = fc
  .tuple(anyDataPolicy, fc.option(anyTime))
  .map(([dataPolicy, planTime]) =>
    planTime === null ? atOnce(dataPolicy) : { opsType: "scheduled" as const, dataPolicy, planTime },
  );

const anyText = hostileText.filter((text) => text.trim() !== "");

const anyPlanned: fc.Arbitrary<PlannedMigration> = fc
  .tuple(anyText, anyText, anyText, anyTerms, fc.nat({ max: 3 }))
  .map(([eventId, instanceName, group, terms, wave]) => ({
    ...planned(),
    eventId,
    instanceName,
    group,
    terms,
    ...(wave > 0 && { wave }),
  }));

const anyMigration: fc.Arbitrary<Migration> = fc
  .tuple(anyText, anyText, anyTerms, anyText, anyText, anyTime)
  .map(([instanceName, status, terms, code, message, movedTo]) => ({
    resourceId: "i-1",
    instanceName,
    status: `S${status}`,
    movedTo,
    ordered: { state: "rejected", basis: "Jx0k_2aQ", terms, code, message },
  }));

const anyExport = record({
  name: anyText,
  reason: anyText,
  zone: fc.oneof(fc.constantFrom("Asia/Shanghai", "UTC"), anyText),
  list: fc.array(anyPlanned, { minLength: 1, maxLength: 5 }),
  migrations: fc.array(fc.tuple(anyText, anyMigration), { maxLength: 3 }),
}).map(({ name, reason, zone, list, migrations }) => ({
  version: 3,
  deployment: {
    resources: [
      {
        type: TYPE_TOKENS.dynamic,
        urn: `urn:pulumi:dev::p::t::${name}`,
        inputs: {
          schedule: {
            ...SCHEDULE,
            timeZone: zone,
            exclusions: [{ from: "2026-12-01", to: "2027-12-01", reason }],
          },
          planned: Object.fromEntries(list.map((each) => [each.eventId, formatPlanned(each)])),
        },
        outputs: {
          schemaVersion: 1,
          requestIds: [],
          migrations: Object.fromEntries(
            migrations.map(([eventId, each]) => [eventId, formatMigration(each, () => 1)]),
          ),
        },
      },
    ],
  },
}));

/** A preview that makes one of these plans of another. */
const anyPreview = fc.tuple(anyExport, anyExport).map(([before, after]) => {
  const [oldState, newState] = [before, after].map(({ deployment }) => deployment.resources[0]);
  const diagnostics = [{ severity: "error", urn: newState?.urn, message: `error: ${newState?.urn}` }];
  return { steps: [{ op: "update", urn: newState?.urn, oldState, newState }], diagnostics };
});

/** Every element with its attributes' names. The page is well-formed, so that this is how a browser reads it too. */
function elementsOf(html: string): string[] {
  assertWellFormed(html);
  const tags = html
    .replace(/<style>[^]*?<\/style>/g, "")
    .matchAll(/<([a-zA-Z][\w-]*)((?:\s+[\w:-]+="[^"]*")*)\s*\/?>/g);
  return [...tags].map(
    ([, name = "", attributes = ""]) =>
      `${name} ${[...attributes.matchAll(/([\w:-]+)="/g)].map(([, attribute = ""]) => attribute).join(" ")}`,
  );
}

const ELEMENTS =
  /^(?:html|head|meta|title|style|body|header|main|footer|section|h[1-4]|p|ul|li|strong|span|a|bdi|div|svg|desc|defs|symbol|use|g|path|rect|circle|line|text|tspan|polygon|polyline|pattern|details|summary|table|caption|thead|tbody|tr|th|td|br) /;
const FORBIDDEN = /\b(?:on\w+|src|srcdoc|action|formaction|xlink:href)\b/;

describe("a report of texts that mean harm", function () {
  this.timeout("60s");

  it("is a page with no element and no attribute of theirs", () =>
    fc.assert(
      fc.property(anyExport, anyText, (exported, title) => {
        tried();
        const html = toHtml(readReport(JSON.stringify(exported)), { title });
        for (const element of elementsOf(html)) {
          assert.match(element, ELEMENTS);
          assert.doesNotMatch(element.slice(element.indexOf(" ")), FORBIDDEN);
        }
        for (const [, href] of html.matchAll(/<a [^>]*href="([^"]*)"/g))
          assert.match(href ?? "", /^#plan-\d+-\d+$/);
      }),
      runs(200),
    ));

  it("is Markdown with no element, no link and no picture of theirs", () =>
    fc.assert(
      fc.property(fc.oneof(anyExport, anyPreview), fc.boolean(), (given, short) => {
        tried();
        const markdown = toMarkdown(readReport(JSON.stringify(given)), { short });
        assert.ok(markdown.length < 60_000);
        const charts = markdown.replace(/```mermaid\n[^`]*\n```/g, "");
        assert.equal(charts.match(/```/g), null, "a fence is left");
        const text = charts.replace(/<\/?(?:details|summary)>/g, "").replace(/\\[^]/g, "");
        assert.doesNotMatch(text, /<|\]\(|!\[|https?:\/\/|@/);
        for (const line of text.split("\n")) {
          assert.match(
            line,
            /^(?:#{2,4} |\| |- |> (?:\*\*(?:Note|Error):|\[!CAUTION\]|\d+ (?:instance|move)s? )|[^#>|]|$)/u,
          );
        }
      }),
      runs(200),
    ));

  it("is lines for a terminal that drive nothing", () =>
    fc.assert(
      fc.property(fc.oneof(anyExport, anyPreview), fc.integer({ min: 20, max: 200 }), (given, width) => {
        tried();
        const text = toTerminal(readReport(JSON.stringify(given)), { width, colour: false });
        assert.doesNotMatch(text, /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
      }),
      runs(200),
    ));

  it("is read, or refused with what was found, whatever is given", async () => {
    const [good] = fc.sample(anyExport, { numRuns: 1, seed: 1 });
    const [preview] = fc.sample(anyPreview, { numRuns: 1, seed: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          hostileText,
          hostileJson.map((value) => JSON.stringify(value)),
          spoilt(good).map((value) => JSON.stringify(value) ?? ""),
          spoilt({ ...preview, diagnostics: [] }).map((value) => JSON.stringify(value) ?? ""),
        ),
        fc.constantFrom("html", "markdown", "terminal"),
        async (input, format) => {
          tried();
          const { code, out, err } = await cli(["report", "--format", format], { input });
          if (code === 0) return;
          assert.equal(code, 1);
          assert.equal(out, "");
          assert.match(err, /^pulumi-ens report: \S/);
          assert.doesNotMatch(err, /is not a function|Cannot read|Invalid time value|Maximum call/);
        },
      ),
      runs(400),
    );
    assert.throws(() => readReport(""), UnreadableReportError);
  });
});
