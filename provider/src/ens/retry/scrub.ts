import { percentEncode } from "../../api/request";

const MAX_LENGTH = 500;
const QUOTED_REQUEST =
  /(server string to sign|canonical ?request|EventInfos(=|%(25)*3D|"\s*:)|POST(\s|%(25)*0A)+(\/|%(25)*2F)).*$/is;

/**
 * Makes a text of the service fit to show: known secrets in every form in which a service echoes them (plain, in
 * JSON, once or twice percent-encoded), the text that was signed, and URLs are taken out; one line, bounded.
 */
export function createScrubber(secrets: readonly (string | undefined)[]): (text: string) => string {
  let forms: readonly string[] | undefined; // Of few calls is anything shown.
  return (text) => {
    forms ??= formsOf(secrets);
    let clean = text;
    for (const form of forms) clean = clean.replaceAll(form, "***");
    clean = clean
      // A mismatch answer quotes the whole signed request, password included, in encodings of its own.
      .replace(QUOTED_REQUEST, "[request withheld]")
      .replace(/\bhttps?:\/\/\S+/gi, "[URL]")
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim();
    return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
  };
}

/** Longest first, so that none is left over as a part of another. */
function formsOf(secrets: readonly (string | undefined)[]): string[] {
  const forms = new Set(secrets.flatMap((secret) => (secret ? echoes(secret) : [])));
  return [...forms].sort((a, b) => b.length - a.length);
}

function echoes(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [secret, inJson].flatMap((plain) => {
    const once = [percentEncode(plain), encodeURIComponent(plain)];
    return [plain, ...once, ...once.map(percentEncode)];
  });
}
