#!/usr/bin/env bash
# token.sh: fetches a token that RAM takes. It is good for minutes, so it is fetched right before it is used.
set -euo pipefail

umask 077
curl --fail --silent --show-error --retry 3 --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
  "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.aliyuncs.com" |
  node -p 'JSON.parse(require("fs").readFileSync(0)).value' > "$ALIBABA_CLOUD_OIDC_TOKEN_FILE"
