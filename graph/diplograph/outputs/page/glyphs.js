// The signs that views and filters share: shape = kind, colour and + or − = tone, dashes or hollow = not (yet) a fact.
const TONES = ["co-operative", "conflictual", "mixed", "neutral"];
const DASHES = {
  asserted: "",
  planned: "7 4",
  requested: "8 3 2 3",
  hypothetical: "2 5",
  alleged: "3 3",
  disputed: "10 3 3 3",
  denied: "",
  cancelled: "7 4",
};
// The looks of lines that stand for many events: what is no fact is told apart by why it is none.
const LOOKS = {
  fact: { name: "told as done", dashes: null },
  plan: { name: "planned, requested or hypothetical", dashes: [9, 6] },
  said: { name: "alleged or disputed", dashes: [2, 5] },
  void: { name: "denied or cancelled", dashes: [1, 9] },
};
const LOOK_OF = { asserted: "fact", alleged: "said", disputed: "said", denied: "void", cancelled: "void" };
const lookOf = (event) => LOOK_OF[event.status] || "plan";
const isFact = (event) => event.status === "asserted";
const polygon = (points, attributes) =>
  s("polygon", {
    points: points.map((point) => point.map((n) => n.toFixed(1)).join(",")).join(" "),
    ...attributes,
  });
const regular = (sides, radius, x, y, turn) =>
  Array.from({ length: sides }, (_, at) => {
    const angle = turn + (at * 2 * Math.PI) / sides;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
const SHAPES = {
  state: "box",
  person: "dot",
  "government body": "square",
  "international organisation": "hexagon",
  "armed group": "triangleDown",
  party: "square",
  company: "square",
  media: "square",
  NGO: "square",
  "group of people": "triangle",
  matter: "star",
};

function shape(kind, x, y, size, attributes) {
  switch (SHAPES[kind]) {
    case "box":
      return s("rect", {
        x: x - size * 1.5,
        y: y - size * 0.75,
        width: size * 3,
        height: size * 1.5,
        rx: 3,
        ...attributes,
      });
    case "square":
      return s("rect", {
        x: x - size * 0.85,
        y: y - size * 0.85,
        width: size * 1.7,
        height: size * 1.7,
        ...attributes,
      });
    case "hexagon":
      return polygon(regular(6, size, x, y, 0), attributes);
    case "triangle":
      return polygon(regular(3, size * 1.1, x, y + size * 0.2, -Math.PI / 2), attributes);
    case "triangleDown":
      return polygon(regular(3, size * 1.1, x, y - size * 0.2, Math.PI / 2), attributes);
    case "star":
      return polygon(
        regular(10, size, x, y, -Math.PI / 2).map(([px, py], at) =>
          at % 2 ? [x + (px - x) * 0.45, y + (py - y) * 0.45] : [px, py],
        ),
        attributes,
      );
    default:
      return s("circle", { cx: x, cy: y, r: size, ...attributes });
  }
}
const crossBars = (x, y, size) => [
  [x - size, y - size, x + size, y + size],
  [x + size, y - size, x - size, y + size],
];
const cross = (x, y, size) => s("path", { class: "cross", d: barsPath(crossBars(x, y, size)) });
const sign = (...children) =>
  s(
    "svg",
    { width: 26, height: 16, viewBox: "0 0 26 16", "aria-hidden": "true", focusable: "false" },
    ...children,
  );

const kindSign = (kind) => sign(shape(kind, 13, 8, 6, { class: kind === "state" ? "state-box" : "ink" }));

// A diamond that bears its tone as a plus or a minus too, or is split for both, for those who see no colours.
function tonePieces(tone, x, y, size) {
  const gap = size * 0.16;
  if (tone !== "mixed") return [[tone, regular(4, size, x, y, 0)]];
  const half = (way) => [
    [x + way * gap, y - size + gap],
    [x + way * size, y],
    [x + way * gap, y + size - gap],
  ];
  return [
    ["co-operative", half(-1)],
    ["conflictual", half(1)],
  ];
}
function toneBars(tone, x, y, size) {
  const arm = size * 0.42,
    level = (at) => [x - arm, at, x + arm, at],
    upright = (at) => [x, at - arm, x, at + arm];
  const bars = { "co-operative": [level(y), upright(y)], conflictual: [level(y)] };
  return bars[tone] || [];
}
const barsPath = (bars) => bars.map(([x1, y1, x2, y2]) => `M${x1} ${y1}L${x2} ${y2}`).join("");
const toneMark = (tone, x, y, size, fact) => [
  tonePieces(tone, x, y, size).map(([part, points]) =>
    s("g", { class: toneClass[part] }, polygon(points, { class: fact ? "filled" : "hollow" })),
  ),
  s("path", { class: fact ? "cut" : "stem thin", d: barsPath(toneBars(tone, x, y, size)) }),
];
const toneSign = (tone) => sign(s("g", { class: toneClass[tone] }, toneMark(tone, 13, 8, 7.5, true)));
const toneLine = (tone) =>
  sign(
    s(
      "g",
      { class: toneClass[tone] },
      s("line", { x1: 0, y1: 8, x2: 26, y2: 8, class: "stem" }),
      toneMark(tone, 13, 8, 7.5, true),
    ),
  );
const lookSign = (look) =>
  sign(
    s("line", { x1: 0, y1: 8, x2: 26, y2: 8, class: "ink", "stroke-dasharray": (LOOKS[look].dashes || []).join(" ") }),
    look === "void" ? cross(13, 8, 5) : null,
  );
const sideSign = (side) =>
  sign(s("rect", { x: 10, y: 0, width: 6, height: 16, class: `side-mark ${sideClass(side)}` }));
function statusSign(status) {
  const line = s("line", { x1: 0, y1: 8, x2: 26, y2: 8, class: "ink", "stroke-dasharray": DASHES[status] });
  return sign(line, VOID.has(status) ? cross(13, 8, 5) : null);
}

// The mark of one participant: a dot for a doer or party, a triangle for the target, a ring for any other role.
function roleMark(event, role, x, y, size) {
  const look = isFact(event) ? "filled" : "hollow";
  if (role === "target")
    return polygon(regular(3, size * 1.35, x, y - size * 0.2, Math.PI / 2), { class: look });
  if (role === "source" || role === "party") return s("circle", { cx: x, cy: y, r: size, class: look });
  return s("rect", {
    x: x - size * 0.75,
    y: y - size * 0.75,
    width: size * 1.5,
    height: size * 1.5,
    class: "hollow",
  });
}

// One event of the timeline or the ladder: what it is drawn of, as a button that selects it.
const eventButton = (event, ...children) =>
  s(
    "g",
    {
      class: `event ${toneClass[event.tone]}${isPicked("event", event.key) ? " picked" : ""}`,
      role: "button",
      tabindex: -1,
      "data-event": event.id,
      "aria-pressed": isPicked("event", event.key),
      "aria-label": describe(event),
    },
    ...children,
    s("title", {}, describe(event)),
  );
