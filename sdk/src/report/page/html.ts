import { counted } from "@pulumi-ens/provider/plan";
import { assertValid, strict, text } from "@pulumi-ens/provider/strict";
import * as v from "valibot";
import { type Hours, hoursOf } from "../columns/charts";
import { type Day, daysOf, type Section, sectionsOf } from "../columns/days";
import { factsOf } from "../columns/facts";
import {
  type Common,
  commonOf,
  daysOfAll,
  headingOf,
  noPlans,
  openingOf,
  shortcomingsOf,
} from "../columns/summary";
import type { Report, ReportPlan } from "../model/report";
import { moves } from "../model/words";
import { utcReading, zoneName } from "../model/zone";
import { daySvg } from "./daySvg";
import { definitions, glyph, inlineGlyph } from "./glyphs";
import { type Markup, markup, raw } from "./markup";
import { styleSheet } from "./styles";
import { table } from "./table";
import { weeksSvg } from "./weeksSvg";

export interface HtmlOptions {
  /** `Migration timeline` where it is left out. */
  title?: string;
  /** Unix milliseconds, for the page's foot. Left out, the same report is the same page, byte for byte. */
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
      ${errors(shortcomingsOf(report))} ${lead(report)}
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

function errors(texts: readonly string[]): Markup[] {
  return texts.map((text) => markup`<p class="notice error">${text}</p>`);
}

function lead(report: Report): Markup {
  const { plans } = report;
  if (plans.length === 0) return markup`<p>${noPlans(report)}</p>`;
  if (plans.length === 1) return markup``;
  const total = plans.reduce((sum, plan) => sum + plan.rows.length, 0);
  const days = daysOfAll(report).map(
    ({ name, total: moving, parts }) =>
      markup`<li>
        <strong>${name}</strong>: ${moves(moving)} <span class="muted">(${parts.join(", ")})</span>
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
  const weeks = weeksSvg(plan);
  const sections = sectionsOf(plan);
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${headingOf(plan)}</h2>
    <p>${openingOf(plan)}${shared && `. All of them: ${shared}`}.</p>
    <ul class="statuses" aria-label="How many have which status">
      ${plan.totals.statuses.map(
        ({ status, tone, count }) => markup`<li>${inlineGlyph(tone)}<span>${count} ${status}</span></li>`,
      )}
    </ul>
    ${errors(plan.errors)} ${plan.notices.map((notice) => markup`<p class="notice">${notice}</p>`)}
    ${
      weeks &&
      markup`<div class="panel">
        <h3>Day by day <span class="zone">${zoneName(plan.timeZone)}</span></h3>
        <div class="scroll" tabindex="0" role="group" aria-label="Calendar">${weeks}</div>
        ${keys(plan)}
        <ul class="days" aria-label="Days">
          ${sections.map(
            (section, number) =>
              markup`<li>
                <a href="#${id}-${number + 1}">${section.name}</a>: ${moves(section.rows.length)}
              </li>`,
          )}
        </ul>
      </div>`
    }
    ${sections.map((section, number) => sectionPanel(plan, section, `${id}-${number + 1}`, common, hours))}
  </section>`;
}

/** What the grounds mean; statuses are named above. */
function keys({ windows, exclusions, rows }: ReportPlan): Markup | undefined {
  const entries = [
    windows.length > 0 && swatch("window", "moves may start"),
    windows.some(({ lastStart, end }) => lastStart !== undefined && lastStart < end) &&
      markup`<li>
        <svg width="22" height="14" aria-hidden="true" focusable="false">
          <path d="M11 0V14" class="cutoff" /></svg
        >nothing starts after this line
      </li>`,
    exclusions.length > 0 && swatch("excluded", "excluded: nothing moves"),
    rows.some(({ released }) => released) &&
      markup`<li>
        <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true" focusable="false">
          ${glyph("scheduled", 0, 0, undefined, true)}</svg
        >no longer in the plan
      </li>`,
  ].filter((entry) => entry !== false);
  return entries.length > 0
    ? markup`<ul class="keys" aria-label="Key">
        ${entries}
      </ul>`
    : undefined;
}

function swatch(ground: string, meaning: string): Markup {
  return markup`<li>
    <svg class="swatch" width="22" height="14" aria-hidden="true" focusable="false">
      <rect width="22" height="14" class="${ground}" /></svg
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
  const facts = markup`<p class="muted">${factsOf(section).join(" · ")}</p>`;
  const chart =
    "wall" in section
      ? markup`<div class="scroll" tabindex="0" role="group" aria-label="Timeline of ${section.name}">
          ${daySvg(plan, section, hours)}
        </div>`
      : undefined;
  const rows = table(plan, section, common);
  const folded = section.rows.length > OPEN_ROWS;
  return markup`<section class="panel" aria-labelledby="${id}">
    <h3 id="${id}">${section.name} <span class="number">· ${moves(section.rows.length)}</span></h3>
    ${facts}${chart}
    <details${!folded && raw(' open="open"')}>
      <summary>${counted(section.rows.length, "instance")} in a table</summary>
      <div class="scroll" tabindex="0" role="group" aria-label="Table of ${section.name}">${rows}</div>
    </details>
  </section>`;
}
