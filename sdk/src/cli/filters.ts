import type { EventSelection } from "@pulumi-ens/provider/discover";
import { UsageError } from "./io";

/** The flags that choose events by their instances. */
export const FILTER_OPTIONS = {
  region: { type: "string", multiple: true },
  tag: { type: "string", multiple: true },
} as const;

export const FILTER_HELP = `      --region ID          only instances in this ENS region, such as cn-beijing-telecom. Repeat it for more regions
      --tag KEY=VALUE      only instances with this tag. Repeat it for instances that have all of the tags`;

export function filtersOf({
  region,
  tag,
}: {
  region?: string[] | undefined;
  tag?: string[] | undefined;
}): Pick<EventSelection, "ensRegionIds" | "tags"> {
  return { ...(region && { ensRegionIds: region }), ...(tag && { tags: tagsOf(tag) }) };
}

function tagsOf(given: readonly string[]): Record<string, string> {
  const tags = new Map<string, string>();
  for (const text of given) {
    const equals = text.indexOf("=");
    if (equals < 1) throw new UsageError(`--tag must be KEY=VALUE, not "${text}"`);
    const [key, value] = [text.slice(0, equals), text.slice(equals + 1)];
    if ((tags.get(key) ?? value) !== value) {
      throw new UsageError(
        `--tag ${key} has two values, "${tags.get(key)}" and "${value}", and an instance has one. Remove one`,
      );
    }
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}
