#!/usr/bin/env bash
# preview.sh DIRECTORY [FORGE]: previews the stack and leaves two pages in the directory: timeline.md, and short.md for a comment.
# With a forge, github or gitlab, it first fetches that forge's token: where there is none, the pages have the reason.
# ENS_FAIL_ON, such as "abandon,outside-window": fails where the plans do one of these.
set -euo pipefail

scripts=$(dirname "$0")
rm -f "$1/report.md" "$1/report-short.md"
token=0
if [ $# -gt 1 ]; then
  problem="There is no token for Alibaba Cloud, so nothing was previewed."
  bash "$scripts/$2/token.sh" 2>&1 | tee "$1/reason.txt" || token=$?
fi
failed=$token
if [ "$token" -eq 0 ]; then
  problem="The preview failed."
  bash "$scripts/run-preview.sh" "$1" || failed=$?
  cat "$1/errors.txt" "$1/messages.txt" > "$1/reason.txt"
fi
advice=""
empty=false
[ -n "${PULUMI_ACCESS_TOKEN:-}${PULUMI_CONFIG_PASSPHRASE:-}" ] || empty=true
if [ "$token" -ne 0 ] || { [ "$failed" -ne 0 ] && $empty; }; then
  if [ "${GITHUB_ACTOR:-}" = "dependabot[bot]" ]; then
    advice="GitHub does not give the repository's secrets to a run of Dependabot, so the plans may be correct. What to do: docs/gitops.md of pulumi-ens, \"Dependabot\"."
  elif $empty; then
    advice="\`PULUMI_ACCESS_TOKEN\` and \`PULUMI_CONFIG_PASSPHRASE\` are empty in this run. Set one of them, unless the state is outside Pulumi Cloud and a KMS encrypts its secrets: docs/gitops.md of pulumi-ens, \"Set up\"."
  fi
fi
if [ "$failed" -eq 0 ]; then
  {
    reported=0
    npx --no -- pulumi-ens report "$1/preview.json" --output "$1/report.md" || reported=$?
    npx --no -- pulumi-ens report "$1/preview.json" --short --output "$1/report-short.md" \
      ${ENS_FAIL_ON:+--fail-on "$ENS_FAIL_ON"} || reported=$?
    exit "$reported"
  } 2>&1 | awk '!/^note: / && !seen[$0]++' | tee "$1/reason.txt" || failed=$?
  problem="The preview succeeded, but its timeline could not be made."
  if [ -e "$1/report-short.md" ]; then
    problem="The preview succeeded, but its report is not complete."
    [ "$failed" -ne 3 ] || problem="The preview succeeded, but a condition of \`ENS_FAIL_ON\` applies or cannot be judged."
  fi
fi

# page DIRECTORY REPORT: the page with this report, where there is one.
page() {
  echo "<!-- pulumi-ens preview of $PULUMI_STACK -->"
  echo "Stack \`$PULUMI_STACK\` at $COMMIT: [full timeline and log]($RUN_URL). Nothing has been ordered."
  if [ "$failed" -ne 0 ]; then
    echo
    echo "**$problem**${advice:+ $advice}"
    echo
    node "$scripts/hide-secrets.mjs" < "$1/reason.txt" | node "$scripts/quote.mjs"
  fi
  [ ! -e "$1/$2" ] || { echo && node "$scripts/hide-secrets.mjs" < "$1/$2"; }
}
page "$1" report.md > "$1/timeline.md"
page "$1" report-short.md > "$1/short.md"
exit "$failed"
