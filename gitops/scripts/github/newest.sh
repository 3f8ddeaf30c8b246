#!/usr/bin/env bash
# newest.sh: refuses to order a plan that is older than the branch.
set -euo pipefail

# Not in one pipe with what reads it: where gh fails, its own message is the reason.
branch=$(gh api "repos/$GITHUB_REPOSITORY/git/ref/heads/$GITHUB_REF_NAME")
newest=$(printf %s "$branch" | node -p 'JSON.parse(require("fs").readFileSync(0)).object.sha')
if [ "$newest" != "$GITHUB_SHA" ]; then
  echo "::error::$GITHUB_REF_NAME has moved on to $newest. This run would order an older plan. Approve the run of the newest commit instead."
  exit 1
fi
