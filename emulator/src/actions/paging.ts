import { invalidParameterError } from "../apiError";
import type { Behaviour } from "../behaviour";
import type { Parameters } from "../parameters";

export interface Page {
  readonly number: number;
  readonly size: number;
}

function positiveInteger(parameters: Parameters, name: string, byDefault: number): number {
  const text = parameters.get(name);
  if (text === undefined || text === "") return byDefault;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value < 1) throw invalidParameterError(name);
  return value;
}

export function readPage(parameters: Parameters, behaviour: Behaviour): Page {
  const number = positiveInteger(parameters, "PageNumber", 1);
  const size = positiveInteger(parameters, "PageSize", behaviour.defaultPageSize);
  if (size > behaviour.maxPageSize && behaviour.pageSizeOverMax === "reject")
    throw invalidParameterError("PageSize");
  return { number, size: Math.min(size, behaviour.maxPageSize) };
}

export function pageOf<Entry>(entries: readonly Entry[], page: Page): readonly Entry[] {
  return entries.slice((page.number - 1) * page.size, page.number * page.size);
}
