#!/usr/bin/env bash
# token.sh: puts the job's token where RAM's client looks for it.
set -euo pipefail

umask 077
printf %s "$ALIBABA_CLOUD_ID_TOKEN" > "$ALIBABA_CLOUD_OIDC_TOKEN_FILE"
