import { type Column, columnsOf } from "../columns/columns";
import type { Section } from "../columns/days";
import type { Common } from "../columns/summary";
import type { ReportPlan, ReportRow } from "../model/report";
import { zoneName } from "../model/zone";
import { inlineGlyph } from "./glyphs";
import { type Markup, markup } from "./markup";

/** The rows of a section, an instance a line. */
export function table(plan: ReportPlan, { kind, name, rows }: Section, common: Common): Markup {
  const all = columnsOf(plan, rows, common);
  const isNarrow = all.some((column) => column.kind === "sentences");
  const own = all.filter(({ below }) => !isNarrow || below === undefined);
  const columns = own.map((column) => ({
    column,
    below: isNarrow ? all.filter(({ below }) => below === column.title) : [],
  }));
  return markup`<table>
    <caption>
      ${name}${kind === "day" && `, ${zoneName(plan.timeZone)}`}
    </caption>
    <thead>
      <tr>
        ${columns.map(({ column, below }) => markup`<th scope="col">${titleOf(column, below)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          markup`<tr>
            ${columns.map(
              ({ column, below }) =>
                markup`<td class="${column.kind}">${cell(column, row)}${below.map(
                  (lower) => markup`<br /><span class="muted">${cell(lower, row)}</span>`,
                )}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** `Instance and event`. */
function titleOf({ title }: Column, below: readonly Column[]): string {
  return [title, ...below.map((lower) => lower.title.toLowerCase())].join(" and ");
}

function cell({ kind, value }: Column, row: ReportRow): Markup {
  return markup`${kind === "status" && inlineGlyph(row.tone)}${value(row)}`;
}
