// Elements, words, messages, downloads. Text goes into the page as text nodes only.

const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Below this width (60rem, as in the style) the panes stand one under the other. */
const NARROW = 900;

/** A text to look at: what would not be seen, or would turn the line around, shows as one sign. */
const visible = (text) => String(text).replace(UNSEEN, "\ufffd");

/** An element: attributes by name, `on…` as listeners, children as elements or as text. */
function el(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const made = document.createElement(name || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(made.dataset, value);
    else if (key === "value") made.value = value;
    else made.setAttribute(key, value === true ? "" : String(value));
  }
  put(made, children);
  return made;
}

function put(parent, children) {
  for (const child of children.flat(2)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    parent.append(child instanceof Node ? child : visible(child));
  }
  return parent;
}

const fill = (parent, ...children) => put((parent.replaceChildren(), parent), children);
/** Text of a document inside the page's own: it cannot turn the text around it. */
const bdi = (text) => el("bdi", {}, text ?? "");

const state = { language: document.documentElement.dataset.language, words: {} };

/** A word of the page in the reader's language, `{0}` filled in. */
function t(key, ...values) {
  const word = state.words[state.language]?.[key] ?? key;
  return word.replace(/\{(\d)\}/g, (_, index) => values[index] ?? "");
}

const count = (number) => Number(number).toLocaleString(state.language === "zh" ? "zh-CN" : "en");

function say(text) {
  document.getElementById("said").textContent = text;
}

const button = (label, onclick, attributes = {}) =>
  el("button", { type: "button", onclick, ...attributes }, label);

function download(name, type, text) {
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = el("textarea", { class: "away", "aria-hidden": "true", tabindex: -1, value: text });
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(t("copied"));
}

/** A name for a file that no system takes amiss. */
const fileName = (name) =>
  name.replace(/^.*[\\/]/, "").replace(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^\.+/, "").slice(0, 80) || "document";

/** `task` for each of `items`, some milliseconds at a time, so that the page stays awake. */
function inSlices(items, task) {
  const rest = items[Symbol.iterator]();
  const slice = () => {
    const until = performance.now() + 12;
    for (let next = rest.next(); !next.done; next = rest.next()) {
      task(next.value);
      if (performance.now() > until) {
        setTimeout(slice);
        return;
      }
    }
  };
  setTimeout(slice);
}
