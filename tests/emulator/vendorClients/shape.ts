import type { Shape } from "./languages";

type Parameters = Readonly<Record<string, unknown>>;

/** Lists that ENS wants as one text, as the vendor's request classes write them. */
const TEXT_LISTS: Readonly<Record<string, (list: readonly unknown[]) => string>> = {
  EventInfos: (list) => JSON.stringify(list),
  EipAddresses: (list) => JSON.stringify(list),
  ServiceStatus: (list) => JSON.stringify(list),
  Tags: (list) => JSON.stringify(list),
  EventTypes: (list) => list.join(","),
  EventLevels: (list) => list.join(","),
  EventStatus: (list) => list.join(","),
  ResourceIds: (list) => list.join(","),
};

/** Parameters as a client is given them. `numbered`: every list goes as `Name.1`. */
export function shaped(parameters: Parameters, shape: Shape, numbered: boolean): Parameters {
  if (shape === "typed") return parameters;
  const styled = Object.entries(parameters).map(([name, value]): [string, unknown] => {
    const write = numbered ? undefined : TEXT_LISTS[name];
    return [name, write !== undefined && Array.isArray(value) ? write(value) : value];
  });
  if (shape === "styled") return Object.fromEntries(styled);
  return Object.fromEntries(styled.flatMap(([name, value]) => flattened(name, value)));
}

/** `Name`, `Name.1` or `Name.1.Field`, as text. */
function flattened(name: string, value: unknown): [string, string][] {
  if (typeof value !== "object" || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, each]) =>
    flattened(`${name}.${Array.isArray(value) ? Number(key) + 1 : key}`, each),
  );
}
