// The data of the page: unpacked, and each record with what the table sorts and searches by.

async function unpack() {
  const packed = atob(document.getElementById("data").textContent);
  const bytes = Uint8Array.from(packed, (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** Offsets of the contract count code points, the browser's count UTF-16: from one to the other. */
const toUnits = (doc, at) => at + countBelow(doc.astral, at);
const toPoints = (doc, at) => at - (doc.astral ?? []).filter((point, index) => point + index < at).length;
function countBelow(sorted, at) {
  if (!sorted?.length) return 0;
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The records of all documents, missed gold among them. */
function readRecords(data) {
  const records = [];
  data.documents.forEach((doc, index) => {
    doc.index = index;
    doc.records = [];
    doc.claims.forEach((claim, at) => doc.records.push(makeRecord(doc, claim, doc.checks?.[at] ?? null)));
    for (const claim of doc.missed ?? [])
      doc.records.push(makeRecord(doc, claim, { status: "missed", wrong: [], gold: claim }));
    doc.records.sort((a, b) => a.claim.value.start - b.claim.value.start);
    for (const record of doc.records) {
      record.n = records.length;
      records.push(record);
    }
  });
  return records;
}

function makeRecord(doc, claim, check) {
  const { value, period } = claim;
  const subject = claim.subject?.canonical ?? null;
  const day = period?.end ?? period?.start ?? "";
  const quote = claim.evidence?.text ?? "";
  const search = [quote, claim.indicator, subject, value.text, period?.text, value.unit, doc.title, doc.name, claim.indicator_id];
  return {
    doc, claim, check, subject, day, quote,
    kind: claim.record,
    place: subject ?? doc.place ?? null,
    year: day.slice(0, 4) || null,
    size: Number(value.number ?? value.high ?? 0),
    search: search.filter(Boolean).join("\n").toLowerCase(),
    decision: null,
  };
}

const SIGNS = { "=": "", ">=": "≥ ", ">": "> ", "<=": "≤ ", "<": "< ", "~": "≈ " };

/** An exact decimal with its thousands parted; digits stay as they are. */
function grouped(number) {
  const [whole, part] = String(number).split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
}

function exact(value) {
  const number = value.number !== null && value.number !== undefined ? grouped(value.number) : `${grouped(value.low)}–${grouped(value.high)}`;
  return `${SIGNS[value.comparator] ?? ""}${number}${value.unit ? ` ${value.unit}` : ""}`;
}

/** The days of a period, as short as they can be said: a year, a month, or from … to …. */
function days(period) {
  const { start, end } = period ?? {};
  if (!start && !end) return "";
  if (!start || !end) return start ? t("since", start) : t("until", end);
  if (start === end) return start;
  if (start.endsWith("-01-01") && end.endsWith("-12-31")) return start.slice(0, 4) === end.slice(0, 4) ? start.slice(0, 4) : `${start.slice(0, 4)}–${end.slice(0, 4)}`;
  const lastDay = new Date(Date.UTC(Number(end.slice(0, 4)), Number(end.slice(5, 7)), 0)).getUTCDate();
  if (start.slice(0, 7) === end.slice(0, 7) && start.endsWith("-01") && Number(end.slice(8)) === lastDay) return start.slice(0, 7);
  return `${start} – ${end}`;
}

const when = (period) => [period?.text, days(period)].filter(Boolean).join(" · ");

/** A record as a flat row, the columns of `policy-extract run --format csv`. */
function flat(record) {
  const { claim } = record;
  const row = { ...claim.value, ...claim, document: record.doc.name, value: claim.value.text };
  Object.assign(row, {
    subject: claim.subject?.canonical, subject_text: claim.subject?.text,
    period: claim.period?.text, period_start: claim.period?.start, period_end: claim.period?.end,
    evidence: record.quote,
  });
  return state.data.row_fields.map((name) => row[name]);
}

const FORMULA = /^'*[=+\-@\t\r]/;
const PLAIN = /^[+-]?[0-9]+(\.[0-9]+)?[%％]?$/;

/** A cell of CSV; what a spreadsheet would run as a formula is marked as text. */
const csvCell = (cell) => {
  let text = String(cell ?? "");
  if (typeof cell === "string" && FORMULA.test(text) && !PLAIN.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csv = (rows) => rows.map((row) => row.map(csvCell).join(",") + "\r\n").join("");

/** Quote, document and offsets, for a footnote. */
function citation(record) {
  const { value } = record.claim;
  return `“${record.quote || value.text}” ${record.doc.title ? `${record.doc.title}, ` : ""}${record.doc.name}, ${t("characters")} ${value.start}–${value.end} (sha256 ${record.doc.sha256.slice(0, 12)})`;
}
