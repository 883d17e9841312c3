// Where things stand. The build gives every actor one place; here what is left out leaves no hole, the drawing takes
// the shape of its frame, and no label covers another. Who stands left of or above whom stays as it is, so that a
// reader finds everyone again (orthogonal ordering: Misue et al., J. of Visual Languages and Computing 6, 1995).
const WIDEST = { x: 185, y: 105 },
  LETTERS = 16,
  LETTERS_SEEN = 13,
  MOST_ZOOM = 1.1,
  MARGIN = { x: 190, y: 90 };

// Coordinates in which no stretch between two neighbours along an axis is longer than it need be.
function closeGaps(nodes, axis, most) {
  const order = [...nodes].sort((a, b) => a[axis] - b[axis]);
  let before = null,
    moved = 0;
  for (const node of order) {
    const own = node[axis];
    if (before !== null) moved += Math.max(own - before - most, 0);
    before = own;
    node[axis] = own - moved;
  }
}

const extentOf = (nodes, axis) => {
  const values = nodes.map((node) => node[axis]);
  return Math.max(...values) - Math.min(...values);
};

function stretch(nodes, frame) {
  const wide = extentOf(nodes, "x") + MARGIN.x,
    tall = extentOf(nodes, "y") + MARGIN.y,
    wanted = frame.width / frame.height;
  const [axis, factor] = wide / tall < wanted ? ["x", (wanted * tall) / wide] : ["y", wide / wanted / tall];
  for (const node of nodes) node[axis] *= Math.min(factor, 2.2);
}

const linesOfText = (node) => node.text.split("\n");
const halfWidth = (node, large) => Math.max(...linesOfText(node).map((line) => line.length), 3) * 4.3 * large;

// An event stands amid those who took part; one of whom only one is drawn, beside them.
function placeEvents(nodes) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  nodes
    .filter((node) => node.event)
    .forEach((node, turn) => {
      const among = node.among.map((id) => byId.get(id)).filter(Boolean);
      node.x = mean(among.map((other) => other.x));
      node.y = mean(among.map((other) => other.y));
      if (among.length > 1) return;
      node.x += 130 * Math.cos(turn * 2.39996);
      node.y += 90 * Math.sin(turn * 2.39996);
    });
}

// The box of a node's label, below its shape or above it.
function labelBox(node, above, large) {
  const wide = halfWidth(node, large) + 4,
    tall = linesOfText(node).length * 19 * large;
  const top = above ? node.y - node.size - 6 - tall : node.y + node.size + 4;
  return { left: node.x - wide, right: node.x + wide, top, bottom: top + tall };
}

function shapeBox(node, large) {
  const state = node.kind === "state",
    wide = state ? halfWidth(node, large) * 1.07 + 12 : node.size + 3,
    tall = state ? 17 * large : node.size + 3;
  return { node, left: node.x - wide, right: node.x + wide, top: node.y - tall, bottom: node.y + tall };
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

// Each in turn, the busiest first, takes the nearest place on a spiral where neither its shape nor its name covers
// another; the name stands below the shape, or above it where that is free.
function clearLabels(nodes, large) {
  const done = [];
  const boxesOf = (node, above) =>
    node.kind === "state" || !node.text
      ? [shapeBox(node, large)]
      : [shapeBox(node, large), labelBox(node, above, large)];
  const fits = (boxes) => !boxes.some((box) => done.some((other) => overlap(box, other)));
  for (const node of [...nodes].sort((a, b) => a.rank - b.rank)) {
    const { x, y } = node;
    let boxes = null;
    for (let turn = 0; turn < 1500 && !boxes; turn += 1) {
      const radius = 8 * Math.sqrt(turn),
        angle = turn * 2.39996;
      node.x = x + radius * Math.cos(angle) * 1.25;
      node.y = y + radius * Math.sin(angle);
      node.above = [false, true].find((above) => fits(boxesOf(node, above))) ?? null;
      if (node.above !== null) boxes = boxesOf(node, node.above);
    }
    done.push(...(boxes || boxesOf(node, false)));
  }
}

function boundsOf(nodes, large) {
  const boxes = nodes.flatMap((node) =>
    node.kind === "state" ? [shapeBox(node, large)] : [shapeBox(node, large), labelBox(node, node.above, large)],
  );
  const edge = (name, most) => most(...boxes.map((box) => box[name]));
  return {
    left: edge("left", Math.min),
    right: edge("right", Math.max),
    top: edge("top", Math.min),
    bottom: edge("bottom", Math.max),
  };
}
const zoomInto = (frame, { left, right, top, bottom }) =>
  Math.min((frame.width - 24) / (right - left), (frame.height - 16) / (bottom - top), MOST_ZOOM);

// How much larger letters must be drawn to be seen in one size, however large the drawing is.
function lettersFor(nodes, frame, large) {
  const zoom = zoomInto(frame, boundsOf(nodes, large));
  return Math.max(0.75, Math.min(LETTERS_SEEN / (LETTERS * zoom), 2.8));
}

function clearInFrame(nodes, frame) {
  const places = nodes.map(({ x, y }) => ({ x, y }));
  let large = 1;
  for (let turn = 0; turn < 4; turn += 1) {
    nodes.forEach((node, at) => Object.assign(node, places[at]));
    clearLabels(nodes, large);
    const wanted = lettersFor(nodes, frame, large);
    if (Math.abs(wanted - large) < 0.04) break;
    if (turn < 3) large = wanted;
  }
  return large;
}

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

// A label that fewer lines would cross on the other side of its shape is turned, if it covers nothing there.
function turnLabels(nodes, edges, shapes, large) {
  const ends = new Map(nodes.map((node) => [node.id, node]));
  const lines = edges.map((edge) => [ends.get(edge.a), ends.get(edge.b)]);
  const crossed = (box) => lines.reduce((sum, line) => sum + through(line, box), 0);
  const named = nodes.filter((node) => node.kind !== "state" && node.text).sort((a, b) => a.rank - b.rank);
  const labels = new Map(named.map((node) => [node, labelBox(node, node.above, large)]));
  for (const node of named) {
    const turned = labelBox(node, !node.above, large);
    const covers =
      shapes.some((other) => other.node !== node && overlap(turned, other)) ||
      named.some((other) => other !== node && overlap(turned, labels.get(other)));
    // Below is where readers look first.
    if (covers || crossed(turned) + (node.above ? -8 : 8) >= crossed(labels.get(node))) continue;
    node.above = !node.above;
    labels.set(node, turned);
  }
  return [...labels.values()];
}

// The control point of a bent line, where vis-network has it for curvedCW and curvedCCW.
function viaOf(edge, a, b) {
  const bend = edge.bend || 0,
    [dx, dy] = [b.x - a.x, a.y - b.y],
    angle = Math.atan2(dy, dx) + (0.5 * bend + 0.5) * Math.PI,
    reach = (0.5 * Math.abs(bend) + 0.5) * Math.hypot(dx, dy);
  return { x: a.x + reach * Math.sin(angle), y: a.y + reach * Math.cos(angle) };
}
function pointOn(edge, a, b, part) {
  const via = viaOf(edge, a, b),
    [u, v, w] = [(1 - part) ** 2, 2 * part * (1 - part), part ** 2];
  return { x: u * a.x + v * via.x + w * b.x, y: u * a.y + v * via.y + w * b.y };
}

// The mark of a line (its tone and number) stands where it covers nothing, or not at all: the evidence has it too.
const PARTS = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74];
const MARK = 6.5;
function placeMarks(nodes, edges, taken, large) {
  const ends = new Map(nodes.map((node) => [node.id, node]));
  for (const edge of [...edges].sort((a, b) => b.number - a.number)) {
    edge.spot = null;
    if (!edge.mark) continue;
    const [left, right, tall] = [MARK * large, (MARK + 10 * edge.mark.number.length) * large, 8 * large];
    edge.spot =
      PARTS.map((part) => pointOn(edge, ends.get(edge.a), ends.get(edge.b), part))
        .map(({ x, y }) => ({ x, y, left: x - left, right: x + right, top: y - tall, bottom: y + tall }))
        .find((box) => !taken.some((other) => overlap(box, other))) || null;
    if (edge.spot) taken.push(edge.spot);
  }
}

// Nodes with their places of the build come in; nodes with their places in this frame come out.
function arrange(nodes, edges, frame) {
  const people = nodes.filter((node) => !node.event);
  closeGaps(people, "x", WIDEST.x);
  closeGaps(people, "y", WIDEST.y);
  stretch(people, frame);
  placeEvents(nodes);
  const large = clearInFrame(nodes, frame);
  const shapes = nodes.map((node) => shapeBox(node, large));
  const labels = turnLabels(nodes, edges, shapes, large);
  placeMarks(nodes, edges, [...shapes, ...labels], large);
  return { nodes, edges, large, bounds: boundsOf(nodes, large) };
}
