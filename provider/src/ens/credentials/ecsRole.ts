import * as v from "valibot";
import type { Endpoint } from "../settings/endpoint";
import { isOn } from "../settings/settings";
import type * as Exchange from "../transport/httpExchange";
import { MalformedAnswerError, parse } from "../wire/answers";
import type { HttpRequest } from "../wire/operation";
import { SESSION, type Session } from "../wire/session";
import { fetchedOf } from "./session";
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
const ROLES = "/latest/meta-data/ram/security-credentials/";
const ANSWER = v.object({ Code: v.literal("Success") });

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
  const { createExchange } = require("../transport/httpExchange") as typeof Exchange;
  const exchange = createExchange(metadata, PATIENCE, undefined);
  const ask = async (request: HttpRequest) => {
    const limits = { deadline: Date.now() + PATIENCE.connectMs + PATIENCE.readMs };
    const result = await exchange(request, { fresh: true, kind: "read" }, limits);
    if (result.kind === "response")
      return { status: result.status, text: result.body.toString("utf8").trim() };
    throw credentialsProblem(
      `${label}: the metadata service of ECS, ${metadata.host}, cannot be reached: ${result.what}`,
      result.code,
      "Only ECS instances have one, and containers on them may be kept from it",
    );
  };

  const token = await ask({
    method: "PUT",
    path: "/latest/api/token",
    headers: { "x-aliyun-ecs-metadata-token-ttl-seconds": "21600" },
  });
  if (token.status !== 200 && isOn(env["ALIBABA_CLOUD_IMDSV1_DISABLED"])) {
    throw credentialsProblem(
      `${label}: the metadata service gave no token (HTTP ${token.status}), and ALIBABA_CLOUD_IMDSV1_DISABLED is true`,
    );
  }
  const headers: Record<string, string> =
    token.status === 200 ? { "x-aliyun-ecs-metadata-token": token.text } : {};

  let name = roleName;
  if (name === undefined) {
    const roles = await ask({ method: "GET", path: ROLES, headers });
    name = roles.text.split("\n")[0] ?? "";
    if (roles.status !== 200 || name === "") {
      throw credentialsProblem(
        `${label}: this ECS instance has no RAM role (HTTP ${roles.status})`,
        undefined,
        "Attach one to the instance",
      );
    }
  }
  const answer = await ask({ method: "GET", path: `${ROLES}${encodeURIComponent(name)}`, headers });
  if (answer.status !== 200) {
    throw credentialsProblem(
      `${label}: the metadata service gave no session of role ${name} (HTTP ${answer.status})`,
      undefined,
      "Check the role's name, and that it is attached to this ECS instance",
    );
  }
  return readAnswer(label, answer.text);
}

/** The parser's own message quotes the text. */
function readAnswer(label: string, text: string): Session {
  try {
    const body = JSON.parse(text) as unknown;
    parse(ANSWER, body);
    return parse(SESSION, body);
  } catch (error) {
    const reason = error instanceof MalformedAnswerError ? error.message : "it is not JSON";
    throw credentialsProblem(`${label}: the answer of the metadata service is malformed: ${reason}`);
  }
}
