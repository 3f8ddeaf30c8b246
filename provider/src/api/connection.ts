import * as v from "valibot";
import { isRegionId, readEndpoint } from "./endpoint";
import { field, judged, text } from "./fields";
import { strict } from "./strict";

/**
 * How to reach ENS, and with which identity. It holds references only, never keys, because it is stored unencrypted in the state.
 * A member that is present must have a value: otherwise another identity or endpoint would be used by mistake.
 */
export interface Connection {
  /** A profile of the Alibaba Cloud CLI's configuration file (or of the file that `sharedCredentialsFile` of the configuration names). */
  profile?: string;
  /** A RAM role to assume with the credentials found. */
  roleArn?: string;
  /** The region of the security token service, where roles are assumed. ENS itself has one endpoint for all regions. */
  region?: string;
  /** `host`, `host:port` or `https://host[:port]` instead of `ens.aliyuncs.com`; plain `http://` for loopback only. */
  endpoint?: string;
}

/** What may be left out, but not given as `undefined`, `null` or blank, as a variable that is not set is. */
function reference(withoutIt: string, failureOf: (value: string) => string | undefined = () => undefined) {
  const valued = judged<string>((value) => {
    const isBlank = typeof value === "string" && value.trim() === "";
    if (!isBlank && value !== undefined && value !== null) return undefined;
    return `was given and is ${isBlank ? "blank" : "undefined or null"}: leave it out to use ${withoutIt}`;
  });
  const usable = judged<string>((value) => failureOf(String(value).trim()));
  return v.pipe(valued, text, usable);
}

/** The client refuses it too, but first when an `up` opens it. */
function endpointFailure(value: string): string | undefined {
  const read = readEndpoint(value);
  return "reason" in read ? read.reason : undefined;
}

function regionFailure(value: string): string | undefined {
  return isRegionId(value) ? undefined : "is not a region id, such as cn-hangzhou";
}

const CREDENTIALS = "the stack's own credentials";

/** The fields of a connection. */
export const CONNECTION_FIELDS = {
  profile: v.exactOptional(
    field(reference(CREDENTIALS), "a profile of the Alibaba Cloud CLI's configuration file"),
  ),
  roleArn: v.exactOptional(field(reference(CREDENTIALS), "a RAM role to assume with the credentials found")),
  region: v.exactOptional(
    field(
      reference("the stack's own region", regionFailure),
      "the region of the security token service, where roles are assumed. ENS has one endpoint for all regions",
      "`region` of the configuration, and what follows it under [Endpoint](#endpoint)",
    ),
  ),
  endpoint: v.exactOptional(
    field(
      reference("the stack's own endpoint", endpointFailure),
      "`host`, `host:port` or `https://host:port`",
      "`endpoint` of the configuration, and what follows it under [Endpoint](#endpoint)",
    ),
  ),
} satisfies Record<keyof Connection, v.GenericSchema>;

const WHAT = "a connection (references only, never keys)";

export const CONNECTION = strict(CONNECTION_FIELDS, WHAT);

/** As it lies in a state: older versions took a blank member for none. */
export const RECORDED_CONNECTION = strict(
  {
    profile: v.exactOptional(text),
    roleArn: v.exactOptional(text),
    region: v.exactOptional(text),
    endpoint: v.exactOptional(text),
  } satisfies Record<keyof Connection, v.GenericSchema>,
  WHAT,
);
