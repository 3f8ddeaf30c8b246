package main

import (
	"github.com/pulumi-ens/pulumi-ens-go/ens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		pending := ens.GetMigrationEventsOutput(ctx, ens.GetMigrationEventsOutputArgs{
			EnsRegionIds: pulumi.ToStringArray([]string{"cn-beijing-telecom"}),
		})
		plan, err := ens.NewMigrationPlan(ctx, "edge", &ens.MigrationPlanArgs{
			Events:     pending.Events(),
			DataPolicy: ens.DataPolicyForceTransfer,
			Schedule: &ens.ScheduleArgs{
				TimeZone: pulumi.String("Asia/Shanghai"),
				Windows: ens.WindowArray{
					&ens.WindowArgs{
						Days:      ens.DayArray{ens.DaySat},
						StartTime: pulumi.String("01:00"),
						Duration:  pulumi.String("3h"),
					},
				},
				Waves: pulumi.Array{pulumi.Int(1), pulumi.String("10%")},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("summary", plan.Summary)
		return nil
	})
}
