/** How to reach ENS, and as whom. References only, never keys: it lies unencrypted in the state. */
export interface Connection {
  /** A profile of the Alibaba Cloud CLI's configuration file (or of `alicloud:sharedCredentialsFile`). */
  profile?: string;
  /** A RAM role to assume with the credentials found. */
  roleArn?: string;
  /** The region of the security token service, where roles are assumed. ENS itself has one endpoint for all regions. */
  region?: string;
  /** `host`, `host:port` or `https://host[:port]` instead of `ens.aliyuncs.com`; plain `http://` for loopback only. */
  endpoint?: string;
}
