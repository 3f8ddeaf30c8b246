// Moves the instances with the tag wave=canary in waves at weekends, and the rest a day after the last of them.
package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/pulumi-ens/pulumi-ens-go/ens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		// A provider of the program's own: the stack may have several, one for each account.
		edge, err := ens.NewProvider(ctx, "edge", &ens.ProviderArgs{
			Profile:           profile(ctx),
			ClientReadTimeout: pulumi.Int(20_000),
		})
		if err != nil {
			return err
		}

		canary, err := ens.NewMigrationPlan(ctx, "canary", &ens.MigrationPlanArgs{
			Events:     eventsOf(ctx, "canary", edge),
			DataPolicy: ens.DataPolicyForceTransfer,
			Schedule: &ens.ScheduleArgs{
				TimeZone: pulumi.String("Asia/Shanghai"),
				Windows: ens.WindowArray{&ens.WindowArgs{
					Days:      ens.DayArray{ens.DaySat, ens.DaySun},
					StartTime: pulumi.String("01:00"),
					Duration:  pulumi.String("3h"),
					Cutoff:    pulumi.String("30m"),
				}},
				Waves:    pulumi.Array{pulumi.Int(1), pulumi.String("50%")},
				Interval: pulumi.String("1h"),
			},
		}, pulumi.Provider(edge))
		if err != nil {
			return err
		}

		rest, err := ens.NewMigrationPlan(ctx, "rest", &ens.MigrationPlanArgs{
			Events:     aDayAfter(canary.PlannedWaves, eventsOf(ctx, "rest", edge)),
			DataPolicy: ens.DataPolicyForceTransfer,
		}, pulumi.Provider(edge))
		if err != nil {
			return err
		}

		ctx.Export("waves", canary.PlannedWaves)
		ctx.Export("summary", rest.Summary)
		return nil
	})
}

// profile is a profile of the Alibaba Cloud CLI. Without one, the provider looks for credentials as usual.
func profile(ctx *pulumi.Context) pulumi.StringPtrInput {
	if name := config.Get(ctx, "profile"); name != "" {
		return pulumi.String(name)
	}
	return nil
}

// eventsOf finds the events of the instances with this value of the tag wave. Those that have ended stay in their plan, so that the
// canaries' times outlast their moves.
func eventsOf(ctx *pulumi.Context, wave string, provider pulumi.ProviderResource) ens.MigrationEventArrayOutput {
	found := ens.GetMigrationEventsOutput(ctx, ens.GetMigrationEventsOutputArgs{
		Tags: pulumi.StringMap{"wave": pulumi.String(wave)},
		Statuses: ens.EventStatusArray{
			ens.EventStatusInquiring, ens.EventStatusScheduled, ens.EventStatusExecuting, ens.EventStatusExecuted,
			ens.EventStatusAvoided, ens.EventStatusFailed, ens.EventStatusCanceled,
		},
	}, pulumi.Provider(provider))
	return found.Events()
}

// aDayAfter gives the events a time: a day after the last planned move. That time is known already in a preview.
func aDayAfter(waves ens.WaveSummaryArrayOutput, events ens.MigrationEventArrayOutput) ens.MigrationEventArrayOutput {
	return pulumi.All(waves, events).ApplyT(func(all []any) ([]ens.MigrationEvent, error) {
		waves, events := all[0].([]ens.WaveSummary), all[1].([]ens.MigrationEvent)
		if len(waves) == 0 {
			return nil, errors.New("no instance has the tag wave=canary, so there is no time for the rest")
		}
		last, err := time.Parse(time.RFC3339, waves[len(waves)-1].Last)
		if err != nil {
			return nil, fmt.Errorf("the last canary's time: %w", err)
		}
		planTime := last.AddDate(0, 0, 1).Format(time.RFC3339)
		for i := range events {
			events[i].PlanTime = planTime
		}
		return events, nil
	}).(ens.MigrationEventArrayOutput)
}
