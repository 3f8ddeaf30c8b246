import { ApiError, missingError } from "./apiError";
import type { ApiRequest } from "./apiRequest";
import type { Credential } from "./credentials";
import { parseMoment } from "./moments";
import type { Nonces } from "./nonces";
import { Parameters } from "./parameters";
import {
  parseV3Authorization,
  sameSignature,
  sha256Hex,
  v1Signature,
  v1StringToSign,
  type V3Authorization,
  v3Signature,
  v3StringToSign,
} from "./signature";

const WINDOW = 15 * 60_000;

/** Who a request says it is from, and what it says it wants. */
export interface Claim {
  readonly signatureVersion: "V1" | "V3" | null;
  readonly accessKeyId: string | null;
  readonly action: string | null;
  readonly version: string | null;
}

export interface Authenticator {
  readonly credentials: readonly Credential[];
  readonly nonces: Nonces;
  /** The machine's time, so that a moved emulator clock locks no client out. */
  readonly machineTime: number;
}

/** Reads the claim of a request; nothing is checked. */
export function readClaim(request: ApiRequest): Claim {
  const { headers } = request;
  const parameters = new Parameters([...request.query, ...request.form]);
  const authorization = headers.get("authorization");
  if (authorization !== undefined) {
    return {
      signatureVersion: "V3",
      accessKeyId: parseV3Authorization(authorization)?.accessKeyId ?? null,
      action: headers.get("x-acs-action") ?? null,
      version: headers.get("x-acs-version") ?? null,
    };
  }
  const isV1 = parameters.has("Signature") || parameters.has("AccessKeyId");
  return {
    signatureVersion: isV1 ? "V1" : null,
    accessKeyId: parameters.get("AccessKeyId") ?? null,
    action: parameters.get("Action") ?? headers.get("x-acs-action") ?? null,
    version: parameters.get("Version") ?? headers.get("x-acs-version") ?? null,
  };
}

function incompleteSignature(): ApiError {
  return new ApiError(
    400,
    "IncompleteSignature",
    "The request signature does not conform to Aliyun standards.",
  );
}

/** The live text appends the string to sign, so this one does too. */
function signatureDoesNotMatch(stringToSign: string): ApiError {
  return new ApiError(
    400,
    "SignatureDoesNotMatch",
    `Specified signature is not matched with our calculation. server string to sign is:${stringToSign}`,
  );
}

function findCredential(authenticator: Authenticator, accessKeyId: string): Credential {
  const credential = authenticator.credentials.find((candidate) => candidate.accessKeyId === accessKeyId);
  if (credential === undefined)
    throw new ApiError(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  if (!credential.active)
    throw new ApiError(400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled.");
  return credential;
}

function checkTime(text: string, machineTime: number): void {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? parseMoment(text) : undefined;
  if (time === undefined) {
    throw new ApiError(
      400,
      "InvalidTimeStamp.Format",
      "Specified time stamp or date value is not well formatted.",
    );
  }
  if (Math.abs(machineTime - time) > WINDOW)
    throw new ApiError(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
}

function checkToken(token: string | undefined, credential: Credential, authenticator: Authenticator): void {
  if (credential.securityToken === null) {
    if (token !== undefined) throw tokenMismatch();
    return;
  }
  if (token === undefined)
    throw new ApiError(400, "MissingSecurityToken", "SecurityToken is mandatory for this action.");
  if (!sameSignature(token, credential.securityToken)) {
    const isKnown = authenticator.credentials.some((other) => other.securityToken === token);
    throw isKnown
      ? tokenMismatch()
      : new ApiError(400, "InvalidSecurityToken.Malformed", "The specified SecurityToken is malformed.");
  }
  if (credential.expiration !== null && authenticator.machineTime >= credential.expiration)
    throw expiredToken();
}

function tokenMismatch(): ApiError {
  return new ApiError(
    400,
    "InvalidSecurityToken.MismatchWithAccessKey",
    "The specified SecurityToken mismatch with the AccessKey.",
  );
}

export function expiredToken(): ApiError {
  return new ApiError(400, "InvalidSecurityToken.Expired", "The specified SecurityToken is expired.");
}

function useNonce(authenticator: Authenticator, accessKeyId: string, nonce: string): void {
  if (!authenticator.nonces.use(accessKeyId, nonce, authenticator.machineTime))
    throw new ApiError(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
}

function required(value: string | undefined, parameter: string): string {
  if (value === undefined || value === "") throw missingError(parameter);
  return value;
}

/**
 * Whether a V3 signature covers what the vendor's page wants signed where it is sent: every `x-acs-*` header, and the
 * `content-type`, which says how a body is read. The page names `host` too, but the vendor's asynchronous client for
 * Java never signs it.
 */
function coversRequest({ headers, body }: ApiRequest, signedHeaders: readonly string[]): boolean {
  return [...headers.keys()].every(
    (name) =>
      !(name.startsWith("x-acs-") || (name === "content-type" && body.length > 0)) ||
      signedHeaders.includes(name),
  );
}

function v3Parts(request: ApiRequest): V3Authorization {
  const authorization = parseV3Authorization(request.headers.get("authorization") ?? "");
  if (authorization === undefined) throw incompleteSignature();
  return authorization;
}

function authenticateV3(request: ApiRequest, authenticator: Authenticator): string {
  const { accessKeyId, signedHeaders, signature } = v3Parts(request);
  const { headers } = request;
  const date = required(headers.get("x-acs-date"), "Date");
  const nonce = required(headers.get("x-acs-signature-nonce"), "SignatureNonce");
  const claimedHash = required(headers.get("x-acs-content-sha256"), "ContentSha256");
  const token = headers.get("x-acs-security-token");
  if (!coversRequest(request, signedHeaders)) throw incompleteSignature();
  const credential = findCredential(authenticator, accessKeyId);
  checkTime(date, authenticator.machineTime);
  const bodyHash = sha256Hex(request.body);
  const { method, path, query } = request;
  const stringToSign = v3StringToSign({ method, path, query, headers, signedHeaders, bodyHash });
  const isRight = sameSignature(signature, v3Signature(stringToSign, credential.accessKeySecret));
  if (!isRight || claimedHash !== bodyHash) throw signatureDoesNotMatch(stringToSign);
  checkToken(token, credential, authenticator);
  useNonce(authenticator, accessKeyId, nonce);
  return accessKeyId;
}

function authenticateV1(request: ApiRequest, authenticator: Authenticator): string {
  const pairs = [...new Map([...request.query, ...request.form])];
  const parameters = new Parameters(pairs);
  const accessKeyId = required(parameters.get("AccessKeyId"), "AccessKeyId");
  const signature = required(parameters.get("Signature"), "Signature");
  const method = required(parameters.get("SignatureMethod"), "SignatureMethod");
  const version = required(parameters.get("SignatureVersion"), "SignatureVersion");
  const nonce = required(parameters.get("SignatureNonce"), "SignatureNonce");
  const timestamp = required(parameters.get("Timestamp"), "Timestamp");
  if (method !== "HMAC-SHA1" || version !== "1.0") throw incompleteSignature();
  const credential = findCredential(authenticator, accessKeyId);
  checkTime(timestamp, authenticator.machineTime);
  const stringToSign = v1StringToSign(request.method, pairs);
  if (!sameSignature(signature, v1Signature(stringToSign, credential.accessKeySecret)))
    throw signatureDoesNotMatch(stringToSign);
  checkToken(parameters.get("SecurityToken"), credential, authenticator);
  useNonce(authenticator, accessKeyId, nonce);
  return accessKeyId;
}

/** The access key id that signed a request; throws an {@link ApiError} for any that nobody signed well. */
export function authenticate(request: ApiRequest, claim: Claim, authenticator: Authenticator): string {
  switch (claim.signatureVersion) {
    case "V3":
      return authenticateV3(request, authenticator);
    case "V1":
      return authenticateV1(request, authenticator);
    case null:
      throw missingError(request.headers.has("x-acs-action") ? "Authorization" : "AccessKeyId");
  }
}
