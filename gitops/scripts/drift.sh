#!/usr/bin/env bash
# drift.sh DIRECTORY: checks whether ENS and the plans still agree. Changes nothing.
# Leaves drift.md in the directory where they do not. Fails only where the check itself fails.
set -euo pipefail

scripts=$(dirname "$0")
rm -f "$1/drift.md"
failed=0
# `preview --refresh` says whether an `up` would have anything to do. `refresh --expect-no-changes` would also fail over a
# migration that has run as it was ordered.
bash "$scripts/run-preview.sh" "$1" --expect-no-changes || failed=$?
[ "$failed" -ne 0 ] || exit 0
grep --quiet "no changes were expected" "$1/errors.txt" || exit "$failed"
{
  echo "\`pulumi up\` would change something that was not merged, or ENS has moved or ended a migration."
  echo "This check orders nothing. Found by [this run]($RUN_URL):"
  echo
  node "$scripts/hide-secrets.mjs" < "$1/messages.txt" | node "$scripts/quote.mjs"
  echo
  echo "What to do: docs/gitops.md of pulumi-ens, \"Drift\"."
} > "$1/drift.md"
