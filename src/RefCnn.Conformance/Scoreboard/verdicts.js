// Verdicts: networks, layers, cases, and what is known of one.
const WAYS = { networks: "end to end", certificates: "layer by layer", model: "third-party" };
const isWhole = one => one.suite in WAYS;
const WORST_FIRST = ["fail", "mistrusted", "degraded", "left out", "unavailable", "unsupported", "pass"];

function badge(one) {
  return element("button", { class: `badge ${styleOf(one.verdict)}`, "aria-label": describe(one), click: () => open(one.key) },
    element("span", { class: "mark", "aria-hidden": "true" }, MARKS[one.verdict]), one.verdict, one.margin === null ? null : element("small", {}, number(one.margin)));
}

// A row of squares is one stop of the tab key; arrows go along it.
function strip(items, label, press) {
  const cells = items.map((item, index) => element("button", {
    class: `cell ${styleOf(item.verdict)}`, style: `--m: ${shade(item.margin)}`, tabindex: index ? -1 : 0, title: item.title, "aria-label": item.title, click: () => press(item),
  }));
  const move = event => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity }[event.key], at = cells.indexOf(document.activeElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const next = cells[Math.min(Math.max(at + step, 0), cells.length - 1)];
    cells.forEach(cell => cell.tabIndex = -1);
    next.tabIndex = 0;
    next.focus();
  };
  return element("div", { class: "strip", role: "group", "aria-label": label, keydown: move }, cells);
}

function showNetworks(list) {
  const found = [...groups(list, one => one.name.replace(/^model\//, ""))];
  fill("networks", found.length ? matrix("network", isWhole, shown => found.map(([name, here]) => element("tr", {}, element("th", { scope: "row" }, name), shown.map(column =>
    element("td", {}, at(here, column).map(one => element("div", { class: "way" }, badge(one), element("small", {}, WAYS[one.suite]), one.layers ? layersOf(one) : null))))))) : null);
}

function layersOf(one) {
  const items = one.layers.map(layer => ({ ...layer, title: `${layer.node} (#${layer.index}, ${layer.kind}): ${layer.verdict}, margin ${number(layer.margin)}` }));
  return strip(items, `Layers of ${one.id} on ${one.on}`, layer => open(one.key, layer));
}

function showLayers(list) {
  const found = [...groups(list, one => one.suite === "layers" ? one.name.split("/")[0] : one.suite)].sort();
  fill("layers", found.length ? matrix("layer", one => !isWhole(one), shown => found.map(([kind, all]) => element("tr", {}, element("th", { scope: "row" }, kind), shown.map(column => {
    const here = at(all, column);
    return element("td", {}, here.length ? strip(here.map(one => ({ ...one, title: describe(one) })), `${kind} on ${here[0].on}, ${here.length} cases`, one => open(one.key)) : null);
  })))) : null);
}

function showCases(list) {
  const value = { verdict: one => WORST_FIRST.indexOf(one.verdict), id: one => one.id, backend: one => one.on, margin: one => -(one.margin ?? -1), ms: one => -one.milliseconds }[state.sort];
  const sorted = list.toSorted((a, b) => (value(a) > value(b) ? 1 : value(a) < value(b) ? -1 : 0) * (state.descending ? -1 : 1));
  const sortable = (name, extra = {}) => heading(element("button", { type: "button", "data-sort": name, click: () => sortBy(name) }, name, state.sort === name ? (state.descending ? " ▲" : " ▼") : ""),
    { "aria-sort": state.sort === name ? (state.descending ? "ascending" : "descending") : "none", ...extra });
  const rows = sorted.slice(0, 100).map(one => element("tr", {}, element("td", {}, badge({ ...one, margin: null })), element("th", { scope: "row" }, one.id), element("td", {}, one.on),
    element("td", numeric, number(one.margin)), element("td", numeric, number(one.milliseconds)), element("td", { class: "message" }, one.message)));
  const more = list.length > rows.length ? `The first ${rows.length} of ${list.length}: filter to see others.` : "";
  fill("cases", rows.length ? table(more, element("tr", {}, sortable("verdict"), sortable("id"), sortable("backend"), sortable("margin", numeric), sortable("ms", numeric), heading("message")), rows) : null);
}

function sortBy(name) {
  state.descending = state.sort === name && !state.descending;
  state.sort = name;
  refresh();
  document.querySelector(`#cases [data-sort=${name}]`)?.focus();
}

let opener = null;
function open(key, layer) {
  const one = byKey.get(key), dialog = $("detail");
  if (!one) return;
  state.case = key;
  remember();
  const pairs = [["verdict", `${MARKS[one.verdict]} ${one.verdict}`], ["margin", one.margin === null ? "nothing was compared" : `${number(one.margin)} of what is allowed`], ["took", `${number(one.milliseconds)} ms`],
    ...(layer ? [["layer", layer.title], ...(layer.message ? [["why", layer.message]] : [])] : []), ...(one.message ? [["message", one.message]] : [])];
  const chosen = { networks: `--networks ${one.name}`, certificates: `--networks ${one.name} --certify` }[one.suite] ?? `--case ${one.id}`;
  const command = one.backend === "steps" ? chosen : `${chosen} --backend ${one.backend.split(" (")[0]}`;
  dialog.replaceChildren(element("h2", { id: "d-title" }, `${one.id} on ${one.on}`), element("button", { class: "close", click: close, "aria-label": "Close" }, "✕"),
    element("dl", {}, pairs.map(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]), element("dt", {}, "repeat"), element("dd", {}, element("code", {}, `refcnn verify ${command}`))));
  opener = document.activeElement;
  if (!dialog.open) dialog.show();
  dialog.querySelector(".close").focus();
}
function close() {
  $("detail").close();
  state.case = "";
  remember();
  if (opener?.isConnected) opener.focus();
}
