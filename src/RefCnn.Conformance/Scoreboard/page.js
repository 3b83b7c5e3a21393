"use strict";
const { machines } = JSON.parse(document.getElementById("data").textContent);
const WHOLE = new Set(["network", "certificate", "model"]);
const MARKS = { pass: "✓", degraded: "≈", fail: "✗", mistrusted: "?", unsupported: "–", unavailable: "∅" };
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999"];
const PAPER = [["conv-deconv", "Core ML, iPad Pro 2017", 512], ["conv-deconv-reduced", "the authors' library, iPad Pro 2017", 841]];
const several = machines.length > 1;
const cases = machines.flatMap(machine => machine.verdicts.cases.map(one => ({ ...one, backend: several ? `${one.backend} · ${machine.name}` : one.backend, engine: one.backend, machine: machine.name })));
cases.forEach(one => one.key = `${one.id}@${one.backend}`);
const backends = [...new Set(cases.map(one => one.backend))];
const byKey = new Map(cases.map(one => [one.key, one]));
const $ = id => document.getElementById(id);
const state = { text: "", only: "", backend: "", case: "", sort: "verdict", descending: false };

// An element: its tag, attributes (functions are listeners) and children.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
  return made;
}

const number = value => value === null || value === undefined ? "–" : value === 0 ? "0" : Math.abs(value) >= 0.001 && Math.abs(value) < 10000 ? Number(value.toPrecision(3)).toString() : value.toExponential(1);
// Margins span decades: 10⁻⁴ and below is palest, 1 is full.
const shade = margin => margin > 0 ? Math.min(Math.max((Math.log10(margin) + 4) / 4, 0), 1) : 0;
const describe = one => `${one.id} on ${one.backend}: ${one.verdict}${one.margin === null || one.margin === undefined ? "" : `, margin ${number(one.margin)}`}`;
const fits = one => (!state.only || one.verdict === state.only) && (!state.backend || one.backend === state.backend) && (!state.text || `${one.id} ${one.kind} ${one.message}`.toLowerCase().includes(state.text.toLowerCase()));
const shownBackends = () => state.backend ? [state.backend] : backends;

function groups(list, key) {
  const found = new Map();
  for (const one of list) (found.get(key(one)) ?? found.set(key(one), []).get(key(one))).push(one);
  return found;
}

function badge(one) {
  return element("button", { class: `badge ${one.verdict}`, "aria-label": describe(one), click: () => open(one.key) },
    element("span", { class: "mark", "aria-hidden": "true" }, MARKS[one.verdict]), one.verdict, one.margin === null ? null : element("small", {}, number(one.margin)));
}

// A row of squares is one stop of the tab key; arrows go along it.
function strip(items, label, press) {
  const cells = items.map((item, index) => element("button", {
    class: `cell ${item.verdict}`, style: `--m: ${shade(item.margin)}`, tabindex: index ? -1 : 0, title: item.title, "aria-label": item.title, click: () => press(item),
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

function table(caption, headings, rows) {
  return element("table", {}, caption ? element("caption", {}, caption) : null, element("thead", {}, element("tr", {}, headings)), element("tbody", {}, rows));
}
const heading = (text, attributes = {}) => element("th", { scope: "col", ...attributes }, text);

function showNetworks(list) {
  const ways = { network: "end to end", certificate: "layer by layer", model: "third-party" };
  const rows = [...groups(list, one => one.id.slice(one.id.indexOf("/") + 1))].map(([name, found]) => element("tr", {}, element("th", { scope: "row" }, name), shownBackends().map(backend =>
    element("td", {}, found.filter(one => one.backend === backend).map(one => element("div", { class: "way" }, badge(one), element("small", {}, ways[one.kind]), one.layers ? layersOf(one) : null))))));
  fill("networks", rows.length ? table("", [heading("network"), ...shownBackends().map(name => heading(name))], rows) : null);
}

function layersOf(one) {
  const items = one.layers.map(layer => ({ ...layer, title: `${layer.node} (#${layer.index}, ${layer.kind}): ${layer.verdict}, margin ${number(layer.margin)}` }));
  return strip(items, `Layers of ${one.id} on ${one.backend}`, layer => open(one.key, layer));
}

function showLayers(list) {
  const rows = [...groups(list, one => one.kind)].sort().map(([kind, found]) => element("tr", {}, element("th", { scope: "row" }, kind), shownBackends().map(backend => {
    const here = found.filter(one => one.backend === backend);
    return element("td", {}, here.length ? strip(here.map(one => ({ ...one, title: describe(one) })), `${kind} on ${backend}, ${here.length} cases`, one => open(one.key)) : null);
  })));
  fill("layers", rows.length ? table("", [heading("layer"), ...shownBackends().map(name => heading(name))], rows) : null);
}

function showCases(list) {
  const order = Object.keys(MARKS), worst = one => ["fail", "mistrusted", "degraded", "unavailable", "unsupported", "pass"].indexOf(one.verdict);
  const value = { verdict: worst, id: one => one.id, backend: one => one.backend, margin: one => -(one.margin ?? -1), ms: one => -one.ms }[state.sort];
  const sorted = list.toSorted((a, b) => (value(a) > value(b) ? 1 : value(a) < value(b) ? -1 : 0) * (state.descending ? -1 : 1));
  const sortable = (name, extra = {}) => heading(element("button", { type: "button", click: () => sortBy(name) }, name, state.sort === name ? (state.descending ? " ▲" : " ▼") : ""),
    { "aria-sort": state.sort === name ? (state.descending ? "ascending" : "descending") : "none", ...extra });
  const rows = sorted.slice(0, 100).map(one => element("tr", {}, element("td", {}, badge({ ...one, margin: null })), element("th", { scope: "row" }, one.id), element("td", {}, one.backend),
    element("td", { class: "number" }, number(one.margin)), element("td", { class: "number" }, number(one.ms)), element("td", { class: "message" }, one.message)));
  const more = list.length > rows.length ? `The first ${rows.length} of ${list.length}: filter to see others.` : "";
  fill("cases", rows.length ? table(more, [sortable("verdict"), sortable("id"), sortable("backend"), sortable("margin", { class: "number" }), sortable("ms", { class: "number" }), heading("message")], rows) : null);
}

const fill = (section, content) => { $(section).hidden = !content; $(section).lastElementChild.replaceChildren(...[content].flat().filter(Boolean)); };
const sortBy = name => { state.descending = state.sort === name && !state.descending; state.sort = name; refresh(); document.querySelector(`#cases th button`)?.closest("tr").children[["verdict", "id", "backend", "margin", "ms"].indexOf(name)].firstChild.focus(); };

// Median, and the samples' fifth and ninety-fifth parts of a hundred.
function spread(samples) {
  const sorted = samples.toSorted((a, b) => a - b), at = part => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  return { low: at(0.05), median: sorted.length % 2 ? sorted[(sorted.length - 1) / 2] : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2, high: at(0.95) };
}

function timings() {
  return machines.flatMap(machine => (machine.timings?.timings ?? []).map(one => ({
    ...one, series: `${one.backend}${several ? ` · ${machine.name}` : ""}, ${one.threads} thread${one.threads === 1 ? "" : "s"}`, ...spread(one.samplesMs) })));
}

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.flat());
  return made;
}

function bars(all, series) {
  const networks = [...groups(all, one => one.network)], thick = 15, gap = 12, left = 190, width = 900, right = 150;
  const most = Math.max(...all.map(one => one.high)), x = value => left + value / most * (width - left - right);
  const ticks = niceTicks(most), drawn = [];
  let y = 22;
  for (const [network, found] of networks) {
    drawn.push(svg("text", { x: left - 10, y: y + found.length * thick / 2 + 4, "text-anchor": "end" }, network));
    for (const one of found) {
      const colour = COLOURS[series.indexOf(one.series) % COLOURS.length], middle = y + thick / 2 - 1;
      drawn.push(svg("g", {}, svg("title", {}, `${network}, ${one.series}: ${number(one.median)} ms, 5 % to 95 % of ${one.samplesMs.length} runs ${number(one.low)} to ${number(one.high)}${one.invalid ? `; invalid: ${one.invalid}` : ""}`),
        svg("rect", { x: left, y, width: Math.max(x(one.median) - left, 1), height: thick - 2, rx: 2, fill: one.invalid ? "url(#hatch)" : colour }),
        svg("path", { class: "error", fill: "none", d: `M${x(one.low)} ${middle - 3}v6M${x(one.low)} ${middle}H${x(one.high)}M${x(one.high)} ${middle - 3}v6` }),
        svg("text", { class: "soft", x: x(one.high) + 7, y: middle + 4 }, `${number(one.median)} ms`)));
      y += thick;
    }
    y += gap;
  }
  const grid = ticks.map(tick => [svg("line", { class: "axis", x1: x(tick), x2: x(tick), y1: 16, y2: y }), svg("text", { class: "soft", x: x(tick), y: 11, "text-anchor": "middle" }, `${tick}`)]);
  const hatch = svg("defs", {}, svg("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { width: 3, height: 6, fill: "#888" })));
  return svg("svg", { viewBox: `0 0 ${width} ${y}`, role: "img", "aria-label": `Milliseconds a run for ${networks.length} networks; the table below has the numbers` }, hatch, grid, drawn);
}

function niceTicks(most) {
  const rough = most / 5, power = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].map(k => k * power).find(k => k >= rough);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

function showTimings() {
  const all = timings().filter(one => !state.text || one.network.includes(state.text));
  if (!all.length) return fill("timings", null);
  const series = [...new Set(all.map(one => one.series))];
  const legend = element("ul", { class: "legend" }, series.map((name, i) => element("li", {}, element("i", { style: `background: ${COLOURS[i % COLOURS.length]}` }), name)));
  const rows = all.map(one => element("tr", {}, element("th", { scope: "row" }, one.network), element("td", {}, one.series), ...[one.median, one.low, one.high, one.gflops, one.compileMs, one.peakMemoryBytes && one.peakMemoryBytes / 2 ** 20]
    .map(value => element("td", { class: "number" }, number(value)))));
  const numbers = element("details", {}, element("summary", {}, "The numbers"), table("", ["network", "backend", "median ms", "5 %", "95 %", "GFLOPS", "compile ms", "peak MiB"].map((text, i) => heading(text, i > 1 ? { class: "number" } : {})), rows));
  const facts = machines.filter(machine => machine.timings).map(({ name, timings: { machine } }) => element("p", { class: "note" }, `${name}: ${machine.system}, ${machine.architecture}, ${machine.processors} processors, vectors of ${machine.vectorBits} bits, ${machine.runtime}.`));
  fill("timings", element("div", {}, facts, element("h3", {}, "As the paper's figure 3"), element("p", { class: "note" }, "Milliseconds a run: the bar ends at the median, the line spans 5 % to 95 % of the runs. Hatched: invalid."), legend, bars(all, series), numbers, paperTable(all)));
}

function paperTable(all) {
  const mine = all.filter(one => one.network.startsWith("conv-deconv"));
  if (!mine.length) return null;
  const rows = PAPER.flatMap(([stem, engine, ms]) => [
    ...mine.filter(one => one.network.replace(/-(bn|in)$/, "") === stem).map(one => element("tr", {}, element("th", { scope: "row" }, one.network), element("td", {}, one.series), element("td", { class: "number" }, number(one.median)))),
    element("tr", { class: "paper" }, element("th", { scope: "row" }, stem), element("td", {}, `${engine} (the paper's)`), element("td", { class: "number" }, ms)),
  ]);
  return element("div", {}, element("h3", {}, "As the paper's table 1"), table("ConvDeconvNet at 640 × 480, unreduced and reduced.", [heading("network"), heading("on"), heading("ms", { class: "number" })], rows));
}

function open(key, layer) {
  const one = byKey.get(key), dialog = $("detail");
  if (!one) return;
  state.case = key;
  remember();
  const pairs = [["verdict", `${MARKS[one.verdict]} ${one.verdict}`], ["margin", one.margin === null ? "nothing was compared" : `${number(one.margin)} of what is allowed`], ["took", `${number(one.ms)} ms`],
    ...(layer ? [["layer", layer.title], ...(layer.message ? [["why", layer.message]] : [])] : []), ...(one.message ? [["message", one.message]] : [])];
  const [kind, name] = [one.kind, one.id.slice(one.id.indexOf("/") + 1)], engine = one.engine.split(" ")[0];
  const repeat = kind === "certificate" ? `--networks ${name} --certify` : kind === "network" ? `--networks ${name}` : `--case ${one.id}`;
  dialog.replaceChildren(element("h2", { id: "d-title" }, `${one.id} on ${one.backend}`), element("button", { class: "close", click: close, "aria-label": "Close" }, "✕"),
    element("dl", {}, pairs.map(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]), element("dt", {}, "repeat"), element("dd", {}, element("code", {}, `refcnn verify ${repeat} --backend ${engine}`))));
  opener = document.activeElement;
  if (!dialog.open) dialog.show();
  dialog.querySelector(".close").focus();
}
let opener = null;
function close() {
  $("detail").close();
  state.case = "";
  remember();
  if (opener?.isConnected) opener.focus();
}

// The address tells what is shown, so that it can be sent to others.
function remember() {
  const kept = new URLSearchParams(Object.entries(state).filter(([name, value]) => ["text", "only", "backend", "case"].includes(name) && value));
  history.replaceState(null, "", kept.size ? `#${kept}` : location.pathname + location.search);
}
function recall() {
  const kept = new URLSearchParams(location.hash.slice(1));
  for (const name of ["text", "only", "backend", "case"]) state[name] = kept.get(name) ?? "";
  for (const name of ["text", "only", "backend"]) $(name).value = state[name];
  refresh();
  if (state.case) open(state.case);
}

function refresh() {
  const list = cases.filter(fits);
  showNetworks(list.filter(one => WHOLE.has(one.kind)));
  showLayers(list.filter(one => !WHOLE.has(one.kind)));
  showTimings();
  showCases(list);
  $("shown").textContent = list.length === cases.length ? `${cases.length} cases` : `${list.length} of ${cases.length} cases`;
  document.querySelectorAll("#counts button").forEach(button => button.setAttribute("aria-pressed", button.dataset.verdict === state.only));
  remember();
}

function start() {
  const counts = Object.keys(MARKS).map(verdict => [verdict, cases.filter(one => one.verdict === verdict).length]).filter(([, count]) => count);
  const failed = cases.filter(one => one.verdict === "fail").length, plain = counts.length === 1 && counts[0][0] === "pass";
  $("verdict").textContent = failed ? `✗ ${failed} of ${cases.length} cases fail` : plain ? `✓ All ${cases.length} cases pass` : `✓ None of ${cases.length} cases fails`;
  $("verdict").style.color = failed ? "var(--bad)" : "var(--good)";
  $("counts").append(...counts.map(([verdict, count]) => element("li", {}, element("button", { class: verdict, "data-verdict": verdict, "aria-pressed": "false",
    click: () => { state.only = $("only").value = state.only === verdict ? "" : verdict; refresh(); } }, element("span", { class: "mark", "aria-hidden": "true" }, MARKS[verdict]), element("b", {}, count), verdict))));
  $("only").append(new Option("any", ""), ...counts.map(([verdict]) => new Option(verdict, verdict)));
  $("backend").append(new Option("all", ""), ...backends.map(name => new Option(name, name)));
  $("scale").append("margin", ...[1e-4, 1e-3, 1e-2, 1e-1, 1].map(margin => element("i", { class: "cell", style: `--m: ${shade(margin)}`, title: margin })), element("span", {}, "10⁻⁴ to 1"), ...["degraded", "fail", "mistrusted", "unsupported"].flatMap(verdict => [element("i", { class: `cell ${verdict}` }), element("span", {}, verdict)]));
  $("text").addEventListener("input", () => { state.text = $("text").value; refresh(); });
  for (const name of ["only", "backend"]) $(name).addEventListener("change", () => { state[name] = $(name).value; refresh(); });
  $("filter").addEventListener("reset", () => { Object.assign(state, { text: "", only: "", backend: "" }); setTimeout(refresh); });
  $("filter").addEventListener("submit", event => event.preventDefault());
  document.addEventListener("keydown", event => { if (event.key === "Escape" && $("detail").open) close(); });
  window.addEventListener("hashchange", recall);
  recall();
}
start();
