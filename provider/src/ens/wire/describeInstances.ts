import * as v from "valibot";
import type { Instance, InstancesFilter } from "../../api/ens";
import { id, pageOf, PAGING, parse } from "./answers";
import type { PagedList } from "./operation";
import { json, number, text } from "./parameters";

const ANSWER = v.object({
  Instances: v.nullish(
    v.object({
      Instance: v.nullish(
        v.array(
          v.object({
            InstanceId: id,
            InstanceName: v.nullish(v.string()),
            EnsRegionId: v.nullish(v.string()),
            Status: v.nullish(v.string()),
          }),
        ),
      ),
    }),
  ),
  ...PAGING,
});

export const describeInstances: PagedList<InstancesFilter, Instance> = {
  action: "DescribeInstances",
  kind: "read",
  parameters: {
    instanceIds: json("InstanceIds"),
    ensRegionIds: json("EnsRegionIds"),
    instanceName: text("InstanceName"),
    pageNumber: number("PageNumber"),
    pageSize: text("PageSize"), // The vendor's client takes nothing else here.
  },
  longest: { instanceIds: 100, ensRegionIds: 100 },
  paging: "number",
  key: ({ instanceId }) => instanceId,
  read: (body) => {
    const answer = parse(ANSWER, body);
    return pageOf(
      answer,
      "Instances.Instance",
      answer.Instances?.Instance,
      ({ InstanceId, InstanceName, EnsRegionId, Status }): Instance => ({
        instanceId: InstanceId,
        ...(typeof InstanceName === "string" && { instanceName: InstanceName }),
        ...(typeof EnsRegionId === "string" && { ensRegionId: EnsRegionId }),
        ...(typeof Status === "string" && { status: Status }),
      }),
    );
  },
};
