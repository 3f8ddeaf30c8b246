import * as v from "valibot";
import { meaningOf } from "../../api/codes";
import { CredentialsError, EnsError } from "../../api/errors";
import { Limiter } from "../retry/limiter";
import { perform } from "../retry/perform";
import type { Endpoint } from "../settings/endpoint";
import { isOn } from "../settings/settings";
import type * as Exchange from "../transport/httpExchange";
import type { CallLimits, SendResult, Transport } from "../transport/transport";
import { MalformedAnswerError, parse } from "../wire/answers";
import { type HttpRequest, unsignedCall } from "../wire/operation";
import { SESSION, type Session } from "../wire/session";
import { ANONYMOUS, fetchedOf } from "./session";
import { credentialsProblem, type CredentialsSource } from "./source";

type Environment = Readonly<Record<string, string | undefined>>;

/** Link-local: it is on this machine's host or nowhere, so no proxy is ever asked. */
const METADATA: Endpoint = {
  protocol: "http:",
  hostname: "100.100.100.200",
  port: 80,
  host: "100.100.100.200",
  loopback: false,
};
/** On an ECS instance it answers within milliseconds, elsewhere never. */
const PATIENCE = { connectMs: 1_000, readMs: 2_000 };
/** All attempts at one question together. */
const BUDGET_MS = 10_000;
const ROLES = "/latest/meta-data/ram/security-credentials/";
const ANSWER = v.object({ Code: v.string() });

/** This machine is not an ECS instance, or has no role. */
export class NoInstanceRoleError extends CredentialsError {}

/** The role of the ECS instance that this runs on: the named one, else the one that it has. */
export function ecsRoleSource(
  label: string,
  roleName: string | undefined,
  env: Environment,
  metadata = METADATA,
): CredentialsSource {
  return {
    label,
    fetch: async () => {
      if (isOn(env["ALIBABA_CLOUD_ECS_METADATA_DISABLED"])) {
        throw credentialsProblem(
          `${label}: ALIBABA_CLOUD_ECS_METADATA_DISABLED is true`,
          undefined,
          "Unset it, or use another source",
        );
      }
      return fetchedOf(await sessionFrom(metadata, label, roleName, env));
    },
  };
}

async function sessionFrom(
  metadata: Endpoint,
  label: string,
  roleName: string | undefined,
  env: Environment,
): Promise<Session> {
  const onlyByToken = isOn(env["ALIBABA_CLOUD_IMDSV1_DISABLED"]);
  const { ask, askPatiently } = metadataService(metadata);
  const unreachable = (what: string, code: string | undefined, attempts = 1) =>
    new NoInstanceRoleError(
      `${label}: the metadata service of ECS, ${metadata.host}, cannot be reached: ${what}`,
      {
        action: "Credentials",
        code,
        attempts,
        advice: "Only ECS instances have it, and containers on them may not reach it",
      },
    );

  const token = await ask({
    method: "PUT",
    path: "/latest/api/token",
    headers: { "x-aliyun-ecs-metadata-token-ttl-seconds": "21600" },
  });
  // Nobody has named a role: a machine that is not an ECS instance must not wait for more attempts.
  if (token.kind === "failed" && !token.sent && roleName === undefined)
    throw unreachable(token.what, token.code);
  if (token.kind !== "ok" && onlyByToken) {
    throw credentialsProblem(
      `${label}: the metadata service gave no token (${token.what}), and ALIBABA_CLOUD_IMDSV1_DISABLED is true`,
      undefined,
      "Run again; if it persists, unset that variable, or use another source",
    );
  }

  /** Without a token where the service takes none: a network bridge of containers may have kept it from us. */
  const get = async (path: string): Promise<string> => {
    if (token.kind !== "ok") return askPatiently({ method: "GET", path, headers: {} });
    const headers = { "x-aliyun-ecs-metadata-token": String(token.body) };
    return askPatiently({ method: "GET", path, headers }).catch((error: unknown) => {
      const status = error instanceof EnsError ? error.httpStatus : undefined;
      const isRefused = status !== undefined && status >= 400 && status < 500 && ![404, 429].includes(status);
      if (!isRefused || onlyByToken) throw error;
      return askPatiently({ method: "GET", path, headers: {} });
    });
  };
  const problem = (error: unknown, gave: string, ifRefused: string) => {
    if (!(error instanceof EnsError)) return error;
    if (error.httpStatus === undefined) return unreachable(error.what, error.code, error.attempts);
    const passes = ["throttled", "passing"].includes(meaningOf(error).class);
    return credentialsProblem(
      `${label}: the metadata service gave ${gave} (${error.what})`,
      undefined,
      passes ? "It may be busy: run again" : ifRefused,
    );
  };

  let name = roleName;
  if (name === undefined) {
    const roles = await get(ROLES).catch((error: unknown) => {
      if (error instanceof EnsError && error.httpStatus === 404) return "";
      throw problem(error, "no name of a role", "Look for a firewall on this instance that blocks it");
    });
    name = roles.split("\n")[0] ?? "";
    if (name === "") {
      throw new NoInstanceRoleError(`${label}: this ECS instance has no RAM role`, {
        action: "Credentials",
        advice: "Attach one to the instance",
      });
    }
  }
  const text = await get(`${ROLES}${encodeURIComponent(name)}`).catch((error: unknown) => {
    const advice = "Check the role's name, and that it is attached to this ECS instance";
    throw problem(error, `no session of role ${name}`, advice);
  });
  return readAnswer(label, name, text);
}

/** The text that the service answers with HTTP 200, asked for once or with the attempts of every other call. */
function metadataService(metadata: Endpoint) {
  const { createExchange } = require("../transport/httpExchange") as typeof Exchange;
  const exchange = createExchange(metadata, PATIENCE, undefined);
  const limiter = new Limiter();
  const ask = async (
    request: HttpRequest,
    limits: CallLimits = { deadline: Date.now() + PATIENCE.connectMs + PATIENCE.readMs },
  ): Promise<Exclude<SendResult, { kind: "refused" }>> => {
    const result = await exchange(request, { fresh: true, kind: "read" }, limits);
    if (result.kind === "failed") return result;
    const { status: httpStatus, body } = result;
    return httpStatus === 200
      ? { kind: "ok", body: body.toString("utf8").trim(), requestId: undefined }
      : { kind: "unreadable", httpStatus, what: `HTTP ${httpStatus}`, requestId: undefined };
  };
  return {
    ask,
    askPatiently: (request: HttpRequest): Promise<string> => {
      const call = unsignedCall({ action: "metadata", secrets: [], request: () => request, read: String });
      const send: Transport["send"] = (_call, _keys, limits) => ask(request, limits);
      return perform(call, { credentials: ANONYMOUS, limiter, send }, { deadline: Date.now() + BUDGET_MS });
    },
  };
}

/** The parser's own message quotes the text. */
function readAnswer(label: string, name: string, text: string): Session {
  try {
    const body = JSON.parse(text) as unknown;
    const code = parse(ANSWER, body).Code;
    if (code !== "Success") {
      throw credentialsProblem(
        `${label}: the metadata service gave no session of role ${name}`,
        /^[\w.]{1,100}$/.test(code) ? code : undefined,
        "Check that the role's trust policy lets the service ecs.aliyuncs.com assume it",
      );
    }
    return parse(SESSION, body);
  } catch (error) {
    if (error instanceof CredentialsError) throw error;
    const reason = error instanceof MalformedAnswerError ? error.message : "it is not JSON";
    throw credentialsProblem(
      `${label}: the answer of the metadata service is malformed: ${reason}`,
      undefined,
      "Run again; if it persists, look for something that answers in its place",
    );
  }
}
