#!/usr/bin/env bash
# From reports to a workbook that Excel filters and sorts: one row for each number.
# For a folder of PDF, DOCX and HTML: policy-extract batch FOLDER -o rows.xlsx
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

policy-extract run "$here/report.txt" -o rows.xlsx
policy-extract run "$here/report.txt" -o rows.csv      # with the mark by which Excel knows UTF-8
head -n 3 rows.csv
