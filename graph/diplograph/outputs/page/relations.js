// Actor-actor lines by the projection that the build computed: event.pairs holds [actor, actor, symmetric].
// How much is drawn at most: less on a narrow page, in larger letters.
const most = () => (narrowPage.matches ? { actors: 16, lines: 24 } : { actors: 40, lines: 60 });

// In the states' view every actor stands for its side; what happens inside one side is not a relation of it.
const standIn = (actor) =>
  state.level === "states" ? (sides[actor.side].code ? "side:" + actor.sideCode : null) : actor.id;

function atLevel(level, act) {
  const kept = state.level;
  state.level = level;
  const result = act();
  state.level = kept;
  return result;
}

// The pairs of what is shown are counted once for all that show them.
let counted = new Map();
const forgetPairs = () => (counted = new Map());

function pairsOf(list, least = state.min) {
  if (list !== shown) return countPairs(list, least);
  const key = `${state.level} ${least}`;
  if (!counted.has(key)) counted.set(key, countPairs(list, least));
  return counted.get(key);
}

function countPairs(list, least) {
  const pairs = new Map();
  for (const event of list) {
    const seen = new Set();
    for (const [first, second, both] of event.pairs) {
      if (!visibleActor(actors[first]) || !visibleActor(actors[second])) continue;
      let a = standIn(actors[first]),
        b = standIn(actors[second]),
        way = both ? 0 : 1;
      if (!a || !b || a === b) continue;
      if (rankOf(a) > rankOf(b)) {
        [a, b] = [b, a];
        way = -way;
      }
      const key = a + " " + b;
      if (!pairs.has(key)) pairs.set(key, { key, a, b, events: [], ways: [] });
      const pair = pairs.get(key);
      if (seen.has(key)) {
        pair.ways[pair.ways.length - 1] = pair.ways[pair.ways.length - 1] === way ? way : 0;
        continue;
      }
      seen.add(key);
      pair.events.push(event);
      pair.ways.push(way);
    }
  }
  return [...pairs.values()]
    .filter((pair) => pair.events.length >= least)
    .sort(
      (x, y) => y.events.length - x.events.length || rankOf(x.a) - rankOf(y.a) || rankOf(x.b) - rankOf(y.b),
    );
}

function commonTone(list) {
  const tones = new Set(list.map((event) => event.tone));
  tones.delete("neutral");
  return tones.size === 2 ? "mixed" : tones.size ? [...tones][0] : "neutral";
}
function busiestOf(pairs) {
  const weight = new Map();
  for (const pair of pairs)
    for (const id of [pair.a, pair.b]) weight.set(id, (weight.get(id) || 0) + pair.events.length);
  const order = [...weight].sort((x, y) => y[1] - x[1] || busyRank(x[0]) - busyRank(y[0]));
  const kept = new Map(order.slice(0, most().actors));
  // What is picked or searched for is drawn even where it is not among the busiest.
  for (const id of pickedIds()) if (weight.has(id)) kept.set(id, weight.get(id));
  return { kept, left: weight.size - kept.size };
}

function pickedIds() {
  if (!state.selected) return [];
  const [kind, ...keys] = state.selected;
  if (kind === "sides") return state.level === "states" ? keys.map((code) => "side:" + code) : [];
  if (kind === "event") return eventByKey.get(keys[0]).parts.map((part) => standIn(part.actor));
  return keys.map((key) => standIn(actorByKey.get(key)));
}

// The test of the lines that belong to what is picked: an actor's own, or those that stand for its events.
function pickedLines() {
  if (!state.selected) return () => false;
  const [kind, key] = state.selected;
  if (kind === "actor") {
    const id = standIn(actorByKey.get(key));
    return (pair) => pair.a === id || pair.b === id;
  }
  if (kind === "event") return (pair) => pair.events.includes(eventByKey.get(key));
  if (kind === "sides" && state.level === "actors") {
    const codes = state.selected.slice(1).sort().join();
    return (pair) => [pair.a, pair.b].map((id) => nodeById.get(id).sideCode).sort().join() === codes;
  }
  const ends = pickedIds();
  return (pair) => ends.includes(pair.a) && ends.includes(pair.b);
}

function placeOf(id) {
  if (!id.startsWith("side:")) return nodeById.get(id);
  const at = sideByCode.get(id.slice(5));
  const members = actors.filter((actor) => actor.side === at);
  const own = members.find((actor) => actor.key === sides[at].code);
  return {
    id,
    label: sides[at].name,
    kind: own && own.kind !== "state" ? own.kind : "state",
    side: at,
    linked: 1,
    x: sides[at].x,
    y: sides[at].y,
    rank: sides[at].rank,
  };
}

function relationNode(id, weight) {
  const place = placeOf(id);
  return {
    id,
    above: false,
    x: place.x,
    y: place.y,
    kind: place.kind,
    side: place.side,
    text: wrap(place.label, 20),
    size: 9 + 1.8 * Math.sqrt(Math.min(weight, 150)),
    rank: place.rank ?? 0,
    dashed: !place.linked,
  };
}

const BENDS = [0.12, -0.12, 0.25, -0.25];

function linesOf(pair, unit) {
  const parts = Object.keys(LOOKS)
    .map((look) => ({
      look,
      at: pair.events.map((event, at) => at).filter((at) => lookOf(pair.events[at]) === look),
    }))
    .filter((part) => part.at.length);
  return parts.map((part, turn) => {
    const list = part.at.map((at) => pair.events[at]),
      ways = new Set(part.at.map((at) => pair.ways[at])),
      tone = commonTone(list);
    const way = ways.size === 1 ? [...ways][0] : 0;
    return {
      id: pair.key + " " + part.look,
      a: pair.a,
      b: pair.b,
      look: part.look,
      tone,
      number: list.length,
      width: 1 + unit * Math.sqrt(list.length),
      mark: { number: list.length > 1 ? list.length.toLocaleString("en") : "" },
      arrow: way > 0 ? "to" : way < 0 ? "from" : "",
      bend: parts.length === 1 ? 0 : BENDS[turn],
      pair,
    };
  });
}

// Few actors with many dealings would be a thicket: then only the strongest lines are drawn.
function drawnPairs(pairs, kept) {
  const among = pairs.filter((pair) => kept.has(pair.a) && kept.has(pair.b));
  const isPickedLine = pickedLines();
  let lines = 0;
  return among.filter((pair) => {
    lines += new Set(pair.events.map(lookOf)).size;
    return lines <= most().lines || isPickedLine(pair);
  });
}

function relationsDrawing(frame) {
  const pairs = pairsOf(shown),
    { kept, left } = busiestOf(pairs),
    isPickedLine = pickedLines();
  const drawn = drawnPairs(pairs, kept);
  const ends = (list) => new Set(list.flatMap((pair) => [pair.a, pair.b]));
  const linked = ends(drawn),
    lit = ends(drawn.filter(isPickedLine));
  const nodes = [...kept]
    .filter(([id]) => linked.has(id))
    .map(([id, weight]) => ({ ...relationNode(id, weight), dim: lit.size > 0 && !lit.has(id) }));
  const strongest = Math.max(...drawn.map((pair) => pair.events.length));
  const unit = Math.min(1.5, 6 / Math.sqrt(strongest));
  const edges = drawn
    .flatMap((pair) => linesOf(pair, unit))
    .map((line) => ({ ...line, dim: lit.size > 0 && !isPickedLine(line.pair) }));
  return {
    ...(nodes.length ? arrange(nodes, edges, sizeOfFrame(frame)) : { nodes, edges }),
    allActors: kept.size + left,
    drawnPairs: drawn.length,
    allPairs: pairs.length,
  };
}

const nameOf = (id) => placeOf(id).label;
const pairTitle = (pair) => `${nameOf(pair.a)} – ${nameOf(pair.b)}`;
function pairThing(pair) {
  if (pair.a.startsWith("side:")) return ["sides", pair.a.slice(5), pair.b.slice(5)];
  return ["pair", nodeById.get(pair.a).key, nodeById.get(pair.b).key];
}
function pairHint(pair) {
  const counts = tally(pair.events, (event) => [event.status]);
  return `${pairTitle(pair)}: ${[...counts].map(([status, number]) => `${number} ${status}`).join(", ")}`;
}

function relationsControls() {
  const level = (name, text) =>
    button(
      text,
      () => {
        state.level = name;
        state.selected = null;
        refresh();
      },
      { "aria-pressed": state.level === name },
    );
  return [
    h("span", {}, "Lines between"),
    h("span", { class: "switch" }, level("actors", "actors"), level("states", "sides")),
    h("span", { class: "hint", id: "left-out", title: "Search, filters and the table bring up the rest" }),
  ];
}

function thingOfNode(id) {
  if (id.startsWith("side:")) {
    const own = actorByKey.get(id.slice(5));
    return own ? ["actor", own.key] : null;
  }
  return ["actor", nodeById.get(id).key];
}

function showRelations(view) {
  const frame = graphFrame(view),
    drawing = relationsDrawing(frame);
  if (!drawing.nodes.length) {
    dropGraph();
    view.replaceChildren(nothing("No two actors are related by the events shown."));
    return;
  }
  const lines = new Map(drawing.edges.map((edge) => [edge.id, edge]));
  showGraph(
    frame,
    drawing,
    {
      click: (node, edge) => select(node ? thingOfNode(node) : edge ? pairThing(lines.get(edge).pair) : null),
      open: (node) => {
        const thing = thingOfNode(node);
        if (thing) openEgo(thing[1]);
      },
      hint: (node, edge) => (node ? nameOf(node) : pairHint(lines.get(edge).pair)),
    },
    `Network of ${many(drawing.nodes.length, "actor")} and ${many(drawing.edges.length, "line")}; the pairs are also listed under Evidence`,
  );
  byId("left-out").textContent =
    drawing.drawnPairs < drawing.allPairs
      ? `the busiest: ${drawing.nodes.length} of ${many(drawing.allActors, state.level === "states" ? "side" : "actor")}, ${drawing.drawnPairs} of ${many(drawing.allPairs, "pair")}`
      : "";
}
