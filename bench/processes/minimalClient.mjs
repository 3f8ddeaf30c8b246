// A signed call as small as it can be: signature version 3 over node:http, no limits, no retries, nothing checked.
import { createHash, createHmac, randomUUID } from "node:crypto";
import http from "node:http";

const ALGORITHM = "ACS3-HMAC-SHA256";
const NO_BODY = sha256("");

/**
 * @param {{ port: number; key: { id: string; secret: string }; keepAlive: boolean }} options
 * @returns {(action: string, query: Record<string, string>) => Promise<unknown>}
 */
export function minimalClient({ port, key, keepAlive }) {
  const agent = new http.Agent({ keepAlive });
  const host = `127.0.0.1:${port}`;
  return (action, query) => {
    const encoded = Object.keys(query)
      .sort()
      .map((name) => `${encode(name)}=${encode(query[name] ?? "")}`)
      .join("&");
    /** @type {Record<string, string>} */
    const headers = {
      host,
      "x-acs-action": action,
      "x-acs-content-sha256": NO_BODY,
      "x-acs-date": new Date().toISOString().replace(/\.\d{3}Z$/, "Z"),
      "x-acs-signature-nonce": randomUUID(),
      "x-acs-version": "2017-11-10",
    };
    const names = Object.keys(headers).sort();
    const canonical = names.map((name) => `${name}:${headers[name]}\n`).join("");
    const request = `POST\n/\n${encoded}\n${canonical}\n${names.join(";")}\n${NO_BODY}`;
    const signature = createHmac("sha256", key.secret)
      .update(`${ALGORITHM}\n${sha256(request)}`)
      .digest("hex");
    headers["content-length"] = "0";
    headers["authorization"] =
      `${ALGORITHM} Credential=${key.id},SignedHeaders=${names.join(";")},Signature=${signature}`;
    return new Promise((resolve, reject) => {
      http
        .request(
          { host: "127.0.0.1", port, method: "POST", path: `/?${encoded}`, headers, agent },
          (response) => {
            /** @type {Buffer[]} */
            const chunks = [];
            response.on("data", (/** @type {Buffer} */ chunk) => chunks.push(chunk));
            response.on("end", () => resolve(JSON.parse(Buffer.concat(chunks).toString("utf8"))));
          },
        )
        .on("error", reject)
        .end();
    });
  };
}

/** @param {string} text */
function encode(text) {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** @param {string} text */
function sha256(text) {
  return createHash("sha256").update(text).digest("hex");
}
