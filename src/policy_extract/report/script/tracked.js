// Promise against result: a panel an indicator, each mark leading to its two sentences.

const LOOKS = {
  met: "●", within: "◆", missed: "✕", undecidable: "□", "not comparable": "▽",
  "not reported": "▨", "report missing": "▧", "not yet due": "○", "no target": "•",
};
const PLACES_RANKED = 60;
const PLACES_BESIDE = 12;
const PANEL_ROWS = 200;

const verdict = (status) => el("span", { class: `status ${status.replaceAll(" ", "-")}` },
  el("span", { "aria-hidden": "true" }, LOOKS[status] ?? "?"), ` ${t(`status_${status}`)}`);

function trackedView() {
  const choice = { text: "", place: "", status: "" };
  const list = el("div.panels");
  const tally = el("p.tally", { "aria-live": "polite" });
  const pair = pairView();
  const places = [...new Set(state.data.track.map((row) => row.place))].sort(compareText);
  // Panels are drawn when they come near, one after the other, so that scrolling goes on meanwhile.
  let drawn = Promise.resolve();
  const seen = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    seen.unobserve(target);
    drawn = drawn.then(() => new Promise((next) => setTimeout(next))).then(() => target.isConnected && target.draw());
  }), { rootMargin: "400px" });

  const select = (name, all, options) => el("select", { "aria-label": t(all), onchange: (event) => { choice[name] = event.target.value; draw(); } },
    el("option", { value: "" }, t(all)), options.map(([value, label]) => el("option", { value }, label)));
  const bar = el("div.bar", { role: "search" },
    el("input", { type: "search", class: "search", placeholder: t("search_indicator"), "aria-label": t("search_indicator"),
      oninput: (event) => { choice.text = event.target.value.toLowerCase(); draw(); } }),
    select("place", "all_places", places.map((place) => [place, visible(place)])),
    select("status", "all_statuses", state.data.statuses.map((status) => [status, t(`status_${status}`)])));
  const legend = el("p.legend", {}, el("span", {}, t("target_sign")), state.data.statuses.map(verdict));

  function draw() {
    const kept = state.data.panels
      .filter((panel) => `${panel.indicator} ${panel.indicator_id}`.toLowerCase().includes(choice.text))
      .map((panel) => ({ panel, points: panel.points.filter((point) => (!choice.place || point.place === choice.place) && (!choice.status || point.status === choice.status)) }))
      .filter(({ points }) => points.length);
    fill(tally, t("panels", count(kept.length), count(kept.reduce((sum, { points }) => sum + points.length, 0))));
    seen.disconnect();
    fill(list, kept.map(({ panel, points }) => {
      const root = panelView(panel, points, pair.show);
      seen.observe(root);
      return root;
    }));
  }

  draw();
  return el("div.tracked", {}, el("div.main", {}, bar, legend, tally, list), pair.root);
}

function panelView(panel, points, choose) {
  const places = new Set(points.map((point) => point.place));
  const whens = [...new Set(points.map((point) => point.when))];
  const modes = ["years", places.size > 1 && "ranked", points.some((point) => point.layer !== null) && "layers"].filter(Boolean);
  let mode = places.size > 1 && (whens.length === 1 || places.size > PLACES_BESIDE) ? "ranked" : "years";
  let when = whens.findLast((one) => points.some((point) => point.when === one && point.outcome !== null)) ?? whens.at(-1);
  const chart = el("div.chart");
  const note = el("p.tally");
  const bar = el("div.bar");
  const name = panel.indicator ?? panel.indicator_id ?? "";
  const facts = [panel.form && t(panel.form), panel.statistic && t(panel.statistic), panel.prices && t(panel.prices), panel.unit].filter(Boolean);
  const root = el("section.panel", { "aria-label": visible(`${name} ${facts.join(" ")}`) },
    el("header", {}, el("h2", {}, bdi(name)), el("small", {}, bdi(facts.join(" · "))),
      el("p.counts", {}, Object.keys(panel.counts).map((status) => [status, points.filter((point) => point.status === status).length])
        .filter(([, number]) => number).map(([status, number]) => [verdict(status), ` ${count(number)} `]))),
    bar, chart, note, rowsTable(points, choose));

  function drawBar() {
    fill(bar, modes.length > 1 && modes.map((one) => button(t(`mode_${one}`), () => { mode = one; draw(); }, { "aria-pressed": String(one === mode) })),
      mode !== "years" && whens.length > 1 && el("select", { "aria-label": t("period"), onchange: (event) => { when = event.target.value; draw(); } },
        whens.map((one) => el("option", { value: one, selected: one === when }, one))));
  }

  function draw() {
    drawBar();
    let shown = points;
    if (mode === "years" && places.size > 1) {
      const first = new Set([...places].slice(0, PLACES_BESIDE));
      shown = points.filter((point) => first.has(point.place));
    } else if (mode !== "years") {
      const order = mode === "layers" ? (a, b) => b.layer - a.layer : (a, b) => a.rank - b.rank;
      shown = points.filter((point) => point.when === when && (mode !== "layers" || point.layer !== null)).sort(order).slice(0, PLACES_RANKED);
    }
    const drawn = new Set(shown.map((point) => point.place)).size;
    const all = mode === "years" ? places.size : new Set(points.filter((point) => point.when === when).map((point) => point.place)).size;
    fill(note, drawn < all && mode !== "layers" && t("first_places", count(drawn), count(all)));
    return drawChart(chart, mode === "years" && places.size > 1 ? "faceted" : mode, shown, choose, t("chart_of", name, t(`mode_${mode}`), count(shown.length)));
  }

  root.draw = draw;
  drawBar();
  return root;
}

/** One row a line: what the chart shows, for those who read tables, and the way to the sentences. */
function rowsTable(points, choose) {
  const columns = ["place", "period", "promise", "outcome", "gap", "verdict", "stated"];
  const row = (point) => {
    const found = state.data.track[point.row];
    return el("tr", {}, [
      button(bdi(found.place ?? "—"), () => choose(point.row)), point.when, bdi(found.target_wording ?? "—"), bdi(found.outcome_wording ?? "—"),
      found.gap === null || found.gap === undefined ? "" : bdi(`${signed(found.gap)} ${found.gap_unit ?? ""}`), verdict(point.status), bdi(found.stated ?? ""),
    ].map((cell) => el("td", {}, cell)));
  };
  const details = el("details", {
    ontoggle: () => {
      if (!details.open || details.querySelector("table")) return;
      const body = el("tbody", {}, points.slice(0, PANEL_ROWS).map(row));
      const more = el("p", {}, points.length > PANEL_ROWS && button(t("show_more", count(points.length - PANEL_ROWS)), () => {
        inSlices(points.slice(PANEL_ROWS), (point) => body.append(row(point)));
        more.remove();
      }));
      details.append(el("div.plain.scroll", {}, el("table", {}, el("thead", {}, el("tr", {}, columns.map((name) => el("th", { scope: "col" }, t(name))))), body)), more);
    },
  }, el("summary", {}, t("panel_rows", count(points.length))));
  return details;
}

const signed = (number) => (String(number).startsWith("-") ? `−${grouped(String(number).slice(1))}` : `+${grouped(number)}`);

function drawChart(home, kind, points, choose, label) {
  const style = getComputedStyle(document.documentElement);
  const ink = style.getPropertyValue("--ink").trim();
  const soft = style.getPropertyValue("--soft").trim();
  const line = style.getPropertyValue("--line").trim();
  const spec = structuredClone(state.data.charts[state.language][kind]);
  const described = points.map((point) => {
    const row = state.data.track[point.row];
    return { ...point, label: visible([point.place, point.when, `${t("promise")} ${row.target_wording ?? "—"}`, `${t("outcome")} ${row.outcome_wording ?? "—"}`, t(`status_${point.status}`)].join(", ")) };
  });
  home.setAttribute("aria-label", visible(label));
  home.setAttribute("role", "img");
  const look = {
    background: "transparent", font: style.getPropertyValue("--sans").trim(),
    axis: { labelColor: ink, titleColor: ink, gridColor: line, domainColor: soft, tickColor: soft, labelLimit: 160 },
    header: { labelColor: ink }, legend: { disable: true }, text: { color: ink }, view: { stroke: line },
  };
  spec.datasets = { points: described };
  if (spec.columns) spec.columns = Math.max(1, Math.min(4, Math.floor(home.clientWidth / 270)));
  return vegaEmbed(home, spec, { renderer: "svg", ast: true, actions: false, defaultStyle: false, tooltip: () => {}, config: look })
    .then(({ view }) => {
      // The table under the chart says the same to those who do not see it.
      home.querySelector("svg").setAttribute("aria-hidden", "true");
      view.addEventListener("click", (event, item) => {
        const row = item?.datum?.row;
        if (row !== undefined) choose(row);
      });
    })
    .catch((error) => { home.textContent = visible(error); });
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (state.view === "tracked") show("tracked");
});

/** The two sentences of a row, with their values marked, and the way to their documents. */
function pairView() {
  const root = el("aside.pair", { "aria-label": t("pair"), tabindex: -1 }, el("p.hint", {}, t("pair_hint")));
  function show_(index) {
    const row = state.data.track[index];
    const point = state.data.panels.flatMap((panel) => panel.points).find((one) => one.row === index);
    const facts = [["gap", row.gap && `${signed(row.gap)} ${row.gap_unit ?? ""}`], ["stated", row.stated],
      ["confidence", typeof row.confidence === "number" && `${Math.round(row.confidence * 100)}%`], ["because", row.because],
      ["revisions", Array.isArray(row.revisions) ? row.revisions.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join("; ") : row.revisions]];
    fill(root, el("h2", {}, bdi(row.indicator ?? row.indicator_id)), el("p", {}, bdi(row.place), ` · ${point.when} · `, verdict(point.status)),
      sentence(row, "target", "promise"), sentence(row, "outcome", "outcome"),
      el("dl", {}, facts.filter(([, shown]) => shown).map(([name, shown]) => el("div", {}, el("dt", {}, t(name)), el("dd", {}, bdi(shown))))));
    root.focus({ preventScroll: true });
    if (innerWidth < NARROW) root.scrollIntoView({ block: "nearest" });
  }
  return { root, show: show_ };
}

function sentence(row, side, name) {
  const quoted = row[`${side}_quote`];
  const wording = row[`${side}_wording`];
  const kind = side === "target" ? "target" : "metric";
  if (!quoted && !wording) return el("section", {}, el("h3", {}, t(name)), el("p.hint", {}, t("no_quote")));
  const text = quoted ?? wording;
  const at = text.indexOf(wording ?? "\u0000");
  const marks = at < 0 ? [] : [{ start: at, end: at + wording.length, wrap: (node, first) => el(`span.value.${kind}${first ? ".first" : ""}`, {}, node) }];
  const home = state.records.find((record) => record.doc.text !== undefined && record.doc.name === row[`${side}_document`] && record.claim.value.start === Number(row[`${side}_start`]));
  return el("section", {}, el("h3", {}, t(name), " ", bdi(wording ?? "")), el("blockquote", { lang: "zh-CN" }, marked(text, 0, text.length, marks)),
    el("small", {}, bdi(row[`${side}_document`] ?? ""), ` · ${t("characters")} ${row[`${side}_start`] ?? "?"}–${row[`${side}_end`] ?? "?"}`),
    home && button(t("open_in_text"), () => show("document", home)),
    button(t("copy_citation"), () => copy(`“${text}” ${row[`${side}_document`] ?? ""}, ${t("characters")} ${row[`${side}_start`]}–${row[`${side}_end`]}`)));
}
