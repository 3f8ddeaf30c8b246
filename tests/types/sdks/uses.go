// Each kind of value that a program writes and reads.
package main

import (
	"github.com/pulumi-ens/pulumi-ens-go/ens"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		account, err := ens.NewProvider(ctx, "account", &ens.ProviderArgs{
			Region:     pulumi.String("cn-hangzhou"),
			AssumeRole: &ens.AssumeRoleArgs{RoleArn: pulumi.String("acs:ram::1:role/x"), SessionExpiration: pulumi.Int(900)},
			Transport:  ens.TransportBuiltin,
		})
		if err != nil {
			return err
		}
		found, err := ens.GetMigrationEvents(ctx, &ens.GetMigrationEventsArgs{Levels: []ens.EventLevel{ens.EventLevelCritical}})
		if err != nil {
			return err
		}
		plan, err := ens.NewMigrationPlan(ctx, "written", &ens.MigrationPlanArgs{
			Events: ens.MigrationEventArray{
				&ens.MigrationEventArgs{
					EventId:    pulumi.String(found.Events[0].EventId),
					ResourceId: pulumi.String(found.Events[0].ResourceId),
					PlanTime:   pulumi.Float64(1764870000000),
					Priority:   pulumi.Int(1),
				},
				&ens.MigrationEventArgs{
					EventId:    pulumi.String("e-3"),
					ResourceId: pulumi.String("i-3"),
					PlanTime:   pulumi.String("2026-12-05T01:30:00+08:00"),
					Password:   pulumi.ToSecret(pulumi.String("Passw0rd")).(pulumi.StringOutput),
				},
			},
			DataPolicy:    ens.DataPolicyTryTransfer,
			MaxErrors:     pulumi.String("10%"),
			EventsPerCall: pulumi.Int(10),
			WaitFor:       ens.WaitForSubmitted,
		}, pulumi.Provider(account))
		if err != nil {
			return err
		}
		read := ens.ParseMigrationsOutput(ctx, ens.ParseMigrationsOutputArgs{
			Migrations:    plan.Migrations,
			RequestIds:    plan.RequestIds,
			SchemaVersion: plan.SchemaVersion,
		})
		ctx.Export("refused", read.Migrations().ApplyT(func(all map[string]ens.Migration) int {
			refused := 0
			for _, migration := range all {
				if migration.Ordered.State == ens.OrderStateRejected {
					refused++
				}
			}
			return refused
		}))
		ctx.Export("events", plan.Summary.Events())
		return nil
	})
}
