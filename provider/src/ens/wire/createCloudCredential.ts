import * as v from "valibot";
import { parse } from "./answers";
import { type Call, unsignedCall } from "./operation";
import { SESSION, type Session } from "./session";

interface CreateCloudCredentialRequest {
  accountId: string;
  accessConfigurationId: string;
  accessToken: string;
}

const ANSWER = v.object({ CloudCredential: SESSION });

/** Of CloudSSO, at the address where people sign in. */
export function createCloudCredential(request: CreateCloudCredentialRequest): Call<Session> {
  const { accountId, accessConfigurationId, accessToken } = request;
  return unsignedCall({
    action: "CreateCloudCredential",
    secrets: [accessToken],
    request: () => ({
      path: "/cloud-credentials",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        authorization: `Bearer ${accessToken}`,
      },
      body: JSON.stringify({ AccountId: accountId, AccessConfigurationId: accessConfigurationId }),
    }),
    read: (body) => parse(ANSWER, body).CloudCredential,
  });
}
