#!/usr/bin/env bash
# run-preview.sh DIRECTORY [OPTION…]: what an `up` would do with what ENS says now. Changes nothing.
# Leaves preview.json, errors.txt and messages.txt in the directory.
set -euo pipefail

# Node.js colours the stack of a program that crashed, whatever Pulumi is asked for.
plain() { node -e 'process.stdout.write(util.stripVTControlCharacters(fs.readFileSync(0, "utf8")))'; }
preview() { pulumi preview --stack "$PULUMI_STACK" --refresh --non-interactive "$@"; }

failed=0
preview --json "${@:2}" 2>&1 > "$1/preview.json" | plain | tee "$1/errors.txt" || failed=$?
# The messages of a preview are in its JSON, and not in its log. A preview that fails before it begins prints no JSON.
node -e '
  let diagnostics;
  try { ({ diagnostics } = JSON.parse(require("fs").readFileSync(0, "utf8"))); } catch {}
  console.log([...new Set((diagnostics ?? []).map(({ message }) => message.trimEnd()))].join("\n"));
' < "$1/preview.json" | plain | tee "$1/messages.txt"
# Where a policy refuses, the JSON does not have the reason.
if [ "$failed" -ne 0 ] &&
  ! sed '/^error: preview failed$/d' "$1/errors.txt" "$1/messages.txt" | grep "^error: " > /dev/null; then
  preview --color never "${@:2}" 2>&1 | plain | tee "$1/messages.txt" || true
fi
exit "$failed"
