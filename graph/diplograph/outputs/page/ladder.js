// Two sides or actors face each other, their events as rungs by date; or one actor with its surroundings.
const RUNG = 64,
  QUOTED_RUNG = 122,
  QUOTED = 5,
  NARROW_RUNG = 86,
  RUNGS = 80;

const sideMembers = (code) => (part) => part.actor.sideCode === code && part.actor.kind !== "matter";
const actorMember = (key) => (part) => part.actor.key === key;

function membersOf(focus) {
  if (focus[0] === "sides") return [sideMembers(focus[1]), sideMembers(focus[2])];
  return [actorMember(focus[1]), actorMember(focus[2])];
}
const focusNames = (focus) =>
  focus[0] === "sides"
    ? [1, 2].map((at) => sides[sideByCode.get(focus[at])].name)
    : [1, 2].map((at) => actorByKey.get(focus[at]).label);

function busiestPairs(level, most) {
  return atLevel(level, () =>
    pairsOf(shown, 1)
      .slice(0, most)
      .map((pair) => ({ thing: pairThing(pair), title: pairTitle(pair), size: pair.events.length })),
  );
}

function defaultFocus() {
  const best = busiestPairs("states", 1)[0] || busiestPairs("actors", 1)[0];
  if (best) return best.thing;
  const busiest = [...actors].sort((a, b) => b.events.length - a.events.length)[0];
  return busiest ? ["actor", busiest.key] : null;
}
const currentFocus = () => state.focus || defaultFocus();

function eventsControls() {
  const focus = currentFocus();
  if (!focus) return [];
  const value = JSON.stringify(focus);
  const option = (thing, text) =>
    h("option", { value: JSON.stringify(thing), selected: JSON.stringify(thing) === value }, text);
  const known = [...busiestPairs("states", 25), ...busiestPairs("actors", 40)];
  const titles = (level) =>
    h(
      "optgroup",
      { label: level === "sides" ? "Two sides" : "Two actors" },
      known
        .filter((pair) => (pair.thing[0] === "sides") === (level === "sides"))
        .map((pair) => option(pair.thing, `${clip(pair.title, 44)} (${pair.size})`)),
    );
  const single = [...actors]
    .filter((actor) => actor.kind !== "matter")
    .sort((a, b) => b.events.length - a.events.length)
    .slice(0, 60);
  const one = h(
    "optgroup",
    { label: "One actor and all around it" },
    single.map((actor) => option(["actor", actor.key], clip(actor.label, 44))),
  );
  const odd = [
    ...known.map((pair) => JSON.stringify(pair.thing)),
    ...single.map((actor) => JSON.stringify(["actor", actor.key])),
  ].includes(value)
    ? null
    : option(focus, focus[0] === "actor" ? actorByKey.get(focus[1]).label : focusNames(focus).join(" – "));
  const choose = h(
    "select",
    {
      id: "focus",
      onchange: () => {
        state.focus = knownThing(listOf(choose.value));
        state.selected = null;
        refresh();
      },
    },
    odd,
    titles("sides"),
    titles("actors"),
    one,
  );
  const turns = focus[0] === "actor" ? pager(egoWindow(actorByKey.get(focus[1]))) : null;
  return [h("label", {}, "Show", choose), turns].filter(Boolean);
}

function sideText(parts, x, y, anchor, most) {
  const names = [...new Set(parts.map((part) => part.actor.label))];
  const lines = names.slice(0, most).map((name) => clip(name, most > 1 ? 30 : 22));
  const left = names.length - lines.length;
  if (left) lines[lines.length - 1] = `${clip(lines[lines.length - 1], 22)} +${left}`;
  const line = (text, at) => s("tspan", { x, y: y + 4.5 + (at - (lines.length - 1) / 2) * 17 }, text);
  return s("text", { "text-anchor": anchor }, lines.map(line));
}

function rung(event, at, shape, members) {
  const { left, right, middle, width, narrow, step } = shape,
    y = 58 + at * step;
  const [mine, theirs] = members.map((test) => event.parts.filter(test));
  const line = (x1, x2) =>
    s("line", { x1, x2, y1: y, y2: y, class: "stem", "stroke-dasharray": DASHES[event.status] });
  return eventButton(
    event,
    s("rect", { class: "target", x: 2, y: y - 29, width: width - 4, height: step - 4, rx: 4 }),
    line(left, right),
    roleMark(event, mine[0].role, left, y, 5.5),
    roleMark(event, theirs[0].role, right, y, 5.5),
    quote(event, shape, y),
    toneMark(event.tone, middle, y, 8, isFact(event)),
    VOID.has(event.status) ? cross(middle, y, 9) : null,
    narrow ? sideText(mine, left + 10, y + 23, "start", 1) : sideText(mine, left - 14, y, "end", 2),
    narrow ? sideText(theirs, right - 10, y + 23, "end", 1) : sideText(theirs, right + 14, y, "start", 2),
    s("text", { x: middle, y: y - 13, "text-anchor": "middle", class: "strong" }, clip(event.type, 30)),
    s(
      "text",
      { x: middle, y: y + (narrow ? 44 : 22), "text-anchor": "middle", class: "soft" },
      event.date.when + (isFact(event) ? "" : ` · ${event.status}`),
    ),
  );
}

// A short ladder has room for the sentences.
function quote(event, shape, y) {
  if (!shape.quoted || !event.claims.length) return null;
  const said = data.sentences[event.claims[0].s][2].replace(/\s+/g, " "),
    lines = wrapped(`“${said}”`, shape.width - 60, 12, 3);
  return s(
    "text",
    { "text-anchor": "middle", class: "soft halo" },
    lines.map((line, at) => s("tspan", { x: shape.middle, y: y + 43 + at * 16 }, line)),
  );
}

// Where there is room the names stand outside the rails, else below the line.
function ladderShape(room, rungs) {
  const narrow = room < 560,
    quoted = !narrow && rungs <= QUOTED,
    width = Math.max(Math.min(room, 900), 300);
  const reach = narrow ? width / 2 - 12 : width * 0.19;
  return {
    narrow,
    quoted,
    width,
    step: narrow ? NARROW_RUNG : quoted ? QUOTED_RUNG : RUNG,
    middle: width / 2,
    left: width / 2 - reach,
    right: width / 2 + reach,
  };
}

function showLadder(view, focus) {
  const turned = windowOf(pairEvents(focus), RUNGS),
    { list } = turned;
  const names = focusNames(focus),
    members = membersOf(focus);
  if (!list.length) {
    view.replaceChildren(nothing(`No event between ${names[0]} and ${names[1]} passes the filters.`));
    return;
  }
  const shape = ladderShape(view.clientWidth - 16, list.length),
    { width, narrow, step } = shape;
  const height = 46 + list.length * step;
  const sideOf = (at) =>
    focus[0] === "sides" ? sideByCode.get(focus[at + 1]) : actorByKey.get(focus[at + 1]).side;
  const rail = (x, at) =>
    s(
      "g",
      { class: sideClass(sideOf(at)) },
      s("line", { x1: x, x2: x, y1: 30, y2: height - 8, class: "ring" }),
    );
  const svg = s(
    "svg",
    {
      width,
      height,
      class: "ladder",
      role: "group",
      "aria-label": `Events between ${names[0]} and ${names[1]}; arrow keys move, Enter shows the evidence`,
    },
    rail(shape.left, 0),
    rail(shape.right, 1),
    s(
      "text",
      { x: narrow ? 6 : shape.left, y: 20, "text-anchor": narrow ? "start" : "end", class: "strong" },
      clip(names[0], narrow ? 20 : 34),
    ),
    s(
      "text",
      {
        x: narrow ? width - 6 : shape.right,
        y: 20,
        "text-anchor": narrow ? "end" : "start",
        class: "strong",
      },
      clip(names[1], narrow ? 20 : 34),
    ),
    list.map((event, at) => rung(event, at, shape, members)),
  );
  view.replaceChildren(...[pager(turned), svg].filter(Boolean));
  roving(svg, (item) => bringIntoView(view, item.querySelector(".target"), 0, 0));
}

function showEvents(view) {
  const focus = currentFocus();
  if (!focus) {
    dropGraph();
    view.replaceChildren(nothing("There are no actors to show."));
    return;
  }
  if (focus[0] === "actor") {
    view.classList.add("canvas");
    showEgo(view, actorByKey.get(focus[1]));
    return;
  }
  dropGraph();
  showLadder(view, focus);
}
