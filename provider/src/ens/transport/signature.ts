import { createHmac, hash } from "node:crypto";
import { canonicalQuery } from "../wire/encoding";
import type { HttpRequest } from "../wire/operation";
import type { Credentials } from "./transport";

const ALGORITHM = "ACS3-HMAC-SHA256";
const NO_BODY = hash("sha256", "", "hex");

interface RpcRequest {
  host: string;
  action: string;
  version: string;
  /** Only texts: the URL and the signature serialise nothing else alike. */
  query: Readonly<Record<string, string>>;
  date: Date;
  /** Unique for each request sent. */
  nonce: string;
}

/** Signature version 3 of an RPC call whose parameters are all in the query: `POST`, with an empty body. */
export function sign(request: RpcRequest, credentials: Credentials): HttpRequest {
  const signed: Record<string, string> = {
    host: request.host,
    "x-acs-action": request.action,
    "x-acs-content-sha256": NO_BODY,
    "x-acs-date": request.date.toISOString().replace(/\.\d{3}Z$/, "Z"),
    "x-acs-signature-nonce": request.nonce,
    "x-acs-version": request.version,
    ...(credentials.securityToken === undefined
      ? {}
      : {
          "x-acs-accesskey-id": credentials.accessKeyId,
          "x-acs-security-token": credentials.securityToken,
        }),
  };
  const names = Object.keys(signed).sort();
  const query = canonicalQuery(request.query);
  const canonicalRequest = [
    "POST",
    "/",
    query,
    names.map((name) => `${name}:${signed[name]?.trim() ?? ""}\n`).join(""),
    names.join(";"),
    NO_BODY,
  ].join("\n");
  const signature = createHmac("sha256", credentials.accessKeySecret)
    .update(`${ALGORITHM}\n${hash("sha256", canonicalRequest, "hex")}`)
    .digest("hex");
  return {
    path: query === "" ? "/" : `/?${query}`,
    headers: {
      ...signed,
      accept: "application/json",
      "content-length": "0",
      authorization: `${ALGORITHM} Credential=${credentials.accessKeyId},SignedHeaders=${names.join(";")},Signature=${signature}`,
    },
  };
}
