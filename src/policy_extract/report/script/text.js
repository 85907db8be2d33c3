// A document's text with its marks: values always, entities on request, the fields of the chosen record.

const ROLES = ["indicator", "subject", "period"];

/** Where a claim's fields stand, as `{role, start, end}` in the contract's offsets. */
function places(claim) {
  return [
    ...(claim.indicator_at ?? []).map((span) => ({ role: "indicator", ...span })),
    ...["subject", "period"].flatMap((role) => (claim[role]?.at ? [{ role, ...claim[role].at }] : [])),
  ];
}

/**
 * The nodes of `text[start:end]` under marks that may cross each other. A mark has `start`, `end` and
 * `wrap(node, first, last)`; of marks over the same stretch the first one lies outermost.
 */
function marked(text, start, end, marks) {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start);
  const cuts = new Set([start, end]);
  for (const mark of inside) {
    if (mark.start > start) cuts.add(mark.start);
    if (mark.end < end) cuts.add(mark.end);
  }
  const ordered = [...cuts].sort((a, b) => a - b);
  const nodes = [];
  for (let index = 0; index + 1 < ordered.length; index += 1) {
    const [from, to] = [ordered[index], ordered[index + 1]];
    let node = document.createTextNode(visible(text.slice(from, to)));
    for (const mark of inside.filter((one) => one.start <= from && one.end >= to).reverse())
      node = mark.wrap(node, from === Math.max(mark.start, start), to === Math.min(mark.end, end));
    nodes.push(node);
  }
  return nodes;
}

const evidenceMark = (span) => ({ ...span, wrap: (node) => el("span.evidence", {}, node) });
const roleMark = (span) => ({
  ...span,
  wrap: (node, first) => el(`span.role.${span.role}${first ? ".first" : ""}`, { dataset: { label: t(span.role) } }, node),
});

/** The text of `doc`; `options.choose(record)` is called for a mark, `options.select(span)` for a selection. */
function textView(doc, options) {
  const u = (at) => toUnits(doc, at);
  const inUnits = (span) => ({ ...span, start: u(span.start), end: u(span.end) });
  const values = groupValues(doc, u);
  const entities = (doc.entities ?? []).map(inUnits);
  const types = new Set();
  const regions = [];
  let chosen = null;
  let extras = [];

  const blocks = el("div.blocks", { onclick: click, onkeydown: walk, onmouseup: selected, onkeyup: selected });
  const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  lines.setAttribute("class", "lines");
  lines.setAttribute("aria-hidden", "true");
  const root = el("article.text", { lang: "zh-CN", "aria-label": doc.title ?? doc.name }, el("div.sheet", {}, blocks, lines));
  if (doc.blocks.length > 400) root.classList.add("long");

  let rows = null;
  for (const block of doc.blocks) {
    const kind = block.kind;
    if (kind === "row") {
      if (!rows) blocks.append(el("div.grid", {}, el("table", {}, (rows = el("tbody")))));
      const line = el("tr");
      for (const [start, end] of block.cells) line.append(region("td", start, end));
      rows.append(line);
      continue;
    }
    rows = null;
    blocks.append(region({ title: "h2.title", more: "p.more", body: "p" }[kind] ?? `h${Number(kind[1]) + 1}`, block.start, block.end));
  }
  inSlices(regions, draw);
  addEventListener("beforeprint", () => regions.forEach(draw));
  new ResizeObserver(link).observe(blocks);

  function region(tag, start, end) {
    const made = { element: el(tag), start: u(start), end: u(end), drawn: false };
    made.element.dataset.start = made.start;
    // Until its turn comes the text stands there without its marks.
    made.element.textContent = visible(doc.text.slice(made.start, made.end));
    regions.push(made);
    return made.element;
  }

  function draw(one, again = false) {
    if (one.drawn && again !== true) return;
    one.drawn = true;
    const near = (marks) => within(marks, one.start, one.end);
    const marks = [
      ...extras,
      ...near(values).map((group) => ({ ...group, wrap: (node, first) => valueMark(group, node, first) })),
      ...near(entities).filter((entity) => types.has(entity.type)).map((entity) => ({
        ...entity, wrap: (node, _, last) => el("span.entity", { dataset: { label: last ? t(entity.type) : "" } }, node) })),
    ];
    fill(one.element, marked(doc.text, one.start, one.end, marks));
  }

  function valueMark(group, node, first) {
    const record = group.records.includes(chosen) ? chosen : group.records[0];
    const states = group.records.map((one) => one.check?.status ?? one.decision?.verdict).filter(Boolean);
    return el("span", {
      class: ["value", record.kind, first && "first", group.records.includes(chosen) && "chosen", states[0]].filter(Boolean).join(" "),
      role: "button", tabindex: group.tab ? 0 : -1, "aria-pressed": String(group.records.includes(chosen)),
      title: group.records.map((one) => `${t(one.kind)}: ${visible(one.claim.indicator)}${one.check ? ` (${t(one.check.status)})` : ""}`).join("\n"),
      dataset: { group: group.index },
    }, node);
  }

  const regionsOf = (spans) => regions.filter((one) => spans.some((span) => span.start < one.end && span.end > one.start));

  function choose(record, scroll) {
    const before = chosen ? [...extras, inUnits(chosen.claim.value)] : [];
    chosen = record;
    extras = record ? [
      ...(record.claim.evidence?.spans ?? []).map(inUnits).map(evidenceMark),
      ...places(record.claim).map(inUnits).map(roleMark),
    ] : [];
    values.forEach((group) => { group.tab = record ? group.records.includes(record) : group.index === 0; });
    const now = record ? [...extras, inUnits(record.claim.value)] : [];
    regionsOf([...before, ...now]).forEach((one) => draw(one, true));
    if (record && scroll) reveal(record.claim.value);
    link();
  }

  /** Scroll to a span, in the contract's offsets. */
  function reveal(span) {
    const at = u(span.start);
    const home = regions.find((one) => one.start <= at && at < one.end);
    if (!home) return;
    draw(home);
    const mark = [...home.element.querySelectorAll(".value.chosen, .role")].find((node) => offsetOf(node) >= at) ?? home.element;
    mark.scrollIntoView({ block: "center" });
  }

  /** Lines from the fields of the chosen record to its value. */
  function link() {
    lines.replaceChildren();
    const value = blocks.querySelector(".value.chosen");
    if (!value) return;
    const frame = blocks.getBoundingClientRect();
    lines.setAttribute("width", frame.width);
    lines.setAttribute("height", frame.height);
    const point = (node) => {
      const box = node.getClientRects()[0] ?? node.getBoundingClientRect();
      return [box.left - frame.left + box.width / 2, box.top - frame.top, box.bottom - frame.top];
    };
    const [x, top, bottom] = point(value);
    for (const role of ROLES)
      for (const node of blocks.querySelectorAll(`.role.${role}.first`)) {
        const [fromX, fromTop, fromBottom] = point(node);
        const above = fromBottom <= top;
        const startY = above ? fromBottom : fromTop;
        const endY = above ? top : fromTop >= bottom ? bottom : top;
        const lift = above || fromTop >= bottom ? (startY + endY) / 2 : Math.min(startY, endY) - 14;
        const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
        path.setAttribute("d", `M${fromX},${startY} C${fromX},${lift} ${x},${lift} ${x},${endY}`);
        path.setAttribute("class", role);
        lines.append(path);
      }
  }

  function click(event) {
    const node = event.target.closest("[data-group]");
    if (!node || String(getSelection()).length) return;
    pick(values[node.dataset.group]);
  }

  /** Of several records on one value a second click takes the next. */
  function pick(group) {
    const next = group.records[(group.records.indexOf(chosen) + 1) % group.records.length];
    options.choose(next);
    blocks.querySelector(".value.chosen")?.focus({ preventScroll: true });
  }

  function walk(event) {
    const node = event.target.closest("[data-group]");
    if (!node) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Enter" || event.key === " ") pick(values[node.dataset.group]);
    else if (step) {
      const next = values[Number(node.dataset.group) + step];
      if (next) {
        regionsOf([next]).forEach((one) => draw(one));
        blocks.querySelector(`[data-group="${next.index}"]`)?.focus();
      }
    } else return;
    event.preventDefault();
  }

  function selected() {
    const selection = getSelection();
    if (selection.isCollapsed || !blocks.contains(selection.anchorNode) || !blocks.contains(selection.focusNode)) return options.select(null);
    const range = selection.getRangeAt(0);
    const [start, end] = [positionOf(range.startContainer, range.startOffset), positionOf(range.endContainer, range.endOffset)];
    if (start === null || end === null || start >= end) return options.select(null);
    return options.select({ text: doc.text.slice(start, end), start: toPoints(doc, start), end: toPoints(doc, end) });
  }

  /** The offset (UTF-16) of a point in the page. */
  function positionOf(node, offset) {
    const home = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!home) return null;
    const range = document.createRange();
    range.setStart(home, 0);
    range.setEnd(node, offset);
    return Number(home.dataset.start) + range.toString().length;
  }
  const offsetOf = (node) => positionOf(node, 0);

  return {
    root, choose, reveal, types,
    redraw: () => { regions.forEach((one) => one.drawn && draw(one, true)); link(); },
  };
}

/** Records by the value they stand on: one mark a stretch of text. */
function groupValues(doc, u) {
  const groups = new Map();
  for (const record of doc.records) {
    const { start, end } = record.claim.value;
    const key = `${start}:${end}`;
    if (!groups.has(key)) groups.set(key, { start: u(start), end: u(end), records: [] });
    groups.get(key).records.push(record);
  }
  const ordered = [...groups.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  ordered.forEach((group, index) => Object.assign(group, { index, tab: index === 0 }));
  return ordered;
}

/** The marks (sorted by start) that touch a stretch. */
function within(marks, start, end) {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (marks[middle].start < start - 400) low = middle + 1;
    else high = middle;
  }
  const found = [];
  for (let index = low; index < marks.length && marks[index].start < end; index += 1)
    if (marks[index].end > start) found.push(marks[index]);
  return found;
}
