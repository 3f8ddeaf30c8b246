import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { percentEncode } from "../../../provider/src/api/request";

/** Every form in which a secret may hide in a text: plain, in JSON, in a URL once or twice over, in base64 and in hex. */
export function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const plain = [secret, inJson, JSON.stringify(inJson).slice(1, -1)];
  const inUrl = plain.flatMap((text) => [encodeURIComponent(text), percentEncode(text)]);
  const twice = inUrl.flatMap((text) => [encodeURIComponent(text), percentEncode(text)]);
  const hex = Buffer.from(secret).toString("hex");
  return [...new Set([...plain, ...inUrl, ...twice, ...inBase64(secret), hex, hex.toUpperCase()])];
}

/** What is left of a secret in the base64 of any text around it, by where in that text it begins. */
function inBase64(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const [from, to] = [Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6)];
    const text = bytes.toString("base64").slice(from, to);
    return [text, text.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** Looks for secrets, and counts what it has looked through. */
export class Scanner {
  readonly hits: string[] = [];
  files = 0;
  texts = 0;
  bytes = 0;
  readonly #forms: { name: string; form: string }[];

  /** Secrets by a name that may be shown. */
  constructor(secrets: Readonly<Record<string, string>>) {
    this.#forms = Object.entries(secrets).flatMap(([name, secret]) =>
      formsOf(secret).map((form) => ({ name, form })),
    );
  }

  text(where: string, text: string, { except = [] }: { except?: readonly string[] } = {}): void {
    this.texts += 1;
    this.#look(where, text, except);
  }

  /** Every file below a directory, packages apart: a link to them is not followed. */
  async directory(directory: string): Promise<void> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      this.files += 1;
      this.#look(path.relative(directory, file), await readFile(file, "latin1"), []);
    }
  }

  #look(where: string, text: string, except: readonly string[]): void {
    this.bytes += text.length;
    for (const { name, form } of this.#forms) {
      const at = except.includes(name) ? -1 : text.indexOf(form);
      if (at < 0) continue;
      const around = text.slice(Math.max(0, at - 80), at).replace(/\s+/g, " ");
      this.hits.push(`${where} has the ${name} (as ${form}) after: ${around}`);
    }
  }
}
