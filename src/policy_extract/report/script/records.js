// The table of records: sorted, filtered, searched, a page of rows at a time.

const ROWS = 100;
const PRINTED = 5_000;
const SORTS = {
  place_in_text: (a, b) => a.n - b.n,
  record: (a, b) => (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0),
  value: (a, b) => compareText(a.claim.value.unit, b.claim.value.unit) || a.size - b.size,
  indicator: (a, b) => compareText(a.claim.indicator, b.claim.indicator),
  subject: (a, b) => compareText(a.place, b.place),
  period: (a, b) => compareText(a.day, b.day),
  confidence: (a, b) => (a.claim.confidence ?? -1) - (b.claim.confidence ?? -1),
  check: (a, b) => compareText(a.check?.status, b.check?.status),
  document: (a, b) => a.doc.index - b.doc.index,
};
const collator = new Intl.Collator("zh-CN", { numeric: true });
const compareText = (a, b) => (a === b ? 0 : !a ? 1 : !b ? -1 : collator.compare(a, b));

/** What is shown of a set of records; one object for table, facets and buttons. */
function makeFilter() {
  return { text: "", kind: "", check: "", decision: "", facets: {}, sort: "place_in_text", down: false };
}

function matches(filter, record) {
  return (
    (!filter.kind || record.kind === filter.kind) &&
    (!filter.check || record.check?.status === filter.check) &&
    (!filter.decision || (record.decision?.verdict ?? "open") === filter.decision) &&
    Object.entries(filter.facets).every(([name, value]) => FACETS[name](record) === value) &&
    filter.text.split(/\s+/).every((word) => record.search.includes(word))
  );
}

/**
 * A table of records with its search line.
 * `options.documents`: show the document's column; `options.choose(record)`: a row was chosen.
 */
function recordTable(records, options) {
  const filter = makeFilter();
  const checked = records.some((record) => record.check);
  const scored = records.some((record) => typeof record.claim.confidence === "number");
  const columns = ["record", "value", "indicator", "subject", "period"];
  if (scored) columns.push("confidence");
  if (checked) columns.push("check");
  if (options.documents) columns.push("document");
  let shown = [];
  let page = 0;
  let chosen = null;

  const head = el("tr");
  const body = el("tbody", { onkeydown: walk });
  const table = el("table.records", {}, el("caption.away", {}, t("records")), el("thead", {}, head), body);
  const tally = el("p.tally", { "aria-live": "polite" });
  const pager = el("div.pager");
  const bar = el("div.bar", { role: "search" });
  const root = el("section.table", { "aria-label": t("records") }, bar, tally,
    el("div.scroll", {}, table), pager);

  function drawBar() {
    const search = el("input", {
      type: "search", class: "search", placeholder: t("search"), "aria-label": t("search"), value: filter.text,
      oninput: (event) => { filter.text = event.target.value.toLowerCase(); changed(); },
    });
    const select = (name, keys) =>
      el("select", { "aria-label": t(name), onchange: (event) => { filter[name] = event.target.value; changed(); } },
        keys.map((key) => el("option", { value: key, selected: filter[name] === key }, t(key || `all_${name}`))));
    fill(bar, search, select("kind", ["", "target", "metric"]),
      checked && select("check", ["", "right", "wrong", "extra", "missed"]),
      options.review && select("decision", ["", "open", "right", "wrong", "edited"]),
      button(t("download_csv"), () => download("records.csv", "text/csv", "\ufeff" + csv([state.data.row_fields, ...shown.map(flat)]))));
  }

  function drawHead() {
    fill(head, columns.map((name) => {
      const sorted = filter.sort === name;
      return el("th", { scope: "col", "aria-sort": sorted ? (filter.down ? "descending" : "ascending") : "none" },
        button([t(name), el("span.arrow", { "aria-hidden": "true" }, sorted ? (filter.down ? "▼" : "▲") : "")], () => {
          if (sorted && filter.down) Object.assign(filter, { sort: "place_in_text", down: false });
          else Object.assign(filter, { sort: name, down: sorted });
          changed();
        }));
    }));
  }

  function changed() {
    const order = SORTS[filter.sort];
    shown = records.filter((record) => matches(filter, record));
    shown.sort((a, b) => (filter.down ? -1 : 1) * order(a, b) || a.n - b.n);
    page = 0;
    draw();
    options.changed?.(shown, filter);
  }

  function draw(most = ROWS) {
    const from = most === ROWS ? page * ROWS : 0;
    const rows = shown.slice(from, from + most);
    drawHead();
    fill(body, rows.map(row));
    const targets = shown.reduce((sum, record) => sum + (record.kind === "target"), 0);
    fill(tally, t("tally", count(shown.length), count(records.length), count(targets), count(shown.length - targets)));
    const last = Math.max(0, Math.ceil(shown.length / ROWS) - 1);
    const go = (to) => () => { page = to; draw(); table.scrollIntoView({ block: "nearest" }); };
    fill(pager, last > 0 && [
      button("‹", go(page - 1), { disabled: page === 0, "aria-label": t("page_before") }),
      el("span", {}, `${count(from + 1)}–${count(from + rows.length)} / ${count(shown.length)}`),
      button("›", go(page + 1), { disabled: page === last, "aria-label": t("page_after") }),
    ]);
  }

  function row(record) {
    const { claim } = record;
    const cells = {
      record: () => sign(record),
      value: () => [
        button(bdi(claim.value.text), (event) => { event.stopPropagation(); choose(record, true); }, { class: "value" }),
        el("small", {}, bdi(exact(claim.value)))],
      indicator: () => [bdi(claim.indicator), el("small", {}, [
        claim.direction && t(claim.direction), claim.statistic && t(claim.statistic), claim.baseline && baseline(claim.baseline), claim.scope]
        .filter(Boolean).join(" · "))],
      subject: () => bdi(record.subject ?? ""),
      period: () => [bdi(claim.period?.text ?? ""), el("small", {}, days(claim.period))],
      confidence: () => (typeof claim.confidence === "number" ? `${Math.round(claim.confidence * 100)}%` : ""),
      check: () => checkBadge(record),
      document: () => el("span.clip", {}, bdi(record.doc.title ?? record.doc.name)),
    };
    return el("tr", {
      class: [record.kind, record.check?.status, record === chosen && "chosen"].filter(Boolean).join(" "),
      "aria-current": record === chosen ? "true" : null,
      dataset: { n: record.n },
      onclick: () => choose(record, true),
    }, columns.map((name) => el("td", { class: name }, cells[name]())));
  }

  function choose(record, tell) {
    chosen = record;
    const index = shown.indexOf(record);
    if (index >= 0 && Math.floor(index / ROWS) !== page) page = Math.floor(index / ROWS);
    const focused = body.contains(document.activeElement);
    draw();
    const line = body.querySelector(`tr[data-n="${record?.n}"]`);
    line?.scrollIntoView({ block: "nearest" });
    if (focused) line?.querySelector("button").focus({ preventScroll: true });
    if (tell) options.choose(record);
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const line = event.target.closest("tr");
    if (!step || !line) return;
    event.preventDefault();
    const next = step > 0 ? line.nextElementSibling : line.previousElementSibling;
    next?.querySelector("button").focus();
  }

  drawBar();
  changed();
  // On paper there is no next page to turn to.
  const onPaper = (most) => () => root.isConnected && draw(most);
  addEventListener("beforeprint", onPaper(PRINTED));
  addEventListener("afterprint", onPaper(ROWS));
  return {
    root, filter, changed, choose, draw: () => draw(),
    get shown() { return shown; },
  };
}

/** Target and metric told apart by sign and word, not by colour alone. */
function sign(record) {
  const mark = record.kind === "target" ? "◎" : "●";
  const made = record.decision ? { right: "✓", wrong: "✗", edited: "✎" }[record.decision.verdict] : "";
  return el("span", { class: `sign ${record.kind}` }, el("span", { "aria-hidden": "true" }, mark), ` ${t(record.kind)}`,
    made && el("b.made", { title: t(record.decision.verdict), role: "img", "aria-label": t(record.decision.verdict) }, made));
}

function checkBadge(record) {
  if (!record.check) return "";
  const { status, wrong = [] } = record.check;
  const mark = { right: "✓", wrong: "≠", extra: "+", missed: "−" }[status];
  return el("span", { class: `check ${status}` }, `${mark} ${t(status)}`,
    wrong.length > 0 && el("small", {}, wrong.map((name) => t(name)).join(", ")));
}

const baseline = (text) => (["yoy", "mom"].includes(text) ? t(text) : `${t("against")} ${text}`);
