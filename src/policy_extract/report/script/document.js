// One document: its text beside its records, either leading to the other.

function documentView(doc, standing) {
  let span = null;
  const added = button(t("add_record"), () => {
    const record = addRecord(doc, span);
    table.changed();
    choose(record, false);
    detail.root.querySelector(".verdict.edited")?.click();
  }, { disabled: true, class: "add" });
  const text = textView(doc, { choose: (record) => choose(record, false), select: (found) => { span = found; added.disabled = !found; } });
  const table = recordTable(doc.records, { review: true, choose: (record) => choose(record, true) });
  const detail = detailView({
    reveal: (at) => text.reveal(at),
    decided: (record, advance) => {
      const next = advance && table.shown[table.shown.indexOf(record) + 1];
      table.draw();
      text.redraw();
      choose(next || record, Boolean(next));
      detail.root.querySelector(".verdict.right")?.focus({ preventScroll: true });
    },
  });

  function choose(record, scroll) {
    detail.show(record);
    table.choose(record, false);
    text.choose(record, scroll);
    markHash(record);
  }

  const root = el("div.docview", {},
    el("div.reading", {}, about(doc), tools(doc, text, added), text.root),
    el("div.side", {}, detail.root, table.root));
  if (standing) choose(standing, true);
  return { root, choose };
}

function about(doc) {
  const facts = [doc.place && [t("place"), bdi(doc.place)], doc.published && [t("published"), bdi(doc.published)], [t("characters"), count(doc.chars)], [t("file"), bdi(doc.name)]];
  return el("header.about", {}, state.data.documents.length > 1 && el("h2", {}, bdi(doc.title ?? doc.name)),
    el("p", {}, facts.filter(Boolean).map(([name, shown]) => el("span", {}, `${name} `, shown))),
    doc.checks && el("p.score", {}, ["right", "wrong", "extra", "missed"].map((status) => el("span", { class: `check ${status}` },
      `${{ right: "✓", wrong: "≠", extra: "+", missed: "−" }[status]} ${t(status)} ${count(doc.records.filter((record) => record.check?.status === status).length)}`))),
    doc.warnings?.length > 0 && el("details", {}, el("summary", {}, t("warnings", count(doc.warnings.length))),
      el("ul", {}, doc.warnings.slice(0, 50).map((warning) => el("li", {}, bdi(warning.message))))));
}

/** The legend, the entities by type on request, a record for what was selected. */
function tools(doc, text, added) {
  const counts = {};
  for (const entity of doc.entities ?? []) counts[entity.type] = (counts[entity.type] ?? 0) + 1;
  const types = state.data.types.filter((type) => counts[type]);
  const boxes = types.map((type) => el("label", {}, el("input", {
    type: "checkbox",
    onchange: (event) => { text.types[event.target.checked ? "add" : "delete"](type); text.redraw(); },
  }), ` ${t(type)} ${count(counts[type])}`));
  return el("div.tools", {},
    el("span.legend", {}, el("span.sign.target", {}, `◎ ${t("target")}`), el("span.sign.metric", {}, `● ${t("metric")}`),
      ROLES.map((role) => el("span", { class: `role ${role}` }, t(role)))),
    boxes.length > 0 && el("details", {}, el("summary", {}, t("entities")), el("div.boxes", {}, boxes)), added);
}

function markHash(record) {
  try {
    history.replaceState(null, "", `#record-${record.n}`);
  } catch { /* some browsers keep the address of a file as it is */ }
}
