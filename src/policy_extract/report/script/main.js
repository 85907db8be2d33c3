// The frame: views, language, the way in.

const views = {};
let standing = null;

function frame() {
  const { documents, track, errors } = state.data;
  const many = documents.length > 1 || errors.length > 0;
  const read = documents.filter((doc) => doc.text !== undefined);
  const tabs = [];
  if (many) tabs.push("overview");
  if (many || (documents.length && !read.length)) tabs.push("records");
  if (read.length) tabs.push("document");
  if (track.length) tabs.push("tracked");
  return tabs.length ? tabs : ["overview"];
}

function show(name, target = null) {
  const tabs = frame();
  state.view = name;
  fill(document.getElementById("tabs"), tabs.length > 1 && tabs.map((tab) =>
    button(t(`tab_${tab}`), () => show(tab), { "aria-current": tab === name ? "page" : null })));
  fill(document.getElementById("tools"), button(state.language === "zh" ? "English" : "中文", toggle, { lang: state.language === "zh" ? "en" : "zh-CN", class: "language" }));
  const main = document.getElementById("main");
  const readable = state.data.documents.filter((doc) => doc.text !== undefined);
  if (name === "overview") fill(main, overview((doc) => openDocument(doc)));
  else if (name === "records") {
    views.records = collectionView((record) => show("document", record), standing);
    if (target) Object.assign(views.records.table.filter.facets, target) && views.records.table.changed();
    fill(main, views.records.root);
  } else if (name === "document") {
    if (target) [state.doc, standing] = [target.doc, target];
    state.doc = readable.includes(state.doc) ? state.doc : readable[0];
    const view = documentView(state.doc, null);
    fill(main, readable.length > 1 && chooser(readable), view.root);
    if (standing?.doc === state.doc) view.choose(standing, true);
  } else fill(main, trackedView());
}

function openDocument(doc) {
  standing = null;
  if (doc.text === undefined) return show("records", { document: doc.name });
  state.doc = doc;
  return show("document");
}

function chooser(readable) {
  return el("p.chooser", {}, el("label", {}, t("document"), " ", el("select", { onchange: (event) => openDocument(readable[event.target.value]) },
    readable.map((doc, index) => el("option", { value: index, selected: doc === state.doc }, visible(doc.title ? `${doc.title} (${doc.name})` : doc.name))))));
}

function toggle() {
  state.language = state.language === "zh" ? "en" : "zh";
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  translate();
  show(state.view);
  document.querySelector(".language").focus();
}

function translate() {
  document.querySelector(".skip").textContent = t("skip");
  document.getElementById("tabs").setAttribute("aria-label", t("views"));
  fill(document.getElementById("foot"), `policy-extract ${state.data.version} · ${t("foot")}`);
}

async function start() {
  state.data = await unpack();
  state.words = state.data.words;
  state.records = readRecords(state.data);
  state.data.documents.forEach(restore);
  translate();
  const [, number] = location.hash.match(/^#record-(\d+)$/) ?? [];
  const asked = number === undefined ? null : state.records[number];
  if (asked?.doc.text !== undefined && asked) show("document", asked);
  else {
    standing = asked;
    show(asked ? "records" : frame()[0]);
  }
  document.documentElement.dataset.ready = "true";
}

start().catch((error) => {
  document.getElementById("main").textContent = `policy-extract: ${error}`;
  document.documentElement.dataset.ready = "failed";
});
