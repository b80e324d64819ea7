#!/usr/bin/env bash
# Measures the console against a hub of its own and prints the figures as JSON: slow network, offline,
# commands, news; with FOLDER also a large county's first pages. Needs build/web, a rufaa binary and
# chromium; asserts nothing.
#   usage: web/measure.sh RUFAA [CASES [FOLDER PASSWORD]]
# FOLDER and PASSWORD: as rufaa_bench --make-county FOLDER made and printed them.
set -euo pipefail
RUFAA_BIN=$(realpath "${1:?usage: web/measure.sh RUFAA [CASES [FOLDER PASSWORD]]}")
export RUFAA_BIN
folder=${3:+$(realpath "$3")}
source "$(dirname "${BASH_SOURCE[0]}")/node.sh"
npx vite build --ssr measure.ts --outDir node_modules/.measure --logLevel warn
node node_modules/.measure/measure.js "${2:-40}" ${folder:+"$folder" "${4:?the password of the county}"}
