/** Markup that is safe as it stands. Only {@link markup} and {@link raw} make it, so that no text of others gets in unescaped. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = Markup | string | number | undefined | false | readonly Part[];

/**
 * A template whose values are escaped unless they are markup themselves; `undefined` and `false` are nothing. Its line
 * breaks are for those who read the source: indentation never reaches the page.
 */
export function markup(strings: TemplateStringsArray, ...values: Part[]): Markup {
  return new Markup(
    strings.reduce(
      (text, string, index) => text + (index === 0 ? "" : render(values[index - 1])) + unindented(string),
      "",
    ),
  );
}

/** A break inside a tag is a blank, or nothing before the tag's end. */
function unindented(string: string): string {
  return string.replace(/(^|[^\s])\s*\n\s*(?=([^]?))/g, (_, before: string, after: string) => {
    if (after === ">") return before;
    const outside = before === "" || before === ">" || after === "" || after === "<";
    return before + (outside ? "\n" : " ");
  });
}

/** For texts of this package, such as its style sheet. */
export function raw(text: string): Markup {
  return new Markup(text);
}

/** A name in a line of text, so that one from right to left leaves what stands beside it where it is. */
export function bdi(name: string): Markup {
  return isAscii(name) ? markup`${name}` : markup`<bdi>${name}</bdi>`;
}

/** The same where there are no elements: in hovers and attributes. */
export function isolated(name: string): Markup {
  return isAscii(name) ? markup`${name}` : markup`\u2068${name}\u2069`;
}

function isAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (typeof part === "object") return part.map(render).join("");
  return escape(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * For element contents and quoted attributes. Control characters, which no document may hold, become blanks, and those that
 * turn the direction of what follows are left out.
 */
function escape(text: string): string {
  return text
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, " ")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
