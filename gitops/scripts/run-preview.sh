#!/usr/bin/env bash
# run-preview.sh DIRECTORY [OPTION…]: what an `up` would do with what ENS says now. Changes nothing.
# Leaves preview.json, errors.txt and messages.txt in the directory.
set -euo pipefail

failed=0
pulumi preview --stack "$PULUMI_STACK" --refresh --non-interactive --json "${@:2}" \
  2>&1 > "$1/preview.json" | tee "$1/errors.txt" || failed=$?
# What a preview says besides its steps is in the JSON, and nowhere in the log.
node -e '
  const { diagnostics = [] } = JSON.parse(require("fs").readFileSync(0, "utf8") || "{}");
  console.log([...new Set(diagnostics.map(({ message }) => message.trimEnd()))].join("\n"));
' < "$1/preview.json" | tee "$1/messages.txt"
exit "$failed"
