import * as v from "valibot";
import type { TagResource, TagResourcesFilter } from "../../api/ens";
import { id, parse } from "./answers";
import type { TokenList } from "./operation";
import { numbered, text } from "./parameters";

const MOST_TAGS = 20;

const ANSWER = v.object({
  TagResources: v.array(
    v.object({ ResourceId: id, TagKey: v.string(), TagValue: v.nullish(v.string(), "") }),
  ),
  NextToken: v.nullish(v.string()),
});

export const listTagResources: TokenList<TagResourcesFilter, TagResource> = {
  action: "ListTagResources",
  kind: "read",
  parameters: {
    resourceType: text("ResourceType"),
    resourceIds: numbered("ResourceId"),
    tags: {
      name: "Tag",
      toQuery: (tags) =>
        Object.fromEntries(
          tags.flatMap(({ key, value }, index) => [
            [`Tag.${index + 1}.Key`, key],
            ...(value === undefined ? [] : [[`Tag.${index + 1}.Value`, value]]),
          ]),
        ) as Record<string, string>,
      toVendor: (tags) => tags,
    },
    nextToken: text("NextToken"),
  },
  longest: { resourceIds: 50 },
  assert: ({ resourceIds, tags }) => {
    if (!resourceIds && !tags?.length) throw new TypeError("resourceIds or tags must be given");
    if ((tags?.length ?? 0) > MOST_TAGS)
      throw new TypeError(`tags must have at most ${MOST_TAGS} entries: the API accepts no more`);
  },
  paging: "token",
  read: (body) => {
    const answer = parse(ANSWER, body);
    return {
      items: answer.TagResources.map((entry) => ({
        resourceId: entry.ResourceId,
        tagKey: entry.TagKey,
        tagValue: entry.TagValue,
      })),
      nextToken: answer.NextToken ? answer.NextToken : undefined,
    };
  },
};
