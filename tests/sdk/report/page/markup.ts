import assert from "node:assert/strict";

const TAG =
  /<!DOCTYPE html>|<style>[^]*?<\/style>|<(\/)?([a-zA-Z][\w-]*)((?:\s+[a-zA-Z][\w:-]*="[^"<]*")*)\s*(\/)?>/g;

/** Every element is closed, attributes are quoted and not given twice, and no bare `<` or `&` is left. */
export function assertWellFormed(html: string): void {
  const open: string[] = [];
  let at = 0;
  for (const match of html.matchAll(TAG)) {
    assertText(html.slice(at, match.index));
    at = match.index + match[0].length;
    const [, closing, name, attributes = "", empty] = match;
    if (name === undefined) continue;
    const names = [...attributes.matchAll(/\s([a-zA-Z][\w:-]*)="([^"]*)"/g)].map(
      ([, attribute, value = ""]) => {
        assertText(value);
        return attribute;
      },
    );
    assert.equal(new Set(names).size, names.length, match[0]);
    if (empty) continue;
    if (!closing) open.push(name);
    else assert.equal(open.pop(), name, `at ${html.slice(Math.max(0, at - 200), at)}`);
  }
  assertText(html.slice(at));
  assert.deepEqual(open, []);
}

function assertText(text: string): void {
  assert.doesNotMatch(text, /[<>]|&(?!(?:amp|lt|gt|quot|#\d+);)|[^\P{Cc}\t\n\r]/u);
}

/** The values of an attribute, in order. */
export function attributesOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value = ""]) => value);
}

/** What is left without markup and style. */
export function textOf(html: string): string {
  return html.replace(/<style>[^]*?<\/style>/g, "").replace(/<[^>]*>/g, " ");
}

/** Without breaks between elements, for looking at what is in them. */
export function compact(html: string): string {
  return html.replace(/>\s*\n\s*</g, "><").replace(/ \/>/g, "/>");
}

/** Like `assert.match`, without the whole page in its message. */
export function assertHas(html: string, what: RegExp): void {
  assert.ok(what.test(html), `the page has nothing like ${String(what)}`);
}

export function assertHasNot(html: string, what: RegExp): void {
  const found = what.exec(html);
  assert.equal(found?.[0], undefined);
}
