// Many documents: what there is, what failed, and all records with facets and search.

function overview(go) {
  const { documents, errors } = state.data;
  const { records } = state;
  const number = (label, value) => el("div.number", {}, el("b", {}, count(value)), el("span", {}, label));
  return el("div.overview", {},
    el("div.numbers", {}, number(t("documents"), documents.length), number(t("targets"), records.filter((one) => one.kind === "target").length),
      number(t("metrics"), records.filter((one) => one.kind === "metric").length), number(t("errors"), errors.length)),
    documentTable(documents, go),
    errors.length > 0 && pagedTable(t("errors"), ["name", "code", "message"], errors, (error) => [bdi(error.name), el("code", {}, visible(error.code)), bdi(error.message)]));
}

function documentTable(documents, go) {
  const sum = (doc, test) => count(doc.records.reduce((all, record) => all + test(record), 0));
  const checked = documents.some((doc) => doc.checks);
  const columns = ["title", "place", "published", "targets", "metrics", ...(checked ? ["right", "wrong", "extra", "missed"] : [])];
  return pagedTable(t("documents"), columns, documents, (doc) => [
    [button(bdi(doc.title ?? doc.name), () => go(doc)), doc.title && el("small", {}, bdi(doc.name))],
    bdi(doc.place ?? ""), bdi(doc.published ?? ""),
    sum(doc, (record) => record.kind === "target" && record.check?.status !== "missed"), sum(doc, (record) => record.kind === "metric" && record.check?.status !== "missed"),
    ...columns.slice(5).map((status) => sum(doc, (record) => record.check?.status === status)),
  ]);
}

/** A plain table, a page of rows at a time. */
function pagedTable(caption, columns, items, cells) {
  const body = el("tbody");
  const pager = el("div.pager");
  const draw = (page) => {
    const from = page * ROWS;
    fill(body, items.slice(from, from + ROWS).map((item) => el("tr", {}, cells(item).map((cell) => el("td", {}, cell)))));
    fill(pager, items.length > ROWS && [
      button("‹", () => draw(page - 1), { disabled: page === 0, "aria-label": t("page_before") }),
      el("span", {}, `${count(from + 1)}–${count(Math.min(items.length, from + ROWS))} / ${count(items.length)}`),
      button("›", () => draw(page + 1), { disabled: from + ROWS >= items.length, "aria-label": t("page_after") })]);
  };
  draw(0);
  return el("section.plain", {}, el("div.scroll", { tabindex: 0, role: "region", "aria-label": caption },
    el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, columns.map((name) => el("th", { scope: "col" }, t(name))))), body)), pager);
}

/** All records of all documents; one click from a number to its sentence, another to its text. */
function collectionView(open, standing) {
  const records = state.records;
  let facets = null;
  const table = recordTable(records, {
    documents: state.data.documents.length > 1,
    review: true,
    choose: (record) => {
      detail.show(record);
      if (innerWidth < NARROW) detail.root.scrollIntoView({ block: "start" });
    },
    changed: () => facets?.draw(),
  });
  facets = facetLists(records, table);
  const detail = detailView({ open, decided: (record) => { table.draw(); detail.show(record); } });
  if (standing) { table.choose(standing, false); detail.show(standing); }
  return { root: el("div.collection", {}, facets.root, table.root, detail.root), table };
}
