#!/usr/bin/env bash
# Copies the files that shoutu reads at run time to one folder, laid out as they are in the repository, so that the
# program finds them in either place by the same relative path (docs/decisions/0002-resources-are-found-not-bundled.md).
set -euo pipefail

[ $# -eq 1 ] || { echo "usage: Workshop/install-resources.sh FOLDER" >&2; exit 2; }
mkdir -p "$1"
target=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."

for folder in policies Sources/*/Resources .setup/web .setup/boundaries; do
    rm -rf "${target:?}/$folder"
    mkdir -p "$target/$(dirname "$folder")"
    cp -R "$folder" "$target/$folder"
done
find "$target" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
