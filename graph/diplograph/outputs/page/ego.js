// One actor with its events and everyone in them, at the places they have in every other view.
const EGO_EVENTS = 60,
  EGO_SCALE = 1.7,
  EGO_LABELS = 25;

// Half sizes of what is drawn, and how far its middle lies below the node's place.
function egoBox(node) {
  const longest = Math.max(...node.text.split("\n").map((line) => line.length), 1) * 4.6 + 8;
  const lines = node.text ? node.text.split("\n").length : 0;
  if (node.kind === "state") return { wide: longest + 12, tall: 26, down: 0 };
  return { wide: Math.max(longest, 18), tall: 16 + lines * 10, down: lines * 9 };
}

// Actors keep their places (a larger scale makes room); events give way until no label hides another.
function spreadEvents(nodes) {
  const items = nodes.map((node) => ({ node, ...egoBox(node) }));
  const moving = items.filter((item) => item.node.event);
  for (let round = 0; round < 60; round += 1) {
    let moved = false;
    for (const item of moving) {
      for (const other of items) {
        if (other === item) continue;
        const dx = item.node.x - other.node.x || (item.node.id < other.node.id ? -0.5 : 0.5);
        const dy = item.node.y + item.down - other.node.y - other.down || 0.5;
        const overX = item.wide + other.wide - Math.abs(dx),
          overY = item.tall + other.tall - Math.abs(dy);
        if (overX <= 0 || overY <= 0) continue;
        moved = true;
        if (overX < overY) item.node.x += Math.sign(dx) * (overX * 0.6 + 1);
        else item.node.y += Math.sign(dy) * (overY * 0.6 + 1);
      }
    }
    if (!moved) break;
  }
}

const scaled = (node) => ({
  id: node.id,
  kind: node.kind,
  side: node.side,
  text: node.text,
  size: node.size,
  dashed: node.dashed,
  x: node.x * EGO_SCALE,
  y: node.y * EGO_SCALE,
});

function egoDrawing(actor) {
  const mine = shown.filter((event) => event.parts.some((part) => part.actor === actor)).slice(-EGO_EVENTS);
  const people = new Set([
    actor,
    ...mine.flatMap((event) => event.parts.map((part) => part.actor)).filter(visibleActor),
  ]);
  const picked = pickedEvent();
  const near = (event) => !picked || event === picked;
  const nodes = [...people].map((other) => ({
    ...scaled(relationNode(other.id, other === actor ? 30 : 4)),
    dim: picked && !picked.parts.some((part) => part.actor === other),
  }));
  nodes.push(
    ...mine.map((event) => ({
      ...scaled(event),
      id: event.id,
      kind: "",
      event: true,
      tone: event.tone,
      fact: isFact(event),
      dashed: !isFact(event),
      size: 9,
      text: mine.length <= EGO_LABELS ? `${event.type}\n${event.date.when}` : "",
      dim: !near(event),
    })),
  );
  spreadEvents(nodes);
  const edges = mine.flatMap((event) =>
    event.parts
      .filter((part) => people.has(part.actor))
      .map((part, turn) => ({
        id: `${event.id} ${part.actor.id} ${turn}`,
        a: part.actor.id,
        b: event.id,
        look: lookOf(event),
        tone: event.tone,
        width: part.actor === actor ? 2.5 : 1.5,
        arrow: part.role === "target" ? "from" : "",
        dim: !near(event),
        part,
        event,
      })),
  );
  return { nodes, edges };
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
          : `${parts.get(edge).part.actor.label}: ${parts.get(edge).part.role}`,
    },
    `${actor.label} with ${many(drawing.nodes.filter((node) => node.event).length, "event")}; the events are also listed under Evidence`,
  );
}

function openEgo(key) {
  state.view = "events";
  state.focus = ["actor", key];
  state.selected = ["actor", key];
  refresh();
}
