// Timings: the paper's figure 3 and table 1.
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999"];
const PAPER = [["conv-deconv", "Core ML, iPad Pro 2017", 512], ["conv-deconv-reduced", "the authors' library, iPad Pro 2017", 841]];
const colourOf = device => COLOURS[report.devices.indexOf(device) % COLOURS.length];

// Median, and the samples' fifth and ninety-fifth parts of a hundred; between two samples in proportion.
function spread(samples) {
  const sorted = samples.toSorted((a, b) => a - b), last = sorted.length - 1;
  const share = part => { const place = part * last, below = Math.floor(place); return sorted[below] + (place - below) * (sorted[Math.min(below + 1, last)] - sorted[below]); };
  return { low: share(0.05), median: share(0.5), high: share(0.95) };
}

const timings = report.timings.map(one => {
  const range = one.samplesMs.length ? spread(one.samplesMs) : { low: null, median: null, high: null };
  return { ...one, ...range, device: deviceOf(one), engine: `${one.backend}, ${one.threads} thread${one.threads === 1 ? "" : "s"}`, gflops: range.median && 2e-6 * one.multiplyAccumulates / range.median };
});

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.flat());
  return made;
}

const LEFT = 230, RIGHT = 150, WIDTH = 900, THICK = 14;

function bars(all) {
  const networks = [...groups(all, one => one.network)];
  const longest = list => Math.max(...list.map(one => one.high ?? 0)) || 1, most = longest(all), scale = limit => value => LEFT + value / limit * (WIDTH - LEFT - RIGHT), drawn = [];
  let y = 20;
  for (const [network, found] of networks) {
    drawn.push(svg("text", { class: "network", x: 0, y: y + 13 }, network));
    y += 20;
    const x = scale(state.ownScales ? longest(found) : most);
    for (const [engine, here] of groups(found, one => one.engine)) {
      drawn.push(svg("text", { class: "soft", x: LEFT - 10, y: y + here.length * THICK / 2 + 3, "text-anchor": "end" }, engine));
      for (const one of here) {
        drawn.push(bar(one, x, y));
        y += THICK;
      }
      y += 4;
    }
    y += 6;
  }
  const x = scale(most), grid = (state.ownScales ? [] : ticks(most)).map(tick => [svg("line", { class: "axis", x1: x(tick), x2: x(tick), y1: 16, y2: y }), svg("text", { class: "soft", x: x(tick), y: 11, "text-anchor": "middle" }, `${tick}`)]);
  const hatches = report.devices.map((device, i) => svg("pattern", { id: `hatch${i}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { width: 3, height: 6, fill: colourOf(device) })));
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${y}`, role: "img", "aria-label": `Milliseconds a run for ${networks.length} networks; the table below has the numbers` }, svg("defs", {}, hatches), grid.flat(), drawn);
}

function bar(one, x, y) {
  const middle = y + THICK / 2 - 1, reason = one.voidBecause?.split(":")[0], facts = `${one.network}, ${one.engine} on ${one.device}`;
  if (one.median === null) return svg("text", { class: "soft", x: LEFT + 6, y: middle + 4 }, reason ?? "not run");
  return svg("g", {}, svg("title", {}, `${facts}: ${number(one.median)} ms, 5 % to 95 % of ${one.samplesMs.length} runs ${number(one.low)} to ${number(one.high)}${one.voidBecause ? `; invalid: ${one.voidBecause}` : ""}`),
    svg("rect", { x: LEFT, y, width: Math.max(x(one.median) - LEFT, 1), height: THICK - 2, rx: 2, fill: one.voidBecause ? `url(#hatch${report.devices.indexOf(one.device)})` : colourOf(one.device) }),
    svg("path", { class: "error", fill: "none", d: `M${x(one.low)} ${middle - 3}v6M${x(one.low)} ${middle}H${x(one.high)}M${x(one.high)} ${middle - 3}v6` }),
    svg("text", { class: "soft", x: x(one.high) + 7, y: middle + 4 }, `${number(one.median)} ms${reason ? `, ${reason}` : ""}`));
}

function ticks(most) {
  const rough = most / 5, power = 10 ** Math.floor(Math.log10(rough)), step = [1, 2, 5, 10].map(k => k * power).find(k => k >= rough);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

function showTimings() {
  const all = timings.filter(one => isShown(one) && speaks(one.network));
  if (!all.length) return fill("timings", null);
  const devices = report.devices.filter(device => all.some(one => one.device === device));
  const legend = several ? element("ul", { class: "legend" }, devices.map(name => element("li", {}, element("i", { style: `background: ${colourOf(name)}` }), name))) : null;
  const note = "Milliseconds a run: the bar ends at the median, the line spans 5 % to 95 % of the runs. Hatched: invalid.";
  fill("timings", element("div", {}, element("h3", {}, "As the paper's figure 3"), element("p", { class: "note" }, note), legend, scales(), bars(all), numbersOf(all), paperTable(all)));
}

// Networks differ by orders of magnitude: on a scale of its own each one's engines and devices can be compared.
function scales() {
  const change = event => { state.ownScales = event.target.checked; showTimings(); $("own-scales").focus(); };
  return element("p", {}, element("label", {}, element("input", { type: "checkbox", id: "own-scales", checked: state.ownScales, change }), " each network to a scale of its own"));
}

function numbersOf(all) {
  const headings = ["network", "backend", ...(several ? ["device"] : [])].map(text => heading(text)), quantities = ["median ms", "5 %", "95 %", "GFLOPS", "compile ms", "peak MiB"].map(text => heading(text, numeric));
  const rows = all.map(one => element("tr", {}, element("th", { scope: "row" }, one.network), element("td", {}, one.engine), several ? element("td", {}, one.device) : null,
    [one.median, one.low, one.high, one.gflops, one.compileMs, one.peakMemoryBytes && one.peakMemoryBytes / 2 ** 20].map(value => element("td", numeric, number(value))), element("td", { class: "message" }, one.voidBecause ?? "valid")));
  return element("details", {}, element("summary", {}, "The numbers"), element("div", { class: "wide" }, table("", element("tr", {}, headings, quantities, heading("validity")), rows)));
}

function paperTable(all) {
  const stem = one => one.network.replace(/-(bn|in)$/, ""), mine = all.filter(one => PAPER.some(([name]) => stem(one) === name));
  if (!mine.length) return null;
  const row = (name, on, ms, paper) => element("tr", paper ? { class: "paper" } : {}, element("th", { scope: "row" }, name), element("td", {}, on), element("td", numeric, ms));
  const rows = PAPER.flatMap(([name, engine, ms]) => [
    ...mine.filter(one => stem(one) === name).map(one => row(one.network, several ? `${one.engine} on ${one.device}` : one.engine, `${number(one.median)}${one.voidBecause ? " (invalid)" : ""}`, false)),
    row(name, `${engine} (the paper's)`, ms, true),
  ]);
  return element("div", {}, element("h3", {}, "As the paper's table 1"), table("ConvDeconvNet at 640 × 480, unreduced and reduced; in italics the paper's own figures.", element("tr", {}, heading("network"), heading("on"), heading("ms", numeric)), rows));
}
