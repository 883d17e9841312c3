// Drawing of nodes and lines at given places: on vis-network's canvas for the screen, as SVG for paper and export.
let network = null;
const SETTLED = 40;

// The busiest have their places from the build; anyone else takes the nearest place free of labels.
function clearLabels(nodes) {
  const box = (node) => ({
    wide: Math.max(...node.text.split("\n").map((line) => line.length), 3) * 4.3 + 12,
    tall: 26,
  });
  const done = [];
  for (const node of [...nodes].sort((a, b) => a.rank - b.rank)) {
    const own = box(node),
      x = node.x,
      y = node.y;
    const hit = () =>
      done.some(
        ([other, room]) =>
          Math.abs(other.x - node.x) < own.wide + room.wide &&
          Math.abs(other.y - node.y) < own.tall + room.tall,
      );
    for (let turn = 1; node.rank >= SETTLED && turn < 400 && hit(); turn += 1) {
      const radius = 11 * Math.sqrt(turn),
        angle = turn * 2.39996;
      node.x = x + radius * Math.cos(angle) * 1.25;
      node.y = y + radius * Math.sin(angle);
    }
    done.push([node, own]);
  }
  return nodes;
}

// The box of a node's label, below its shape or above it.
function labelBox(node, above) {
  const lines = node.text.split("\n"),
    wide = Math.max(...lines.map((line) => line.length)) * 4.3 + 4,
    tall = lines.length * 19;
  const top = above ? node.y - node.size - 6 - tall : node.y + node.size + 4;
  return { left: node.x - wide, right: node.x + wide, top, bottom: top + tall };
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

// How far a line runs through a box (Liang and Barsky).
function through(line, box) {
  const [x, y] = [line[0].x, line[0].y],
    [dx, dy] = [line[1].x - x, line[1].y - y];
  let from = 0,
    to = 1;
  for (const [step, room] of [
    [-dx, x - box.left],
    [dx, box.right - x],
    [-dy, y - box.top],
    [dy, box.bottom - y],
  ]) {
    if (step === 0 && room < 0) return 0;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return Math.max(to - from, 0) * Math.hypot(dx, dy);
}

// A label stands below its shape, or above where fewer lines and neighbours are in its way.
function turnLabels(nodes, edges) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const lines = edges.map((edge) => [byId.get(edge.a), byId.get(edge.b)]);
  const shapes = nodes.map((node) => {
    const wide = node.kind === "state" ? node.text.length * 4.6 + 14 : node.size + 3,
      tall = node.kind === "state" ? 17 : node.size + 3;
    return { node, left: node.x - wide, right: node.x + wide, top: node.y - tall, bottom: node.y + tall };
  });
  const labels = [];
  for (const node of [...nodes].sort((a, b) => a.rank - b.rank)) {
    if (node.kind === "state" || !node.text) continue;
    const cost = (box) =>
      lines.reduce((sum, line) => sum + through(line, box), 0) +
      200 * shapes.filter((other) => other.node !== node && overlap(box, other)).length +
      200 * labels.filter((other) => overlap(box, other)).length;
    const boxes = [labelBox(node, false), labelBox(node, true)];
    node.above = cost(boxes[1]) + 8 < cost(boxes[0]);
    labels.push(boxes[node.above ? 1 : 0]);
  }
}

const ink = (name) =>
  getComputedStyle(document.documentElement)
    .getPropertyValue("--" + name)
    .trim();
const toneInk = (tone) => ink(toneClass[tone]);
const sideInk = (side) => ink("side-" + sideClass(side).slice(1));
const FACE = 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", Arial, sans-serif';

function visNode(node) {
  const state = node.kind === "state";
  const label = {
    size: (state ? 17 : 16) * (narrowPage.matches ? 1.35 : 1),
    face: FACE,
    color: state ? ink("state-ink") : ink("ink"),
    strokeWidth: state ? 0 : 5,
    strokeColor: ink("page"),
  };
  if (node.dim) Object.assign(label, { color: ink("faint"), strokeWidth: 0 });
  if (node.above)
    label.vadjust = -(2 * node.size + 12 + node.text.split("\n").length * 16);
  const ring = node.dim ? ink("rule") : node.event ? toneInk(node.tone) : sideInk(node.side);
  const fillInk = node.dim
    ? ink("page")
    : state
      ? ink("state")
      : node.event && node.fact
        ? ring
        : ink("page");
  const paint = { background: fillInk, border: ring };
  return {
    id: node.id,
    x: node.x,
    y: node.y,
    label: node.text,
    shape: node.event ? "diamond" : SHAPES[node.kind] || "dot",
    size: node.size,
    borderWidth: state ? 3 : 2.5,
    borderWidthSelected: 4,
    margin: 7,
    font: label,
    shapeProperties: { borderDashes: node.dashed ? [4, 3] : false, borderRadius: 4 },
    color: { ...paint, highlight: paint, hover: paint },
  };
}

function visEdge(edge) {
  const paint = toneInk(edge.tone);
  const dashes = edge.look === "open" ? [8, 5] : edge.look === "void" ? [2, 6] : false;
  return {
    id: edge.id,
    from: edge.a,
    to: edge.b,
    width: edge.width,
    dashes,
    label: edge.text || "",
    arrows: {
      to: { enabled: edge.arrow === "to", scaleFactor: 0.6 },
      from: { enabled: edge.arrow === "from", scaleFactor: 0.6 },
    },
    color: { color: paint, highlight: paint, hover: paint, opacity: edge.dim ? 0.12 : 0.85 },
    selectionWidth: 1.5,
    hoverWidth: 1,
    font: {
      size: 15,
      face: FACE,
      color: ink(edge.dim ? "faint" : "ink"),
      strokeWidth: 4,
      strokeColor: ink("page"),
      align: "horizontal",
    },
    smooth: edge.bend
      ? { enabled: true, type: edge.bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(edge.bend) }
      : { enabled: false },
  };
}

const visOptions = () => ({
  physics: false,
  layout: { improvedLayout: false, randomSeed: 1 },
  interaction: {
    hover: true,
    dragNodes: false,
    multiselect: false,
    selectConnectedEdges: false,
    keyboard: false,
    zoomSpeed: 0.6,
    navigationButtons: false,
  },
});

function showGraph(view, drawing, handlers, label) {
  if (!network || !view.contains(network.body.container)) {
    dropGraph();
    const frame = h("div", { class: "graph", role: "img", "aria-label": label });
    view.replaceChildren(frame, h("ul", { class: "signs" }));
    network = new vis.Network(frame, { nodes: [], edges: [] }, visOptions());
    new ResizeObserver(() => network && fitGraph()).observe(frame);
  }
  const frame = network.body.container;
  frame.setAttribute("aria-label", label);
  const spread = (frame.dataset.spread = drawing.nodes.map((node) => node.id).join());
  network.setData({ nodes: drawing.nodes.map(visNode), edges: drawing.edges.map(visEdge) });
  for (const name of ["click", "doubleClick", "hoverNode", "blurNode", "hoverEdge", "blurEdge"])
    network.off(name);
  network.on("click", (what) => handlers.click(what.nodes[0] || null, what.edges[0] || null));
  network.on("doubleClick", (what) => what.nodes[0] && handlers.open(what.nodes[0]));
  network.on("hoverNode", (what) => showHover(handlers.hint(what.node, null), what.event));
  network.on("hoverEdge", (what) => showHover(handlers.hint(null, what.edge), what.event));
  network.on("blurNode", hideHover);
  network.on("blurEdge", hideHover);
  network.drawing = drawing;
  view.querySelector(".signs").replaceChildren(...signsOf(drawing));
  if (network.spread !== spread) {
    network.spread = spread;
    fitGraph();
  }
}

// What the signs of this drawing mean, and no others.
function signsOf(drawing) {
  const item = (mark, text) => h("li", {}, mark, text);
  const line = (look) => sign(s("line", { x1: 0, y1: 8, x2: 26, y2: 8, class: "ink", "stroke-dasharray": look }));
  const tones = new Set(drawing.edges.map((edge) => edge.tone)),
    looks = new Set(drawing.edges.map((edge) => edge.look)),
    kinds = new Set(drawing.nodes.map((node) => node.kind));
  const grey = tones.has("mixed") ? (tones.has("neutral") ? "mixed or neutral" : "mixed") : "neutral";
  return [
    tones.has("co-operative") && item(toneSign("co-operative"), "co-operative"),
    tones.has("conflictual") && item(toneSign("conflictual"), "conflictual"),
    (tones.has("mixed") || tones.has("neutral")) && item(toneSign("neutral"), grey),
    looks.has("open") && item(line("7 4"), "not (yet) a fact"),
    looks.has("void") && item(line("2 5"), "denied or cancelled"),
    ...data.kinds.filter((kind) => kinds.has(kind)).map((kind) => item(kindSign(kind), kind)),
  ].filter(Boolean);
}

function fitGraph() {
  network.fit({ animation: false, maxZoomLevel: 1.1 });
}

function dropGraph() {
  if (network) network.destroy();
  network = null;
  hideHover();
}

function showHover(text, event) {
  const hint = byId("hover"),
    at = event.srcEvent || event;
  if (!text) return;
  hint.textContent = text;
  hint.hidden = false;
  hint.style.left = Math.min(at.clientX + 14, innerWidth - 330) + "px";
  hint.style.top = Math.min(at.clientY + 14, innerHeight - 60) + "px";
}
function hideHover() {
  byId("hover").hidden = true;
}

function labelSvg(text, x, y, attributes) {
  const lines = text.split("\n");
  return s(
    "text",
    { x, y, "text-anchor": "middle", ...attributes },
    lines.map((line, at) => s("tspan", { x, dy: at ? "1.15em" : 0 }, line)),
  );
}

function edgeSvg(edge, nodes) {
  const a = nodes.get(edge.a),
    b = nodes.get(edge.b);
  const mid = [
    (a.x + b.x) / 2 + (edge.bend || 0) * (b.y - a.y),
    (a.y + b.y) / 2 - (edge.bend || 0) * (b.x - a.x),
  ];
  const dashes = edge.look === "open" ? "8 5" : edge.look === "void" ? "2 6" : "";
  const line = s("path", {
    d: `M${a.x} ${a.y}Q${mid[0]} ${mid[1]} ${b.x} ${b.y}`,
    class: "stem",
    "stroke-dasharray": dashes,
  });
  line.style.strokeWidth = edge.width;
  const middle = [(a.x + b.x) / 4 + mid[0] / 2, (a.y + b.y) / 4 + mid[1] / 2];
  return s(
    "g",
    { class: toneClass[edge.tone] },
    line,
    edge.text ? labelSvg(edge.text, middle[0], middle[1] + 4, { class: "halo" }) : null,
  );
}

function nodeSvg(node) {
  if (node.kind === "state") {
    const width = Math.max(...node.text.split("\n").map((line) => line.length)) * 9 + 20;
    return s(
      "g",
      {},
      s("rect", { x: node.x - width / 2, y: node.y - 15, width, height: 30, rx: 4, class: `state-box` }),
      labelSvg(node.text.replace("\n", " "), node.x, node.y + 5, { class: "on-state" }),
    );
  }
  const mark = node.event
    ? s(
        "g",
        { class: toneClass[node.tone] },
        diamond(node.x, node.y, node.size, { class: node.fact ? "filled" : "hollow" }),
      )
    : s(
        "g",
        { class: sideClass(node.side) },
        shape(node.kind, node.x, node.y, node.size, { class: "ring backed" }),
      );
  const lines = node.text.split("\n").length,
    y = node.above ? node.y - node.size - 8 - (lines - 1) * 15 : node.y + node.size + 15;
  return s("g", {}, mark, labelSvg(node.text, node.x, y, { class: "halo" }));
}

function graphSvg(drawing) {
  const nodes = new Map(drawing.nodes.map((node) => [node.id, node]));
  const xs = drawing.nodes.map((node) => node.x),
    ys = drawing.nodes.map((node) => node.y);
  const left = Math.min(...xs) - 110,
    top = Math.min(...ys) - 50;
  const width = Math.max(...xs) - left + 110,
    height = Math.max(...ys) - top + 70;
  return s(
    "svg",
    { viewBox: `${left} ${top} ${width} ${height}`, width, height, class: "drawing" },
    drawing.edges.map((edge) => edgeSvg(edge, nodes)),
    drawing.nodes.map(nodeSvg),
  );
}
