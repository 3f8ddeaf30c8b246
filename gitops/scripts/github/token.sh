#!/usr/bin/env bash
# token.sh: fetches a token that RAM accepts. It is valid for minutes, so it is fetched right before it is used.
set -euo pipefail

if [ -z "${ACTIONS_ID_TOKEN_REQUEST_TOKEN:-}" ] || [ -z "${ACTIONS_ID_TOKEN_REQUEST_URL:-}" ]; then
  echo "error: GitHub gives this run no token. The job needs the permission \"id-token: write\", which a run for a fork or of Dependabot may not have" >&2
  exit 1
fi
umask 077
# Not in one pipe with what reads it: where curl fails, its own message is the reason.
answer=$(curl --fail --silent --show-error --retry 3 --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.aliyuncs.com")
printf %s "$answer" | node -e '
  let token;
  try { token = JSON.parse(require("fs").readFileSync(0)).value; } catch {}
  if (token) process.stdout.write(token);
  else console.error("error: the answer of GitHub has no token. Run the job again");
  process.exitCode = token ? 0 : 1;
' > "$ALIBABA_CLOUD_OIDC_TOKEN_FILE"
