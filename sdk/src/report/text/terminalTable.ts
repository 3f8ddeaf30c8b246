import type { Column } from "../columns/columns";
import type { ReportRow } from "../model/report";
import { padded, widthOf } from "../model/width";
import { printable } from "../model/words";
import { cellText } from "./cell";
import { CODES, cut, DIM, GAP, type Style, wrap } from "./terminalLines";

/** What a remark needs beside its row: a request id is nearly as long, and cannot be broken. */
const REMARK = 40;

/** A heading of titles, and a line a row; more where sentences take them. */
export function terminalTable(
  columns: readonly Column[],
  rows: readonly ReportRow[],
  limit: number,
  style: Style,
): string[] {
  const cells = columns.map((column) => {
    const texts = rows.map((row) => printable(cellText(column, row)));
    return { column, texts, width: Math.max(column.title.length, ...texts.map(widthOf)) };
  });
  // Sentences come last and may be wrapped; they only need room to be of use.
  const sentences = cells.filter(({ column }) => column.kind === "sentences");
  const words = cells.filter((cell) => !sentences.includes(cell));
  const shown = fitting(words, limit - (sentences.length > 0 ? GAP.length + REMARK : 0));
  const joining = words.filter((cell) => cell.column.joinsSentences && !shown.includes(cell));
  const remarks = rows.map((_, index) =>
    [...joining, ...sentences].flatMap(({ texts }) => texts[index] || []).join("; "),
  );
  const indent = lengthOf(shown) + GAP.length;
  const header = shown.map(({ column, width }) => GAP + column.title.toUpperCase().padEnd(width)).join("");
  return [
    style(cut(header.trimEnd(), limit), DIM),
    ...rows.flatMap((row, index) => {
      const text = shown
        .map(({ column, texts, width }) => {
          const text = padded(texts[index] ?? "", width);
          return GAP + (column.kind === "status" ? style(text, CODES[row.tone]) : text);
        })
        .join("");
      const remark = remarks[index] ?? "";
      if (remark === "") return [text.trimEnd()];
      const room = limit - indent;
      // Where there is no room beside the row, its remark goes below it.
      if (room < REMARK) return [text.trimEnd(), ...wrap(remark, limit - 4).map((part) => `    ${part}`)];
      const [first = "", ...more] = wrap(remark, room);
      return [text + GAP + first, ...more.map((part) => " ".repeat(indent) + part)];
    }),
  ];
}

interface Cells {
  column: Column;
  texts: string[];
  width: number;
}

/** Without the columns that leave first, as far as that is needed and possible. */
function fitting(cells: readonly Cells[], limit: number): readonly Cells[] {
  const [leaving] = cells
    .filter(({ column }) => column.leaves !== undefined)
    .sort((a, b) => (a.column.leaves ?? 0) - (b.column.leaves ?? 0));
  if (lengthOf(cells) <= limit || leaving === undefined) return cells;
  return fitting(
    cells.filter((cell) => cell !== leaving),
    limit,
  );
}

function lengthOf(cells: readonly Cells[]): number {
  return cells.reduce((sum, { width }) => sum + GAP.length + width, 0);
}
