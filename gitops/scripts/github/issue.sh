#!/usr/bin/env bash
# issue.sh DIRECTORY: keeps one issue open while the directory has a drift.md.
set -euo pipefail

title="ENS and the plans of $PULUMI_STACK disagree"
# Not in one pipe with what reads it: where gh fails, its own message is the reason.
known=$(gh issue list --repo "$GITHUB_REPOSITORY" --label ens-drift --state open --limit 100 --json number,title)
number=$(printf %s "$known" | TITLE="$title" node -p '
  const issues = JSON.parse(require("fs").readFileSync(0));
  issues.find(({ title }) => title === process.env.TITLE)?.number ?? ""
')
if [ ! -e "$1/drift.md" ]; then
  [ -z "$number" ] ||
    gh issue close "$number" --repo "$GITHUB_REPOSITORY" --comment "ENS and the plans agree again: $RUN_URL"
elif [ -n "$number" ]; then
  gh issue edit "$number" --repo "$GITHUB_REPOSITORY" --body-file "$1/drift.md"
else
  gh label create ens-drift --repo "$GITHUB_REPOSITORY" --force --description "ENS and the stack disagree"
  gh issue create --repo "$GITHUB_REPOSITORY" --label ens-drift --title "$title" --body-file "$1/drift.md"
fi
