#!/usr/bin/env bash
# Measures the console against a hub of its own and prints the figures as JSON: slow network, offline,
# commands, news. Needs build/web, a rufaa binary and chromium; asserts nothing.
#   usage: web/measure.sh RUFAA [CASES]
set -euo pipefail
RUFAA_BIN=$(realpath "${1:?usage: web/measure.sh RUFAA [CASES]}")
export RUFAA_BIN
source "$(dirname "${BASH_SOURCE[0]}")/node.sh"
npx vite build --ssr measure.ts --outDir node_modules/.measure --logLevel warn
node node_modules/.measure/measure.js "${2:-40}"
