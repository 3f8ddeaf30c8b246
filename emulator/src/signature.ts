import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Pair } from "./parameters";

/** RFC 3986: everything but letters, digits and `- _ . ~` is encoded, unlike in a URL as Node writes it. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function byteOrder(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Names and values encoded anew, sorted by the bytes of the names. */
export function canonicalQuery(pairs: readonly Pair[]): string {
  return [...pairs]
    .sort(
      ([name, value], [otherName, otherValue]) => byteOrder(name, otherName) || byteOrder(value, otherValue),
    )
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}

export function sha256Hex(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}

const V3_ALGORITHM = "ACS3-HMAC-SHA256";

/** What of a request a V3 signature covers. */
export interface V3Request {
  readonly method: string;
  readonly path: string;
  readonly query: readonly Pair[];
  /** Lower-case names; values trimmed. */
  readonly headers: ReadonlyMap<string, string>;
  readonly signedHeaders: readonly string[];
  readonly bodyHash: string;
}

export function v3CanonicalRequest(request: V3Request): string {
  const names = [...request.signedHeaders].sort(byteOrder);
  return [
    request.method,
    request.path,
    canonicalQuery(request.query),
    names.map((name) => `${name}:${request.headers.get(name) ?? ""}\n`).join(""),
    names.join(";"),
    request.bodyHash,
  ].join("\n");
}

export function v3StringToSign(request: V3Request): string {
  return `${V3_ALGORITHM}\n${sha256Hex(v3CanonicalRequest(request))}`;
}

/** The secret itself is the key; nothing is derived from it. */
export function v3Signature(stringToSign: string, secret: string): string {
  return createHmac("sha256", secret).update(stringToSign).digest("hex");
}

/** The string that the old RPC signature covers: every parameter but the signature itself. */
export function v1StringToSign(method: string, pairs: readonly Pair[]): string {
  const signed = pairs.filter(([name]) => name !== "Signature");
  return `${method}&%2F&${percentEncode(canonicalQuery(signed))}`;
}

export function v1Signature(stringToSign: string, secret: string): string {
  return createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
}

/** Compares without telling, by its duration, how much of a guess was right. */
export function sameSignature(given: string, expected: string): boolean {
  const left = createHash("sha256").update(given).digest();
  const right = createHash("sha256").update(expected).digest();
  return timingSafeEqual(left, right);
}

export interface V3Authorization {
  readonly accessKeyId: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** The parts of an `Authorization` header, in whatever order a client has them; undefined when it is not a V3 one. */
export function parseV3Authorization(header: string): V3Authorization | undefined {
  const text = /^ACS3-HMAC-SHA256\s+(.+)$/.exec(header.trim())?.[1] ?? "";
  const parts = new Map(
    text.split(",").map((part) => {
      const [, name = "", value = ""] = /^\s*([A-Za-z]+)=(\S+)\s*$/.exec(part) ?? [];
      return [name, value];
    }),
  );
  const accessKeyId = parts.get("Credential");
  const signedHeaders = parts.get("SignedHeaders");
  const signature = parts.get("Signature");
  if (accessKeyId === undefined || signedHeaders === undefined || signature === undefined) return undefined;
  if (parts.size !== 3 || !/^[0-9a-f]+$/.test(signature)) return undefined;
  return { accessKeyId, signedHeaders: signedHeaders.split(";"), signature };
}
