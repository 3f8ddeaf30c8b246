/** References only, never keys. */
export interface Connection {
  /** A profile of `~/.aliyun/config.json` (or of `alicloud:sharedCredentialsFile`). */
  profile?: string;
  /** A RAM role to assume with the base credentials. */
  roleArn?: string;
  /** Where roles are assumed (`sts.<region>.aliyuncs.com`). ENS itself has one global endpoint. */
  region?: string;
  /** `host`, `host:port`, `https://host[:port]`, or plain `http://` to loopback only. */
  endpoint?: string;
}
