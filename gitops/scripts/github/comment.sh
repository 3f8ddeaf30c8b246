#!/usr/bin/env bash
# comment.sh DIRECTORY: keeps one comment of the pull request with the directory's short.md up to date.
set -euo pipefail

body="$1/short.md"

comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
# Not in one pipe with what reads it: where gh fails, its own message is the reason.
known=$(gh api --paginate --slurp "$comments")
id=$(printf %s "$known" | MARKER=$(head --lines 1 "$body") node -p '
  const comments = JSON.parse(require("fs").readFileSync(0)).flat();
  comments.find(({ user, body }) => user.login === "github-actions[bot]" && body.startsWith(process.env.MARKER))?.id ?? ""
')
if [ -n "$id" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$id" --field "body=@$body"
else
  gh api --silent --method POST "$comments" --field "body=@$body"
fi
