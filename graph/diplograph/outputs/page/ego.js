// One actor in the middle, its events on both sides of it, and beyond them everyone else who was in them.
const EGO_EVENTS = 24,
  EGO_STEP = 54,
  EGO_NEAR = 220,
  EGO_FAR = 450;

const others = (event, actor) => [
  ...new Set(event.parts.map((part) => part.actor).filter((other) => other !== actor && visibleActor(other))),
];
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

// Who stands to the left of the actor in Relations stands to its left here; the longer side gives to the shorter.
function egoSides(actor, list) {
  const [left, right] = [[], []];
  const where = (event) => {
    const near = others(event, actor);
    return near.length ? mean(near.map((other) => other.x - actor.x)) : 0;
  };
  const half = Math.ceil(list.length / 2);
  [...list]
    .sort((a, b) => where(a) - where(b) || a.at - b.at)
    .forEach((event, at) => (at < half ? left : right).push(event));
  return [left, right].map((side) => side.sort((a, b) => a.at - b.at));
}

// Middles of rows of these heights, from top to bottom, around the middle.
function rowsAt(heights) {
  let y = -heights.reduce((sum, height) => sum + height, 0) / 2;
  return heights.map((height) => {
    y += height;
    return y - height / 2;
  });
}
const egoHeight = (actor) => (actor.kind === "state" ? 50 : 44 + 17 * wrap(actor.label, 20).split("\n").length);

function egoEvents(actor, list) {
  const places = new Map();
  egoSides(actor, list).forEach((side, turn) => {
    const rows = rowsAt(side.map(() => EGO_STEP));
    side.forEach((event, at) => places.set(event, { x: turn ? EGO_NEAR : -EGO_NEAR, y: rows[at] }));
  });
  return places;
}

// Each other actor stands on the side of most of its events, as near to their height as there is room.
function egoOthers(actor, places) {
  const met = new Map();
  for (const [event, place] of places)
    for (const other of others(event, actor)) met.set(other, [...(met.get(other) || []), place]);
  const spots = new Map();
  for (const turn of [-1, 1]) {
    const side = [...met]
      .filter(([, found]) => (mean(found.map((place) => place.x)) < 0 ? -1 : 1) === turn)
      .map(([other, found]) => ({ other, y: mean(found.map((place) => place.y)) }))
      .sort((a, b) => a.y - b.y || a.other.at - b.other.at);
    const rows = rowsAt(side.map(({ other }) => egoHeight(other)));
    side.forEach(({ other }, at) => spots.set(other, { x: turn * EGO_FAR, y: rows[at] }));
  }
  return spots;
}

function egoNodes(actor, places, spots) {
  const picked = pickedEvent();
  const people = [[actor, { x: 0, y: 0 }], ...spots].map(([other, place]) => ({
    ...relationNode(other.id, other === actor ? 30 : 4),
    ...place,
    dim: picked && !picked.parts.some((part) => part.actor === other),
  }));
  const told = [...places].map(([event, place]) => ({
    ...place,
    id: event.id,
    kind: "",
    event: true,
    tone: event.tone,
    fact: isFact(event),
    dashed: !isFact(event),
    size: 9,
    // The lines run to the middle, so the label stands on the other side of the sign.
    above: place.y < 0,
    text: clip(`${event.type}, ${event.date.when}`, 30),
    dim: picked && event !== picked,
  }));
  return [...people, ...told];
}

function egoEdges(actor, places, spots) {
  const picked = pickedEvent();
  return [...places.keys()].flatMap((event) =>
    event.parts
      .filter((part) => part.actor === actor || spots.has(part.actor))
      .map((part, turn) => ({
        id: `${event.id} ${part.actor.id} ${turn}`,
        a: part.actor.id,
        b: event.id,
        look: lookOf(event),
        tone: event.tone,
        width: part.actor === actor ? 2.5 : 1.5,
        arrow: part.role === "target" ? "from" : "",
        dim: picked && event !== picked,
        part,
        event,
      })),
  );
}

function egoDrawing(actor) {
  const all = shown.filter((event) => event.parts.some((part) => part.actor === actor));
  const picked = pickedEvent();
  const last = all.slice(-EGO_EVENTS);
  const list = picked && all.includes(picked) && !last.includes(picked) ? [picked, ...last.slice(1)] : last;
  const places = egoEvents(actor, list),
    spots = egoOthers(actor, places);
  return { nodes: egoNodes(actor, places, spots), edges: egoEdges(actor, places, spots), all: all.length, drawn: list.length };
}

function showEgo(view, actor) {
  const drawing = egoDrawing(actor);
  const parts = new Map(drawing.edges.map((edge) => [edge.id, edge]));
  showGraph(
    view,
    drawing,
    {
      click: (node, edge) => {
        const found = node ? nodeById.get(node) : edge ? parts.get(edge).event : null;
        select(found ? [found.class ? "event" : "actor", found.key] : null);
      },
      open: (node) => {
        const found = nodeById.get(node);
        if (found.kind) openEgo(found.key);
      },
      hint: (node, edge) =>
        node
          ? nodeById.get(node).class
            ? describe(nodeById.get(node))
            : nodeById.get(node).label
          : `${parts.get(edge).part.actor.label}: ${ROLES[parts.get(edge).part.role]}`,
    },
    `${actor.label} with ${many(drawing.drawn, "event")}; the events are also listed under Evidence`,
  );
  byId("left-out").textContent =
    drawing.drawn < drawing.all ? `the last ${drawing.drawn} of ${many(drawing.all, "event")}` : "";
}

function openEgo(key) {
  state.view = "events";
  state.focus = ["actor", key];
  state.selected = ["actor", key];
  refresh();
}
