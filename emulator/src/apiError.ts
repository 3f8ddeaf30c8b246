import { invalidParameter, type Refusal } from "./orders";

/** An answer of the API that is an error, with the vendor's code. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export function refusalError(refusal: Refusal): ApiError {
  return new ApiError(400, refusal.code, refusal.message);
}

export function invalidParameterError(field: string): ApiError {
  return refusalError(invalidParameter(field));
}

/** For what ENS documents and the emulator does not have: any other answer could be a wrong one. */
export function notEmulated(message: string): ApiError {
  return new ApiError(501, "NotEmulated", message);
}

export function missingError(parameter: string): ApiError {
  return new ApiError(400, `Missing${parameter}`, `${parameter} is mandatory for this action.`);
}

/** The five members of the vendor's error body. */
export function errorBody(
  code: string,
  message: string,
  requestId: string,
  host: string,
): Record<string, string> {
  const query = `intl_lang=EN_US&q=${encodeURIComponent(code)}&product=Ens&requestId=${requestId}`;
  return {
    RequestId: requestId,
    HostId: host,
    Code: code,
    Message: message,
    Recommend: `https://api.alibabacloud.com/troubleshoot?${query}`,
  };
}
