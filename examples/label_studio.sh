#!/usr/bin/env bash
# A draft by the extractor, corrected in Label Studio, back as gold that `check` scores against.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

policy-extract gold init "$here/report.txt" --into corpora
mv corpora/report/draft.json corpora/report/gold.json
policy-extract gold export corpora --to labelstudio -o out

# In Label Studio: a project with out/labelstudio.xml as its labelling interface; import
# out/labelstudio.json, correct, export as JSON. Here nobody corrects anything.
policy-extract gold import out/labelstudio.json --from labelstudio --into corpora --replace
policy-extract gold validate corpora
policy-extract check corpora --fail-under full=0.9
