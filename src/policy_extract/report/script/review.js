// Review: a record is right, wrong, or edited; what was decided becomes a gold file.

const KINDS = ["count", "money", "measure", "percent", "percentage_point", "multiple", "rank"];
const DECIMAL = /^-?[0-9]+(\.[0-9]+)?$/;
const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** A claim as a gold record: the fields that a person decides. */
function goldRecord(claim) {
  const made = {};
  for (const name of state.data.gold_fields) made[name] = claim[name] ?? null;
  made.subject = claim.subject?.canonical ?? null;
  return made;
}

const decided = (doc) => doc.records.filter((record) => record.decision).length;

function decide(record, verdict, gold = null) {
  record.decision = verdict ? { verdict, gold } : null;
  keep(record.doc);
}

/** The review of one record; `after(record, advance)` is called when something was decided. */
function reviewBox(record, after) {
  const verdict = record.decision?.verdict ?? null;
  const set = (value) => () => { decide(record, verdict === value ? null : value); after(record, verdict !== value); };
  const choice = (value, mark) => button(`${mark} ${t(value)}`, set(value), { "aria-pressed": String(verdict === value), class: `verdict ${value}` });
  const form = el("div.form");
  const edit = button(`✎ ${t("edit")}`, () => fill(form, editForm(record, after, () => fill(form))),
    { "aria-pressed": String(verdict === "edited"), class: "verdict edited" });
  return el("fieldset.review", {}, el("legend", {}, `${t("review")} · ${t("decided", count(decided(record.doc)), count(record.doc.records.length))}`),
    el("div.verdicts", {}, choice("right", "✓"), choice("wrong", "✗"), edit,
      button(t("download_gold"), () => askGold(record.doc), { class: "gold" })), form);
}

function editForm(record, after, close) {
  const gold = record.decision?.gold ?? goldRecord(record.claim);
  const { value, period } = gold;
  const id = (name) => `edit-${name}`;
  const input = (name, shown, attributes = {}) =>
    el("label", {}, t(name), el("input", { name, id: id(name), value: shown ?? "", autocomplete: "off", ...attributes }));
  const select = (name, shown, keys) => el("label", {}, t(name), el("select", { name, id: id(name) },
    keys.map((key) => el("option", { value: key, selected: (shown ?? "") === key }, name === "comparator" ? key : key ? t(key) : "—"))));
  const fault = el("p.fault", { role: "alert" });
  const form = el("form", {
    onsubmit: (event) => {
      event.preventDefault();
      const entries = Object.fromEntries([...new FormData(form)].map(([key, text]) => [key, text.trim() || null]));
      const problem = faultOf(entries);
      if (problem) return fill(fault, problem);
      decide(record, "edited", edited(gold, entries));
      return after(record, false);
    },
  }, select("record", gold.record, ["metric", "target"]), input("indicator", gold.indicator, { required: true }),
  input("number", value.number, { inputmode: "decimal" }), input("low", value.low, { inputmode: "decimal" }), input("high", value.high, { inputmode: "decimal" }),
  input("unit", value.unit), select("comparator", value.comparator, ["=", ">=", ">", "<=", "<", "~"]), select("kind", value.kind, KINDS),
  input("subject", gold.subject), input("period_text", period?.text), input("period_start", period?.start, { placeholder: "YYYY-MM-DD" }),
  input("period_end", period?.end, { placeholder: "YYYY-MM-DD" }), select("direction", gold.direction, ["", "increase", "decrease"]),
  input("baseline", gold.baseline), input("scope", gold.scope), fault,
  el("div.verdicts", {}, el("button", { type: "submit" }, t("save")), button(t("cancel"), close)));
  setTimeout(() => form.querySelector("select")?.focus());
  return form;
}

/** What `gold accept` would refuse, said in the form. */
function faultOf(entry) {
  const bad = ["number", "low", "high"].find((name) => entry[name] && !DECIMAL.test(entry[name]));
  if (bad) return t("fault_decimal", t(bad));
  if (!entry.indicator) return t("fault_empty", t("indicator"));
  if (entry.number ? entry.low || entry.high : !(entry.low && entry.high)) return t("fault_number");
  if (!entry.number && Number(entry.low) > Number(entry.high)) return t("fault_order");
  const day = ["period_start", "period_end"].find((name) => entry[name] && !(ISO.test(entry[name]) && isDay(entry[name])));
  if (day) return t("fault_date", t(day));
  if (entry.period_start && entry.period_end && entry.period_start > entry.period_end) return t("fault_order");
  return "";
}

function isDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function edited(gold, entry) {
  const value = { ...gold.value };
  for (const name of ["number", "low", "high", "unit", "comparator", "kind"]) value[name] = entry[name];
  const same = gold.period?.text === entry.period_text;
  const dated = entry.period_text || entry.period_start || entry.period_end;
  return {
    ...gold, value,
    ...Object.fromEntries(["record", "indicator", "direction", "baseline", "scope", "subject"].map((name) => [name, entry[name]])),
    period: dated ? { text: entry.period_text, start: entry.period_start, end: entry.period_end, at: same ? gold.period?.at ?? null : null } : null,
  };
}

/** A record that the extraction missed, on the characters that a person selected. */
function addRecord(doc, span) {
  const digits = span.text.replaceAll(",", "").match(/-?[0-9]+(\.[0-9]+)?/);
  const claim = {
    id: `r${span.start}-${span.end}`, record: "metric", indicator: "", subject: null, period: null, direction: null, baseline: null, scope: null, because: [],
    value: { text: span.text, start: span.start, end: span.end, kind: span.text.includes("%") ? "percent" : "count", number: digits?.[0] ?? null, low: null, high: null, unit: null, comparator: "=" },
    evidence: null,
  };
  const record = makeRecord(doc, claim, null);
  Object.assign(record, { added: true, n: state.records.length });
  doc.records.push(record);
  state.records.push(record);
  return record;
}

/** Gold of a document: the records that are right or edited; `rest` counts the undecided in. */
function goldOf(doc, rest, withEntities) {
  const records = doc.records.flatMap((record) => {
    const { verdict, gold } = record.decision ?? {};
    if (verdict === "edited") return [gold];
    const own = !record.added && record.check?.status !== "missed";
    return verdict === "right" || (!verdict && rest && own) ? [goldRecord(record.claim)] : [];
  });
  const gold = {
    text_chars: doc.chars, sha256: doc.sha256,
    document: {
      name: doc.name.replace(/^.*[\\/]/, ""),
      published: doc.published_found === "option" ? doc.published : null,
      place: doc.place_found === "option" ? doc.place : null,
    },
    ...(records.length ? {} : { no_records: true }),
    records,
    entities: withEntities && doc.entities ? doc.entities.map(({ type, text, start, end }) => ({ type, text, start, end })) : null,
  };
  const lines = Object.entries(gold).map(([key, value]) => ` ${JSON.stringify(key)}: ${Array.isArray(value) && value.length
    ? `[\n${value.map((one) => `  ${JSON.stringify(one)}`).join(",\n")}\n ]` : JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function askGold(doc) {
  const open = doc.records.filter((record) => !record.decision && !record.added && record.check?.status !== "missed").length;
  const save = (withEntities) => {
    download(`${fileName(doc.name).replace(/\.[^.]*$/, "")}.gold.json`, "application/json", goldOf(doc, true, withEntities));
    doc.saved = decided(doc);
    dialog.close();
  };
  const entities = el("input", { type: "checkbox", id: "with-entities" });
  const dialog = el("dialog", { "aria-labelledby": "gold-title", onclose: () => dialog.remove() },
    el("h2", { id: "gold-title" }, t("download_gold")),
    doc.whole === false ? el("p", {}, t("gold_partial")) : [
      el("p", {}, open ? t("gold_open", count(open), count(doc.records.length)) : t("gold_all")),
      doc.entities && el("label", {}, entities, " ", t("gold_entities")),
      el("p", {}, el("code", {}, `policy-extract gold accept ${t("folder")} --from ${visible(fileName(doc.name).replace(/\.[^.]*$/, ""))}.gold.json`))],
    el("div.verdicts", {}, doc.whole !== false && button(open ? t("gold_rest") : t("download"), () => save(entities.checked), { class: "save" }), button(t("cancel"), () => dialog.close())));
  document.body.append(dialog);
  dialog.showModal();
}

// What was decided outlives a closed window where the browser lets it; the file is what counts.
const shelf = (doc) => `policy-extract:${doc.sha256}`;
function keep(doc) {
  const made = doc.records.filter((record) => record.decision && !record.added)
    .map((record) => [record.claim.id ?? "", record.claim.value.start, record.decision]);
  try {
    localStorage.setItem(shelf(doc), JSON.stringify(made));
  } catch { /* a browser that keeps nothing for files: the download remains */ }
}
function restore(doc) {
  try {
    for (const [id, start, decision] of JSON.parse(localStorage.getItem(shelf(doc))) ?? []) {
      const record = doc.records.find((one) => (one.claim.id ?? "") === id && one.claim.value.start === start);
      if (record) record.decision = decision;
    }
  } catch { /* nothing was kept */ }
  doc.saved = decided(doc);
}
addEventListener("beforeunload", (event) => {
  if (state.data?.documents.some((doc) => decided(doc) !== (doc.saved ?? 0))) event.preventDefault();
});
