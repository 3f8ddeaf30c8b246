import * as v from "valibot";
import { field, text } from "./fields";
import { strict } from "./strict";

/** How to reach ENS, and as whom. References only, never keys: it lies unencrypted in the state. */
export interface Connection {
  /** A profile of the Alibaba Cloud CLI's configuration file (or of `alicloud:sharedCredentialsFile`). */
  profile?: string | undefined;
  /** A RAM role to assume with the credentials found. */
  roleArn?: string | undefined;
  /** The region of the security token service, where roles are assumed. ENS itself has one endpoint for all regions. */
  region?: string | undefined;
  /** `host`, `host:port` or `https://host[:port]` instead of `ens.aliyuncs.com`; plain `http://` for loopback only. */
  endpoint?: string | undefined;
}

/** The fields of a connection. */
export const CONNECTION_FIELDS = {
  profile: v.optional(field(text, "a profile of the Alibaba Cloud CLI's configuration file")),
  roleArn: v.optional(field(text, "a RAM role to assume with the credentials found")),
  region: v.optional(
    field(
      text,
      "the region of the security token service, where roles are assumed. ENS has one endpoint for all regions",
      "`alicloud:region` and what follows it under [Endpoint](#endpoint)",
    ),
  ),
  endpoint: v.optional(
    field(
      text,
      "`host`, `host:port` or `https://host:port`",
      "`ens:endpoint` and what follows it under [Endpoint](#endpoint)",
    ),
  ),
} satisfies Record<keyof Connection, v.GenericSchema>;

export const CONNECTION = strict(CONNECTION_FIELDS, "a connection (references only, never keys)");
