/**
 * The text of a file or of standard input. `>` of Windows PowerShell 5 writes UTF-16, and other programs of Windows begin UTF-8
 * with a byte order mark. JSON begins with an ASCII character, so a zero byte gives UTF-16 away without a mark too.
 */
export function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  return new TextDecoder(little ? "utf-16le" : big ? "utf-16be" : "utf-8").decode(bytes);
}
