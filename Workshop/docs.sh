#!/usr/bin/env bash
# Writes the DocC reference of every library module to .setup/docs/MODULE, ready for any web server at /MODULE.
set -euo pipefail
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
graphs=$("$swift" package dump-symbol-graph --minimum-access-level public --skip-synthesized-members 2>&1 |
    tee >(cat >&2) | sed -n 's/^Files written to //p')
[ -d "$graphs" ] || { echo "docs: the compiler wrote no symbol graphs" >&2; exit 1; }

docc=$(command -v docc || dirname "$(readlink -f "$(command -v "$swift")")" | sed 's|$|/docc|')
mkdir -p .setup/docs
for folder in Sources/*/; do
    module=$(basename "$folder")
    [ -f "$graphs/$module.symbols.json" ] || continue
    [ "$module" = shoutu ] && continue
    catalog="$folder$module.docc"
    rm -rf ".setup/docs/$module" .setup/docs/graph
    mkdir .setup/docs/graph
    cp "$graphs/$module.symbols.json" "$graphs/$module"@*.symbols.json .setup/docs/graph 2>/dev/null || true
    [ -d "$catalog" ] || catalog=
    "$docc" convert ${catalog:+"$catalog"} \
        --additional-symbol-graph-dir .setup/docs/graph \
        --fallback-display-name "$module" --fallback-bundle-identifier "shoutu.$module" \
        --transform-for-static-hosting --hosting-base-path "$module" \
        --output-path ".setup/docs/$module"
    echo "docs: .setup/docs/$module"
done
rm -rf .setup/docs/graph
