#!/usr/bin/env bash
# Component tests of the console; arguments go to vitest.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/node.sh"
npx tsc
npx vitest run "$@"
