import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { NAME } from "./gateway";

export interface Certificate {
  cert: Buffer;
  key: Buffer;
  file: string;
}

/** A certificate for the endpoint's name that nobody vouches for, until a process is told to trust its file. */
export function makeCertificate(directory: string, name: string): Certificate {
  const file = path.join(directory, `${name}.pem`);
  const key = path.join(directory, `${name}.key`);
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const subject = ["-subj", `/CN=${NAME}`, "-addext", `subjectAltName=DNS:${NAME}`];
  execFileSync("openssl", ["req", ...kind, "-keyout", key, "-out", file, ...subject], { stdio: "ignore" });
  return { cert: readFileSync(file), key: readFileSync(key), file };
}
