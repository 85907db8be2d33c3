// Records by indicator, place, year, document: counts that narrow the table at a click.

const FACETS = {
  indicator: (record) => record.claim.indicator_id ?? record.claim.indicator,
  place: (record) => record.place,
  year: (record) => record.year,
  document: (record) => record.doc.name,
};
const FACET_ROWS = 12;
const FACET_MOST = 300;

/** The facets of a table; each counts what the others leave. */
function facetLists(records, table) {
  const root = el("aside.facets", { "aria-label": t("narrow") });
  const open = new Set();

  function draw() {
    const { filter } = table;
    fill(root, Object.keys(FACETS).map((name) => list(name, filter)),
      Object.keys(filter.facets).length > 0 && button(t("clear"), () => { filter.facets = {}; table.changed(); }));
  }

  function list(name, filter) {
    const others = { ...filter, facets: { ...filter.facets } };
    delete others.facets[name];
    const counts = new Map();
    for (const record of records)
      if (matches(others, record)) {
        const value = FACETS[name](record);
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    const byYear = (a, b) => (a[0] && b[0] ? compareText(b[0], a[0]) : compareText(a[0], b[0]));
    const ordered = [...counts].sort(name === "year" ? byYear : (a, b) => b[1] - a[1] || compareText(a[0], b[0]));
    const most = Math.max(...counts.values(), 1);
    const rows = ordered.slice(0, open.has(name) ? FACET_MOST : FACET_ROWS);
    const more = ordered.length - rows.length;
    return el("section", {}, el("h2", {}, `${t(`by_${name}`)} (${count(ordered.length)})`),
      el("ul", {}, rows.map(([value, number]) => {
        const pressed = filter.facets[name] === value && name in filter.facets;
        return el("li", {}, el("button", {
          type: "button", "aria-pressed": String(pressed),
          onclick: () => {
            if (pressed) delete filter.facets[name];
            else filter.facets[name] = value;
            table.changed();
          },
        }, el("span.name", {}, bdi(value ?? t("unsaid"))), el("meter", { min: 0, max: most, value: number, "aria-hidden": "true" }),
        el("span.number", {}, count(number))));
      })),
      more > 0 && !open.has(name) && button(t("show_more", count(Math.min(more, FACET_MOST - FACET_ROWS))), () => { open.add(name); draw(); }));
  }

  draw();
  return { root, draw };
}
