import type { Host } from "./host";

/**
 * Says what is to be known of a plan, each line once an operation: a refresh, `check`, `diff` and the update after them all come upon
 * the same.
 */
export function notify(
  { memory, say }: Pick<Host, "memory" | "say">,
  label: string,
  { outlook = [], notices }: { outlook?: readonly string[]; notices: readonly string[] },
): void {
  for (const [severity, lines] of [
    ["info", outlook],
    ["warning", notices],
  ] as const) {
    for (const line of lines) {
      if (memory.wasSaid(label, line)) continue;
      say(severity, line);
      memory.keepSaid(label, line);
    }
  }
}
