#!/usr/bin/env bash
# preview.sh DIRECTORY [FORGE]: previews the stack and leaves preview.md, for a comment or a summary, in the directory.
# Before that it fetches the token of the forge, github or gitlab: where there is none, preview.md has the reason.
set -euo pipefail

scripts=$(dirname "$0")
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
    advice="GitHub gives a run of Dependabot none of the repository's secrets, so this need not be about the plans. What to do: docs/gitops.md of pulumi-ens, \"Dependabot\"."
  elif $empty; then
    advice="\`PULUMI_ACCESS_TOKEN\` and \`PULUMI_CONFIG_PASSPHRASE\` are empty in this run. That is right only for a state outside of Pulumi Cloud whose secrets a KMS keeps: docs/gitops.md of pulumi-ens, \"Set up\"."
  fi
fi
if [ "$failed" -eq 0 ]; then
  problem="The preview succeeded, but its timeline could not be made."
  npx --no -- pulumi-ens report "$1/preview.json" --output "$1/timeline.md" 2>&1 | tee "$1/reason.txt" || failed=$?
fi
{
  echo "<!-- pulumi-ens preview of $PULUMI_STACK -->"
  echo "Stack \`$PULUMI_STACK\` with $COMMIT ([log]($RUN_URL)). Nothing has been ordered."
  echo
  if [ "$failed" -eq 0 ]; then
    node "$scripts/hide-secrets.mjs" < "$1/timeline.md"
  else
    echo "**$problem**${advice:+ $advice}"
    echo
    node "$scripts/hide-secrets.mjs" < "$1/reason.txt" | node "$scripts/quote.mjs"
  fi
} > "$1/preview.md"
exit "$failed"
