import * as v from "valibot";

/** Temporary keys. */
export interface Session {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken: string;
  /** Unix milliseconds. */
  expiresAt: number;
}

const filled = v.pipe(v.string(), v.nonEmpty());

/** As every service that gives sessions writes one. */
export const SESSION = v.pipe(
  v.object({
    AccessKeyId: filled,
    AccessKeySecret: filled,
    SecurityToken: filled,
    Expiration: v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse)),
  }),
  v.transform((answer): Session => ({
    accessKeyId: answer.AccessKeyId,
    accessKeySecret: answer.AccessKeySecret,
    securityToken: answer.SecurityToken,
    expiresAt: answer.Expiration,
  })),
);
