import type { EventInfo } from "./ens";

/** Everything travels in the URL, and many proxies stop at 8 KiB. */
const MAX_ENCODED_CHARACTERS = 7_500;

const BRACKETS = encodedLength("[]");
const COMMA = encodedLength(",");

/** Splits orders into calls of at most `eventsPerCall` events and 7,500 encoded URL characters, in the order given. */
export function chunk(eventInfos: readonly EventInfo[], eventsPerCall: number): EventInfo[][] {
  const chunks: EventInfo[][] = [];
  let current: EventInfo[] = [];
  let size = BRACKETS;
  for (const eventInfo of eventInfos) {
    const length = encodedLength(JSON.stringify(eventInfo)) + COMMA;
    if (current.length >= eventsPerCall || (current.length > 0 && size + length > MAX_ENCODED_CHARACTERS)) {
      chunks.push(current);
      current = [];
      size = BRACKETS;
    }
    current.push(eventInfo);
    size += length;
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

function encodedLength(text: string): number {
  return percentEncode(text).length;
}

/** RFC 3986 percent-encoding, which the signature demands: stricter than `encodeURIComponent`. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
