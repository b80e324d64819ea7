#!/usr/bin/env bash
# Browser tests: Debian's chromium against the real hub. Needs build/web and a rufaa binary.
#   usage: web/e2e.sh RUFAA [vitest arguments]
set -euo pipefail
RUFAA_BIN=$(realpath "${1:?usage: web/e2e.sh RUFAA}")
export RUFAA_BIN
shift
source "$(dirname "${BASH_SOURCE[0]}")/node.sh"
npx vitest run --config e2e/vitest.config.ts "$@"
