// Import one module only: compiling the whole package takes ten seconds longer in every preview.
import {
  Disk,
  DiskInstanceAttachment,
  Instance,
  Network,
  SecurityGroup,
  Vswitch,
} from "@pulumi/alicloud/ens";
import * as pulumi from "@pulumi/pulumi";
import * as ens from "@pulumi-ens/sdk";

const config = new pulumi.Config();
const ensRegionId = config.require("ensRegionId");

const network = new Network("edge", { ensRegionId, cidrBlock: "10.0.0.0/16" });

const vswitch = new Vswitch("edge", {
  ensRegionId,
  networkId: network.id,
  cidrBlock: "10.0.1.0/24",
});

const securityGroup = new SecurityGroup("edge", {
  permissions: [
    {
      direction: "ingress",
      ipProtocol: "TCP",
      portRange: "443/443",
      sourceCidrIp: "0.0.0.0/0",
      policy: "Accept",
      priority: 1,
    },
  ],
});

const caches = ["cache-1", "cache-2", "cache-3"].map((name) => {
  const instance = new Instance(name, {
    instanceName: name,
    ensRegionId,
    scheduleAreaLevel: "Region",
    instanceType: config.require("instanceType"),
    imageId: config.require("imageId"),
    systemDisk: { size: 20 },
    paymentType: "PayAsYouGo",
    netWorkId: network.id,
    vswitchId: vswitch.id,
    securityId: securityGroup.id,
    // After a scheduled move the instance probably has a random password. The key still works.
    keyPairName: config.require("keyPairName"),
  });
  const disk = new Disk(name, {
    ensRegionId,
    category: "cloud_efficiency",
    size: 100,
    paymentType: "PayAsYouGo",
  });
  const attachment = new DiskInstanceAttachment(name, {
    instanceId: instance.id,
    diskId: disk.id,
  });
  return { instance, attachment };
});

/** New instances do not have events, so the plan is empty at first. It orders moves as soon as ENS asks for them. */
const pending = ens.getMigrationEventsOutput({
  resourceIds: caches.map(({ instance }) => instance.id),
});

const plan = new ens.MigrationPlan(
  "caches",
  {
    events: pending.events,
    dataPolicy: "force_transfer",
    schedule: {
      timeZone: "Asia/Shanghai",
      windows: [{ days: ["sat", "sun"], startTime: "01:00", duration: "3h", cutoff: "30m" }],
      waves: [1],
      interval: "30m",
    },
  },
  // The plan uses the instances' ids, so Pulumi creates the instances first. dependsOn adds the disk attachments: no move
  // may be ordered while a disk is being attached.
  { dependsOn: caches.map(({ attachment }) => attachment) },
);

export const instanceIds = caches.map(({ instance }) => instance.id);
export const plannedWaves = plan.plannedWaves;
