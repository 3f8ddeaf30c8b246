#!/usr/bin/env bash
# up.sh DIRECTORY: orders what the program says and leaves timeline.md in the directory.
set -euo pipefail

scripts=$(dirname "$0")
failed=0
pulumi up --stack "$PULUMI_STACK" --refresh --yes --skip-preview --non-interactive || failed=$?
# Also after a failure: what was ordered stands, and this is the list of it.
trap 'rm -f "$1/state.json"' EXIT
rm -f "$1/table.md"
reported=0
{
  pulumi stack export --stack "$PULUMI_STACK" > "$1/state.json" || exit
  npx --no -- pulumi-ens report "$1/state.json" --output "$1/table.md" || reported=$?
  npx --no -- pulumi-ens report "$1/state.json" || exit
  exit "$reported"
} 2>&1 | tee "$1/reason.txt" || reported=$?
{
  if [ "$failed" -ne 0 ]; then
    echo "**\`pulumi up\` failed: the job's log has the reason.** What ENS took before that stands."
    echo
  fi
  if [ -e "$1/table.md" ]; then
    node "$scripts/hide-secrets.mjs" < "$1/table.md"
  else
    echo "**There is no list of what stands, because the state could not be read or shown.**"
    echo
    node "$scripts/hide-secrets.mjs" < "$1/reason.txt" | node "$scripts/quote.mjs"
  fi
} > "$1/timeline.md"
[ "$failed" -ne 0 ] || failed=$reported
exit "$failed"
