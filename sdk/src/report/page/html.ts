import { counted } from "@pulumi-ens/provider/plan";
import { assertValid, strict, text } from "@pulumi-ens/provider/strict";
import * as v from "valibot";
import { type Hours, hoursOf } from "../columns/charts";
import { type Day, daysOf, type Section, sectionsOf } from "../columns/days";
import { factsOf } from "../columns/facts";
import {
  capitalised,
  changeWord,
  type Common,
  commonOf,
  daysOfAll,
  noPlans,
  sentenceOf,
  shortcomingsOf,
} from "../columns/summary";
import type { Report, ReportPlan } from "../model/report";
import { moves, movesIn } from "../model/words";
import { utcReading, zoneName } from "../model/zone";
import { NARROW, WIDE } from "./dayAxis";
import { daySvg } from "./daySvg";
import { definitions, glyph, inlineGlyph, type Sign, signsOf } from "./glyphs";
import { bdi, type Markup, markup, raw } from "./markup";
import { styleSheet } from "./styles";
import { table } from "./table";
import { weeksSvg } from "./weeksSvg";

export interface HtmlOptions {
  /** Default: `Migration timeline`. */
  title?: string;
  /** Unix milliseconds, for the footer of the page. Without it, the same report always gives the same page. */
  generatedAt?: number;
}

const OPTIONS = strict(
  {
    title: v.optional(text),
    generatedAt: v.optional(
      v.pipe(v.number("must be Unix milliseconds"), v.finite("must be Unix milliseconds")),
    ),
  } satisfies Record<keyof HtmlOptions, v.GenericSchema>,
  "its options",
);

/** A table longer than this is folded away below its chart. */
const OPEN_ROWS = 16;

/**
 * The report as one HTML page that needs nothing else: no script, no font, no network.
 *
 * @example
 * ```ts
 * await writeFile("timeline.html", toHtml(readReport(text), { title: "Edge, December" }));
 * ```
 */
export function toHtml(report: Report, options: HtmlOptions = {}): string {
  assertValid(OPTIONS, options, "toHtml");
  const { title = "Migration timeline", generatedAt } = options;
  const body = markup`${definitions()}
    <header>
      <h1>${title}</h1>
      ${alerts(shortcomingsOf(report))} ${lead(report)}
    </header>
    <main>${report.plans.map((plan, index) => planSection(plan, index))}</main>
    ${generatedAt !== undefined && markup`<footer>Made ${utcReading(generatedAt)} UTC.</footer>`}`;
  return markup`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${raw(styleSheet())}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html>
    `.text;
}

function alerts(texts: readonly string[]): Markup[] {
  return texts.map((text) => {
    // What it is about stands out; then come names and reasons.
    const [, what = text, rest = ""] = /^(.*?:)( [^]*)$/.exec(text) ?? [];
    return markup`<p class="alert"><strong>${bdi(what)}</strong>${bdi(rest)}</p>`;
  });
}

function lead(report: Report): Markup {
  const { plans } = report;
  if (plans.length === 0) return markup`<p>${noPlans(report)}</p>`;
  if (plans.length === 1) return markup``;
  const total = plans.reduce((sum, plan) => sum + plan.rows.length, 0);
  const days = daysOfAll(report).map(
    ({ name, total: moving, parts }) =>
      markup`<li>
        <strong>${name}</strong>: ${moves(moving)} <span class="muted">(${parts.map((part, index) => markup`${index > 0 && ", "}${bdi(part)}`)})</span>
      </li>`,
  );
  return markup`<p class="muted">${counted(total, "instance")} in ${counted(plans.length, "plan")}</p>
    <ul class="days">
      ${days}
    </ul>`;
}

function planSection(plan: ReportPlan, index: number): Markup {
  const id = `plan-${index + 1}`;
  const common = commonOf(plan.rows);
  const days = daysOf(plan);
  const hours = hoursOf(plan, days);
  const shared = [common.dataPolicy, ...common.notes].filter(Boolean).join(", ");
  const sections = sectionsOf(plan);
  const sentence = sentenceOf(plan);
  const all = [
    ...(sentence === "" || sentence === plan.headline ? [] : [`${capitalised(sentence)}.`]),
    ...(shared ? [`All of them: ${shared}.`] : []),
  ].join(" ");
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${bdi(plan.name)}${plan.change && markup` <span class="badge">${changeWord(plan.change)}</span>`}</h2>
    <p class="headline">${bdi(capitalised(plan.headline))}</p>
    ${alerts([...plan.errors, ...plan.alerts])}
    ${plan.notices.map((notice) => markup`<p class="notice">${bdi(notice)}</p>`)}
    ${all && markup`<p class="muted">${all}</p>`}
    ${
      plan.rows.length > 0 &&
      markup`<ul class="statuses" aria-label="Instances by status">
        ${statusesOf(plan).map(
          ({ sign, word, count }) => markup`<li>${inlineGlyph(sign)}<span>${count} ${bdi(word)}</span></li>`,
        )}
      </ul>`
    }
    ${overview(plan, sections, id)}
    ${sections.map((section, number) => sectionPanel(plan, section, `${id}-${number + 1}`, common, hours))}
  </section>`;
}

/** How many instances have which status, trouble first; in a preview those that are ordered are new or changed. */
function statusesOf({ totals, rows }: ReportPlan): { sign: Sign; word: string; count: number }[] {
  return totals.statuses.flatMap(({ status }) => {
    const own = rows.filter((row) => row.status === status);
    return signsOf(own).map(({ sign, count }) => ({
      sign,
      word: sign === "new" || sign === "changed" ? sign : status,
      count,
    }));
  });
}

/** Which days have moves: a calendar, and a list, which is all of it on a small screen. */
function overview(plan: ReportPlan, sections: readonly Section[], id: string): Markup | undefined {
  const weeks = weeksSvg(plan);
  return (
    weeks &&
    markup`<div class="panel">
      <h3>Day by day <span class="zone">${zoneName(plan.timeZone)}</span></h3>
      <div class="wide">${weeks}</div>
      ${keys(plan)}
      <ul class="days" aria-label="Days">
        ${sections.map(
          ({ name, rows }, number) =>
            markup`<li>
              <a href="#${id}-${number + 1}">${name}</a>: ${movesIn(rows)} <span class="signs narrow">${signsOf(
                rows,
              ).map(({ sign, count }) => markup`<span>${inlineGlyph(sign)}${count}</span>`)}</span>
            </li>`,
        )}
      </ul>
    </div>`
  );
}

/** What the grounds mean; statuses are named above. */
function keys({ windows, exclusions, rows }: ReportPlan): Markup | undefined {
  const entries = [
    windows.length > 0 && swatch("window", "window: moves may start"),
    windows.some(({ lastStart, end }) => lastStart !== undefined && lastStart < end) &&
      swatch("late", "after its cutoff: nothing starts", markup`<path d="M5 0V14" class="cutoff" />`),
    exclusions.length > 0 && swatch("excluded", "excluded: nothing starts"),
    rows.some(({ released }) => released) &&
      markup`<li>
        <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">
          ${glyph("scheduled", 0, 0, undefined, true)}</svg
        >left the plan, still ordered
      </li>`,
  ].filter((entry) => entry !== false);
  return entries.length > 0
    ? markup`<ul class="keys" aria-label="Key">
        ${entries}
      </ul>`
    : undefined;
}

function swatch(ground: string, meaning: string, line?: Markup): Markup {
  return markup`<li>
    <svg class="swatch" width="22" height="14" aria-hidden="true" focusable="false">
      <rect width="22" height="14" class="${ground}" />${line}</svg
    >${meaning}
  </li>`;
}

function sectionPanel(
  plan: ReportPlan,
  section: Section | Day,
  id: string,
  common: Common,
  hours: readonly Hours[],
): Markup {
  const rows = table(plan, section, common);
  const folded = section.rows.length > OPEN_ROWS;
  return markup`<section class="panel" aria-labelledby="${id}">
    <h3 id="${id}">${section.name} <span class="number">· ${movesIn(section.rows)}</span></h3>
    ${facts(section)}${
      "wall" in section &&
      markup`<div class="wide">${daySvg(plan, section, hours, WIDE)}</div>
        <div class="narrow">${daySvg(plan, section, hours, NARROW)}</div>`
    }
    <details${!folded && raw(' open="open"')}>
      <summary>${counted(section.rows.length, "instance")} in a table</summary>
      <div class="scroll" tabindex="0" role="group" aria-label="Table of ${section.name}">${rows}</div>
    </details>
  </section>`;
}

/** What the section is made of: waves, groups, windows, exclusions. */
function facts(section: Section | Day): Markup {
  const all = factsOf(section).map(
    (parts, index) =>
      markup`${index > 0 && " · "}${parts.map((part) => (typeof part === "string" ? part : bdi(part.name)))}`,
  );
  return markup`<p class="muted">${all}</p>`;
}
