// One record in full: its sentence, its fields and where they stand, why, gold beside it, copies.

/** `options.reveal(span)` where the text is at hand; `options.open(record)` leads to the document. */
function detailView(options) {
  const root = el("section.detail", { "aria-label": t("record_in_full"), tabindex: -1 });
  let record = null;

  function draw() {
    if (!record) return fill(root, el("p.hint", {}, t("choose_hint")));
    const { claim } = record;
    return fill(root,
      el("header", {}, el("h2", {}, sign(record), " ", bdi(claim.value.text)), checkBadge(record),
        options.open && record.doc.text && button(t("open_in_text"), () => options.open(record))),
      el("blockquote", { lang: "zh-CN" }, quote(claim)),
      fields(claim), record.check?.gold && record.check.status === "wrong" && besideGold(),
      reviewBox(record, options.decided),
      el("div.copies", {},
        button(t("copy_csv"), () => copy(csv([state.data.row_fields, flat(record)]))),
        button(t("copy_citation"), () => copy(citation(record))),
        button(t("copy_json"), () => copy(JSON.stringify(claim, null, 2)))),
      because(claim),
      el("details.raw", { ontoggle: (event) => showRaw(event.target, claim) }, el("summary", {}, t("raw_json"))));
  }

  function showRaw(details, claim) {
    if (details.open && !details.querySelector("pre"))
      details.append(el("pre", { tabindex: 0, role: "region", "aria-label": t("raw_json") }, JSON.stringify(claim, null, 2)));
  }

  function fields(claim) {
    const at = (spans) => options.reveal && record.doc.text && spans?.length
      ? spans.map((span) => button("→", () => options.reveal(span), { class: "at", "aria-label": `${t("show_in_text")}: ${visible(span.text)}`, title: `${span.start}–${span.end}` }))
      : null;
    const { subject, period, value } = claim;
    const lines = [
      ["value", [bdi(exact(value)), ` (${t(value.kind)})`], [value]],
      ["indicator", [bdi(claim.indicator), claim.indicator_id && el("code", {}, claim.indicator_id)], claim.indicator_at, "indicator"],
      ["subject", subject && [bdi(subject.canonical), subject.text && subject.text !== subject.canonical && [" (", bdi(subject.text), ")"]], subject?.at && [subject.at], "subject"],
      ["period", period && bdi(when(period)), period?.at && [period.at], "period"],
      ["direction", claim.direction && t(claim.direction)],
      ["statistic", claim.statistic && t(claim.statistic)],
      ["baseline", claim.baseline && baseline(claim.baseline)],
      ["scope", claim.scope && bdi(claim.scope)],
      ["confidence", typeof claim.confidence === "number" && `${(claim.confidence * 100).toFixed(0)}%`],
      ["document", [bdi(record.doc.title ?? record.doc.name), el("small", {}, bdi(record.doc.name), ` · ${t("characters")} ${value.start}–${value.end}`)]],
    ];
    return el("dl", {}, lines.filter(([, shown]) => shown).map(([name, shown, spans, role]) =>
      el("div", {}, el("dt", role ? { class: `role ${role}` } : {}, t(name)), el("dd", {}, shown, at(spans)))));
  }

  function besideGold() {
    const { gold, wrong } = record.check;
    const { claim } = record;
    const rows = [
      ["record", (one) => t(one.record)], ["value", (one) => one.value.text], ["number", (one) => exact({ ...one.value, comparator: "=", unit: null })],
      ["unit", (one) => one.value.unit], ["kind", (one) => t(one.value.kind)], ["comparator", (one) => one.value.comparator],
      ["indicator", (one) => one.indicator], ["subject", (one) => one.subject?.canonical ?? one.subject], ["period", (one) => when(one.period)],
      ["direction", (one) => one.direction && t(one.direction)], ["baseline", (one) => one.baseline], ["scope", (one) => one.scope],
    ];
    const faulty = (name) => wrong.some((field) => field === name || field.split("_")[0] === name || (name === "number" && ["low", "high"].includes(field)));
    return el("table.beside", {}, el("caption", {}, t("beside_gold")),
      el("thead", {}, el("tr", {}, ["field", "gold", "extracted"].map((name) => el("th", { scope: "col" }, t(name))))),
      el("tbody", {}, rows.map(([name, show]) => el("tr", { class: faulty(name) ? "faulty" : null },
        el("th", { scope: "row" }, faulty(name) ? "≠ " : "", t(name)), el("td", {}, bdi(show(gold) ?? "—")), el("td", {}, bdi(show(claim) ?? "—"))))));
  }

  function because(claim) {
    return claim.because?.length > 0 && el("details.because", { open: true }, el("summary", {}, t("because")),
      el("ul", {}, claim.because.map((reason) => el("li", {}, el("code", {}, reason.rule), reason.cue && [" ", bdi(`“${reason.cue}”`)]))));
  }

  draw();
  return { root, draw, show: (next) => { record = next; draw(); }, get record() { return record; } };
}

/** The sentence of a claim with its value and fields marked, from what the record itself says. */
function quote(claim) {
  const text = claim.evidence?.text;
  if (!text) return bdi(claim.value.text);
  const local = localOffsets(text, claim.evidence.spans);
  const spans = [{ ...claim.value, role: "value" }, ...places(claim)];
  const marks = spans.flatMap(({ role, start, end }) => {
    const [from, to] = [local(start), local(end - 1)];
    return from === null || to === null ? [] : [{ role, start: from, end: to + text.slice(to).match(/^[\ud800-\udbff]?[^]/)[0].length }];
  });
  if (!claim.evidence.spans.length) {
    const at = text.indexOf(claim.value.text);
    if (at >= 0) marks.push({ role: "value", start: at, end: at + claim.value.text.length });
  }
  return marked(text, 0, text.length, marks.map((mark) => (mark.role === "value"
    ? { ...mark, wrap: (node, first) => el(`span.value.${claim.record}${first ? ".first" : ""}`, {}, node) } : roleMark(mark))));
}

/** Offsets of the document in the joined text of a claim's evidence; null for what lies outside. */
function localOffsets(text, spans) {
  const units = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) units.push(at);
  return (offset) => {
    let before = 0;
    for (const span of spans) {
      if (span.start <= offset && offset < span.end) return units[before + offset - span.start] ?? null;
      before += span.end - span.start;
    }
    return null;
  };
}
