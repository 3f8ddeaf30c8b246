import { type Column, columnsOf } from "../columns/columns";
import type { Section } from "../columns/days";
import type { Common } from "../columns/summary";
import { isToBeOrdered } from "../model/ahead";
import type { ReportPlan, ReportRow } from "../model/report";
import { zoneName } from "../model/zone";
import { inlineGlyph, signOf } from "./glyphs";
import { bdi, type Markup, markup } from "./markup";

/** The rows of a section, an instance a line. On a small screen each is a card: see the style sheet. */
export function table(plan: ReportPlan, { kind, name, rows }: Section, common: Common): Markup {
  const all = columnsOf(plan, rows, common);
  const isBelow = ({ below }: Column): boolean => all.some(({ title }) => title === below);
  const columns = all
    .filter((column) => !isBelow(column))
    .map((column) => ({ column, below: all.filter(({ below }) => below === column.title) }));
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
          markup`<tr${isToBeOrdered(row) && markup` class="${signOf(row)}"`}>
            ${columns.map(
              ({ column, below }) =>
                markup`<td class="${column.kind} c-${column.title.toLowerCase()}">${cell(column, row)}${below.map(
                  (lower) =>
                    lower.value(row) !== "" &&
                    markup`<div class="${lower.kind} muted c-${lower.title.toLowerCase()}">${cell(lower, row)}</div>`,
                )}</td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** `Name, Instance and Event`. */
function titleOf({ title }: Column, below: readonly Column[]): string {
  const [last, ...others] = [title, ...below.map((lower) => lower.title)].reverse();
  return others.length > 0 ? `${others.reverse().join(", ")} and ${last}` : title;
}

function cell({ kind, value }: Column, row: ReportRow): Markup {
  return markup`${kind === "status" && inlineGlyph(signOf(row))}${bdi(value(row))}`;
}
