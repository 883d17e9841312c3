// Drawing of nodes and lines at given places: on vis-network's canvas for the screen, as SVG for paper and export.
let network = null;

const ink = (name) =>
  getComputedStyle(document.documentElement)
    .getPropertyValue("--" + name)
    .trim();
const toneInk = (tone) => ink(toneClass[tone]);
const sideInk = (side) => ink("side-" + sideClass(side).slice(1));

function nodePaint(node) {
  const ring = node.dim ? ink("rule") : node.event ? toneInk(node.tone) : sideInk(node.side);
  const inside = node.kind === "state" ? ink("state") : node.event && node.fact ? ring : ink("page");
  return { background: node.dim ? ink("page") : inside, border: ring };
}

function visNode(node, large) {
  const state = node.kind === "state";
  const label = {
    size: LETTERS * large,
    face: FACE,
    color: state ? ink("state-ink") : ink("ink"),
    strokeWidth: state ? 0 : 5,
    strokeColor: ink("page"),
  };
  if (node.dim) Object.assign(label, { color: ink("faint"), strokeWidth: 0 });
  if (node.above) label.vadjust = -(2 * node.size + 13 + 2 * large + linesOfText(node).length * LETTERS * large);
  const paint = nodePaint(node);
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
  return {
    id: edge.id,
    from: edge.a,
    to: edge.b,
    width: edge.width,
    dashes: LOOKS[edge.look].dashes || false,
    arrows: {
      to: { enabled: edge.arrow === "to", scaleFactor: 0.6 },
      from: { enabled: edge.arrow === "from", scaleFactor: 0.6 },
    },
    color: { color: paint, highlight: paint, hover: paint, opacity: edge.dim ? 0.12 : 0.85 },
    selectionWidth: 1.5,
    hoverWidth: 1,
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

// A diamond with its plus, minus or both, as the filters have it; hollow where it stands for no fact.
function drawTone(context, tone, fact, x, y, size, inks) {
  const path = (points) => {
    context.beginPath();
    for (const [px, py] of points) context.lineTo(px, py);
    context.closePath();
  };
  path(regular(4, size * 1.2, x, y, 0));
  context.fillStyle = inks.page;
  context.fill();
  for (const [part, points] of tonePieces(tone, x, y, size)) {
    path(points);
    context.fillStyle = fact ? inks[part] : inks.page;
    context.fill();
    context.strokeStyle = inks[part];
    context.lineWidth = size * 0.2;
    context.stroke();
  }
  context.strokeStyle = fact ? inks.page : inks[tone];
  drawBars(context, toneBars(tone, x, y, size));
}
function drawBars(context, bars) {
  context.beginPath();
  for (const [x1, y1, x2, y2] of bars) {
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  }
  context.stroke();
}

function drawLineMark(context, edge, large, inks) {
  const { x, y } = edge.spot,
    size = MARK * large;
  context.globalAlpha = edge.dim ? 0.25 : 1;
  drawTone(context, edge.tone, edge.look === "fact", x, y, size, inks);
  if (edge.look === "void") {
    context.strokeStyle = inks.ink;
    context.lineWidth = 2 * large;
    drawBars(context, crossBars(x, y, size * 1.2));
  }
  context.strokeStyle = inks.page;
  context.fillStyle = inks.ink;
  context.lineWidth = 4 * large;
  context.strokeText(edge.mark.number, x + size * 1.3, y);
  context.fillText(edge.mark.number, x + size * 1.3, y);
}

// The marks of lines and events, over what vis-network has drawn.
function drawMarks(context, { nodes, edges, large, inks }) {
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.font = `600 ${14 * large}px ${FACE}`;
  for (const edge of edges.filter((line) => line.spot)) drawLineMark(context, edge, large, inks);
  for (const node of nodes.filter((one) => one.event)) {
    context.globalAlpha = node.dim ? 0.25 : 1;
    drawTone(context, node.tone, node.fact, node.x, node.y, node.size * 1.1, inks);
  }
  context.globalAlpha = 1;
}

function inksNow() {
  const tones = Object.keys(toneClass).map((tone) => [tone, toneInk(tone)]);
  return { page: ink("page"), ink: ink("ink"), ...Object.fromEntries(tones) };
}

// The frame that a drawing is made for: its size decides how large letters must be.
function graphFrame(view) {
  if (network && view.contains(network.body.container)) return network.body.container;
  dropGraph();
  const frame = h("div", { class: "graph", role: "img" });
  view.replaceChildren(frame, h("ul", { class: "signs" }));
  network = new vis.Network(frame, { nodes: [], edges: [] }, visOptions());
  network.on("afterDrawing", (context) => network && network.drawing && drawMarks(context, network.drawing));
  new ResizeObserver(() => network && network.drawing && frameChanged(frame) && showView()).observe(frame);
  return frame;
}
const sizeOfFrame = (frame) => ({ width: Math.max(frame.clientWidth, 200), height: Math.max(frame.clientHeight, 200) });
const frameChanged = (frame) => {
  const [now, then] = [sizeOfFrame(frame), network.drawing.frame];
  return Math.abs(now.width - then.width) > 2 || Math.abs(now.height - then.height) > 2;
};

function showGraph(frame, drawing, handlers, label) {
  frame.setAttribute("aria-label", label);
  drawing.inks = inksNow();
  drawing.frame = sizeOfFrame(frame);
  network.drawing = drawing;
  network.setData({
    nodes: drawing.nodes.map((node) => visNode(node, drawing.large)),
    edges: drawing.edges.map(visEdge),
  });
  for (const name of ["click", "doubleClick", "hoverNode", "blurNode", "hoverEdge", "blurEdge"])
    network.off(name);
  network.on("click", (what) => handlers.click(what.nodes[0] || null, what.edges[0] || null));
  network.on("doubleClick", (what) => what.nodes[0] && handlers.open(what.nodes[0]));
  network.on("hoverNode", (what) => showHover(handlers.hint(what.node, null), what.event));
  network.on("hoverEdge", (what) => showHover(handlers.hint(null, what.edge), what.event));
  network.on("blurNode", hideHover);
  network.on("blurEdge", hideHover);
  frame.nextElementSibling.replaceChildren(...signsOf(drawing));
  const spread = JSON.stringify([drawing.nodes.map((node) => node.id), drawing.frame]);
  if (network.spread === spread) return;
  network.spread = spread;
  const { left, right, top, bottom } = drawing.bounds;
  network.moveTo({
    position: { x: (left + right) / 2, y: (top + bottom) / 2 },
    scale: zoomInto(drawing.frame, drawing.bounds),
    animation: false,
  });
}

// What the signs of this drawing mean, and no others.
function signsOf(drawing) {
  const item = (mark, text) => h("li", {}, mark, text);
  const has = (name, of) => new Set(drawing[of].map((one) => one[name]));
  const [tones, looks, kinds] = [has("tone", "edges"), has("look", "edges"), has("kind", "nodes")];
  const told = drawing.nodes.some((node) => node.event);
  return [
    ...TONES.filter((tone) => tones.has(tone)).map((tone) => 
      item(told ? toneSign(tone) : toneLine(tone), tone),
    ),
    ...Object.keys(LOOKS)
      .filter((look) => looks.has(look) && looks.size > 1)
      .map((look) => item(lookSign(look), LOOKS[look].name)),
    ...data.kinds.filter((kind) => kinds.has(kind)).map((kind) => item(kindSign(kind), kind)),
  ];
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

const arrowSvg = (tip, from) => {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  const corner = (turn) => [tip.x - 10 * Math.cos(angle + turn), tip.y - 10 * Math.sin(angle + turn)];
  return polygon([[tip.x, tip.y], corner(0.4), corner(-0.4)], { class: "filled" });
};

// Where a line meets the box of its end, coming from the middle.
function rimOf(edge, a, b, box, target) {
  const parts = Array.from({ length: 60 }, (_, at) => (target ? 1 - at / 60 : at / 60));
  const part = parts.find((at) => {
    const { x, y } = pointOn(edge, a, b, at);
    return x < box.left || x > box.right || y < box.top || y > box.bottom;
  });
  return [pointOn(edge, a, b, part ?? 0.5), pointOn(edge, a, b, 0.5)];
}

function markSvg(edge, large) {
  const { x, y } = edge.spot,
    size = MARK * large;
  return s(
    "g",
    { class: `${toneClass[edge.tone]}${edge.dim ? " dim" : ""}` },
    toneMark(edge.tone, x, y, size, edge.look === "fact"),
    edge.look === "void" ? cross(x, y, size * 1.2) : null,
    s("text", { x: x + size * 1.3, y: y + 5 * large, class: "halo strong" }, edge.mark.number),
  );
}

function edgeSvg(edge, nodes, large) {
  const a = nodes.get(edge.a),
    b = nodes.get(edge.b),
    via = viaOf(edge, a, b);
  const line = s("path", {
    d: `M${a.x} ${a.y}Q${via.x} ${via.y} ${b.x} ${b.y}`,
    class: "stem",
    "stroke-dasharray": (LOOKS[edge.look].dashes || []).join(" "),
  });
  line.style.strokeWidth = edge.width;
  const end = edge.arrow === "to" ? b : a;
  return s(
    "g",
    { class: `${toneClass[edge.tone]}${edge.dim ? " dim" : ""}` },
    line,
    edge.arrow ? arrowSvg(...rimOf(edge, a, b, shapeBox(end, large), end === b)) : null,
  );
}

function stateSvg(node, large) {
  const { left, right } = shapeBox(node, large),
    lines = linesOfText(node),
    [half, first] = [(7 + 9 * lines.length) * large, (6 - 9 * (lines.length - 1)) * large];
  const box = (look) => s("rect", { x: left, y: node.y - half, width: right - left, height: 2 * half, rx: 4, class: look });
  return [
    box("backed"),
    s(
      "g",
      { class: `${sideClass(node.side)}${node.dim ? " dim" : ""}` },
      box("state-box"),
      labelSvg(node.text, node.x, node.y + first, { class: "on-state" }),
    ),
  ];
}

function nodeSvg(node, large) {
  if (node.kind === "state") return stateSvg(node, large);
  const lines = linesOfText(node).length,
    y = node.above ? node.y - node.size - 8 - (lines - 1) * 18 * large : node.y + node.size + 15 * large;
  const outline = (look) => shape(node.kind, node.x, node.y, node.size, { class: look });
  const mark = node.event
    ? s("g", { class: toneClass[node.tone] }, toneMark(node.tone, node.x, node.y, node.size, node.fact))
    : s("g", { class: sideClass(node.side) }, outline("ring"));
  return [
    node.event ? null : outline("backed"),
    s("g", { class: node.dim ? "dim" : null }, mark, labelSvg(node.text, node.x, y, { class: "halo" })),
  ];
}

function graphSvg(drawing) {
  const { large, bounds } = drawing;
  const nodes = new Map(drawing.nodes.map((node) => [node.id, node]));
  const left = bounds.left - 12,
    top = bounds.top - 12,
    width = bounds.right - left + 12,
    height = bounds.bottom - top + 12;
  const svg = s(
    "svg",
    { viewBox: `${left} ${top} ${width} ${height}`, width, height, class: "drawing" },
    drawing.edges.map((edge) => edgeSvg(edge, nodes, large)),
    drawing.nodes.map((node) => nodeSvg(node, large)),
    drawing.edges.filter((edge) => edge.spot).map((edge) => markSvg(edge, large)),
  );
  svg.style.setProperty("--letters", LETTERS * large + "px");
  return svg;
}
