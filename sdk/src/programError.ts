import * as pulumi from "@pulumi/pulumi";

type Callee = ((...args: never[]) => unknown) | (new (...args: never[]) => unknown);

/** Where the program calls a function or a constructor of this package, as a stack says it. */
export function callOf(callee: Callee): string {
  const at = { stack: "" };
  Error.captureStackTrace(at, callee);
  return at.stack.split("\n")[1] ?? "";
}

/**
 * A mistake of the program. Pulumi prints of it the message alone, where of any other error it prints the frames of this package
 * and every property. For those who catch it, the stack has the program's line, and `cause` is the error underneath.
 */
export function programError(message: string, call: string, cause?: unknown): pulumi.RunError {
  const failure = new pulumi.RunError(message);
  failure.stack = [message, call].join("\n").trimEnd();
  if (cause !== undefined) failure.cause = cause;
  return failure;
}

/** Any error as one of the program, which begins with what failed. */
export function asProgramError(where: string, call: string, error: unknown): pulumi.RunError {
  const message = error instanceof Error ? error.message : String(error);
  return programError(message.startsWith(`${where}:`) ? message : `${where}: ${message}`, call, error);
}
