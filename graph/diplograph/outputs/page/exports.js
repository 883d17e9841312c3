// What can be taken along. Everything is made in this page; nothing is sent anywhere.
function download(name, kind, content) {
  const link = h("a", {
    download: name,
    href: URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind })),
  });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  announce(`${name} saved`);
}

function copyByHand(text, what) {
  const area = h("textarea", { readonly: true, rows: 8, cols: 60, "aria-label": what });
  area.value = text;
  const box = h(
    "dialog",
    {},
    h("p", {}, `${what}: copy it from here`),
    area,
    h(
      "p",
      {},
      button("Close", () => box.close()),
    ),
  );
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  area.select();
}

async function copyText(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    announce(`${what} copied`);
    byId("count").textContent = `${what} copied`;
    setTimeout(showFilters, 1800);
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    copyByHand(text, what);
  }
}

function citation(event) {
  return event.claims
    .map((claim) => {
      const [at, start, text] = data.sentences[claim.s],
        doc = documents[at];
      const source = doc
        ? [doc.title, doc.publisher, doc.published, doc.url].filter(Boolean).join(", ")
        : "unknown document";
      return `“${text.replace(/\s+/g, " ")}” (${source}, characters ${start}–${start + Array.from(text).length}; read as ${event.type}, ${event.status}; ${eventIri(event)})`;
    })
    .join("\n");
}

const cell = (value) => {
  const text = String(value ?? "");
  const tame = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(tame) ? '"' + tame.replaceAll('"', '""') + '"' : tame;
};

function csvOf(list) {
  const names = (event, ...roles) =>
    event.parts
      .filter((part) => roles.includes(part.role))
      .map((part) => part.actor.name || part.actor.label)
      .join("; ");
  const rows = list.map((event) => {
    const claim = event.claims[0],
      [at, start, text] = claim ? data.sentences[claim.s] : [-1, "", ""];
    return [
      event.key,
      event.date.when,
      event.date.edtf,
      event.date.earliest,
      event.date.latest,
      event.class,
      event.plover,
      event.status,
      event.tone,
      names(event, "source"),
      names(event, "target"),
      names(event, "party"),
      event.place,
      event.grade,
      text,
      at >= 0 ? documents[at].key : "",
      start,
    ];
  });
  const head = [
    "id",
    "when",
    "edtf",
    "earliest",
    "latest",
    "class",
    "plover",
    "status",
    "tone",
    "source",
    "target",
    "parties",
    "place",
    "grade",
    "sentence",
    "document",
    "start",
  ];
  return "\ufeff" + [head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

const STYLED = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "text-decoration",
  "paint-order",
];

// A drawing that stands alone: computed styles become attributes, because the style sheet stays behind.
function standalone(svg) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")],
    to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((element, at) => {
    const style = getComputedStyle(element);
    for (const name of STYLED) {
      const value = style.getPropertyValue(name);
      if (value && value !== "normal" && !(value === "none" && name !== "fill"))
        to[at].setAttribute(name, value);
    }
    for (const name of ["class", "style", "tabindex", "role", "data-event", "data-actor", "aria-pressed"])
      to[at].removeAttribute(name);
  });
  copy.setAttribute("xmlns", SVG);
  return copy;
}

const sizeOf = (svg) => [parseFloat(svg.getAttribute("width")), parseFloat(svg.getAttribute("height"))];

function assembled(svgs) {
  const [corner, head, names, plot] = svgs;
  const [left, top] = sizeOf(corner),
    [width, height] = sizeOf(plot);
  const place = (svg, x, y) => {
    const copy = standalone(svg);
    copy.setAttribute("x", x);
    copy.setAttribute("y", y);
    return copy;
  };
  return s(
    "svg",
    { xmlns: SVG, width: left + width, height: top + height, viewBox: `0 0 ${left + width} ${top + height}` },
    place(corner, 0, 0),
    place(head, left, 0),
    place(names, 0, top),
    place(plot, left, top),
  );
}

function currentSvg() {
  const view = byId("view");
  if (network) return withHidden(graphSvg(network.drawing), standalone);
  const svgs = [...view.querySelectorAll(":scope > .quad svg, :scope > svg")];
  if (!svgs.length) return null;
  const drawing = svgs.length === 4 ? assembled(svgs) : standalone(svgs[0]);
  const [width, height] = sizeOf(drawing);
  drawing.prepend(s("rect", { width, height, fill: ink("page") }));
  return drawing;
}

function withHidden(svg, act) {
  const box = h("div", { class: "unseen" }, svg);
  document.body.append(box);
  const [x, y, width, height] = svg.getAttribute("viewBox").split(" ");
  svg.prepend(s("rect", { x, y, width, height, fill: ink("page") }));
  const result = act(svg);
  box.remove();
  return result;
}

const SIGNS =
  "+ co-operative, − conflictual, split both · dashed planned, dotted alleged, crossed out denied or cancelled · number: events";

// A picture goes its own way: it carries what it shows, how much of it, and what its signs mean.
function captioned(svg) {
  const [width, height] = sizeOf(svg),
    size = Math.max(12, width / 95);
  const lines = [
    `${document.title} · ${[byId("count").textContent, ...narrowing()].join(" · ")}`,
    ...wrapped(`${SIGNS} · diplograph ${data.version}`, width - 2 * size, size),
  ];
  const line = (text, at) =>
    s(
      "text",
      { x: size, y: height + size * (1.6 + 1.5 * at), "font-size": size, "font-family": FACE, fill: ink("soft") },
      fitted(text, width - 2 * size, size),
    );
  const whole = { width, height: height + size * (1 + 1.5 * lines.length) };
  return s(
    "svg",
    { xmlns: SVG, ...whole, viewBox: `0 0 ${whole.width} ${whole.height}` },
    s("rect", { ...whole, fill: ink("page") }),
    svg,
    lines.map(line),
  );
}

const svgText = (svg) =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(svg);

function saveSvg() {
  const svg = currentSvg();
  if (svg) download("diplograph.svg", "image/svg+xml", svgText(captioned(svg)));
  else announce("The table has no drawing; take it as CSV");
}

function savePng() {
  const drawing = currentSvg(),
    svg = drawing && captioned(drawing);
  if (!svg) {
    announce("The table has no drawing; take it as CSV");
    return;
  }
  const [width, height] = sizeOf(svg),
    scale = Math.min(2, 8000 / Math.max(width, height));
  const picture = new Image();
  picture.addEventListener("load", () => {
    const canvas = h("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download("diplograph.png", "image/png", blob));
  });
  picture.src =
    "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(svg));
}

function takenEvents() {
  if (!state.selected) return shown;
  const [kind, key] = state.selected;
  if (kind === "event") return [eventByKey.get(key)];
  if (kind === "actor") return shown.filter((event) => event.parts.some((part) => part.actor.key === key));
  return pairEvents(state.selected);
}
