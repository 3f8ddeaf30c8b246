#!/usr/bin/env bash
# up.sh DIRECTORY: orders what the program says and leaves two pages in the directory: timeline.md and short.md.
set -euo pipefail

scripts=$(dirname "$0")
rm -f "$1/report.md" "$1/report-short.md"
failed=0
pulumi up --stack "$PULUMI_STACK" --refresh --yes --skip-preview --non-interactive || failed=$?
# Also after a failure: what was ordered stays in force, and this is the list of it.
trap 'rm -f "$1/state.json"' EXIT
reported=0
{
  pulumi stack export --stack "$PULUMI_STACK" > "$1/state.json" || exit
  npx --no -- pulumi-ens report "$1/state.json" --output "$1/report.md" || reported=$?
  # What is wrong with the state is said once.
  npx --no -- pulumi-ens report "$1/state.json" --short --output "$1/report-short.md" 2> /dev/null || true
  npx --no -- pulumi-ens report "$1/state.json" 2> /dev/null || true
  exit "$reported"
} 2>&1 | tee "$1/reason.txt" || reported=$?

# page DIRECTORY REPORT: the page with this report, or why there is none.
page() {
  if [ "$failed" -ne 0 ]; then
    echo "**\`pulumi up\` failed: the job's log has the reason.** The orders that ENS accepted before that stay in force."
    echo
  fi
  if [ -e "$1/$2" ]; then
    node "$scripts/hide-secrets.mjs" < "$1/$2"
  else
    echo "**The orders in force cannot be listed, because the state could not be read or shown.**"
    echo
    node "$scripts/hide-secrets.mjs" < "$1/reason.txt" | node "$scripts/quote.mjs"
  fi
}
page "$1" report.md > "$1/timeline.md"
page "$1" report-short.md > "$1/short.md"
[ "$failed" -ne 0 ] || failed=$reported
exit "$failed"
