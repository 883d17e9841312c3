// One actor, its events and everyone else who was in them, each where Relations has it.
const EGO_ROOM = 1.5;
const egoSize = () => (narrowPage.matches ? 6 : 12);

const others = (event, actor) => [
  ...new Set(event.parts.map((part) => part.actor).filter((other) => other !== actor && visibleActor(other))),
];

function egoPeople(actor, list) {
  const picked = pickedEvent();
  return [...new Set([actor, ...list.flatMap((event) => others(event, actor))])].map((one) => {
    const node = relationNode(one.id, one === actor ? 30 : 4);
    return {
      ...node,
      // Between any two of them an event needs room.
      x: node.x * EGO_ROOM,
      y: node.y * EGO_ROOM,
      rank: one === actor ? -1 : node.rank,
      dim: picked && !picked.parts.some((part) => part.actor === one),
    };
  });
}

function egoEvents(actor, list) {
  const picked = pickedEvent();
  return list.map((event) => ({
    id: event.id,
    kind: "",
    event: true,
    among: [actor, ...others(event, actor)].map((one) => one.id),
    rank: actors.length + event.at,
    tone: event.tone,
    fact: isFact(event),
    dashed: !isFact(event),
    size: 9,
    text: `${clip(event.type, 24)}\n${clip(event.date.when, 26)}`,
    dim: picked && event !== picked,
  }));
}

function egoEdges(list, people) {
  const picked = pickedEvent(),
    drawn = new Set(people.map((node) => node.id));
  return list.flatMap((event) =>
    event.parts
      .filter((part) => drawn.has(part.actor.id))
      .map((part, turn) => ({
        id: `${event.id} ${part.actor.id} ${turn}`,
        a: part.actor.id,
        b: event.id,
        look: lookOf(event),
        tone: event.tone,
        width: 2,
        arrow: part.role === "target" ? "from" : "",
        dim: picked && event !== picked,
        part,
        event,
      })),
  );
}

const egoWindow = (actor) =>
  windowOf(
    shown.filter((event) => event.parts.some((part) => part.actor === actor)),
    egoSize(),
  );

function egoDrawing(list, actor, frame) {
  const people = egoPeople(actor, list);
  return arrange([...people, ...egoEvents(actor, list)], egoEdges(list, people), sizeOfFrame(frame));
}

function showEgo(view, actor) {
  const frame = graphFrame(view),
    { list } = egoWindow(actor),
    drawing = egoDrawing(list, actor, frame);
  const parts = new Map(drawing.edges.map((edge) => [edge.id, edge]));
  showGraph(
    frame,
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
    `${actor.label} with ${many(list.length, "event")}; the events are also listed under Evidence`,
  );
}

function openEgo(key) {
  state.view = "events";
  state.focus = ["actor", key];
  state.selected = ["actor", key];
  state.page = 0;
  refresh();
}
