// Putting it together: one refresh for what is shown, one for what is picked.
const nothing = (text) =>
  h("div", { class: "nothing" }, h("p", {}, text), h("p", {}, button("Reset all filters", resetFilters)));
const drawers = { relations: showRelations, timeline: showTimeline, events: showEvents, table: showTable };

function showTabs() {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const on = tab.dataset.view === state.view;
    tab.setAttribute("aria-selected", on);
    tab.setAttribute("tabindex", on ? 0 : -1);
  }
  byId("view").setAttribute("aria-labelledby", "tab-" + state.view);
}

function showControls() {
  const parts =
    state.view === "relations" ? relationsControls() : state.view === "events" ? eventsControls() : [];
  const focused = document.activeElement && document.activeElement.id;
  byId("controls").replaceChildren(...parts);
  byId("controls").hidden = !parts.length;
  if (focused === "focus") byId("focus").focus();
}

function showView() {
  const view = byId("view");
  const canvas = state.view === "relations";
  view.className = state.view + (canvas ? " canvas" : "");
  if (state.view !== "relations" && state.view !== "events") dropGraph();
  hideHover();
  drawers[state.view](view);
  view.setAttribute("tabindex", canvas || network ? -1 : 0);
}

// The picked event, in views that scroll.
function bringPicked() {
  const view = byId("view");
  if (state.view === "timeline") bringIntoView(view, view.querySelector(".picked .stem"), nameWidth, HEAD);
  if (state.view === "events") bringIntoView(view, view.querySelector(".picked .target"), 0, 0);
  if (state.view === "table") bringIntoView(view, view.querySelector("tr.picked"), 0, 40);
}

function keepFocus(act) {
  const active = document.activeElement;
  const mark = active && active.dataset ? active.dataset.event : null;
  act();
  const again = mark && byId("view").querySelector(`[data-event="${CSS.escape(mark)}"]`);
  if (again && !document.contains(active)) again.focus({ preventScroll: true });
}

function refresh() {
  refilter();
  keepFocus(() => {
    showTabs();
    showFilters();
    showControls();
    showView();
    showStrip();
    showPanel();
  });
  bringPicked();
  writeHash();
}

// On a narrow page the evidence stands below the view: go there, and come back.
function showEvidenceBelow(thing) {
  if (narrowPage.matches) byId(thing ? "panel" : "main").scrollIntoView({ block: "start" });
}

function select(thing) {
  state.selected = thing;
  keepFocus(() => {
    showView();
    if (state.view === "timeline") showStrip();
    showPanel();
  });
  bringPicked();
  writeHash();
  showEvidenceBelow(thing);
  const named = !thing
    ? "Overview"
    : thing[0] === "event"
      ? describe(eventByKey.get(thing[1]))
      : thing[0] === "actor"
        ? actorByKey.get(thing[1]).label
        : focusNames(thing).join(" and ");
  announce(`Evidence: ${named}`);
}

function show(view) {
  state.view = view;
  state.page = 0;
  refresh();
}

function back() {
  if (state.selected) select(null);
  else if (state.focus) {
    state.focus = null;
    refresh();
  }
}

const prefersDark = matchMedia("(prefers-color-scheme: dark)");
const isDark = () => (state.theme ? state.theme === "dark" : prefersDark.matches);
function showTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", isDark());
}
function redraw() {
  showTheme();
  refresh();
}

function stepEvent(by) {
  const at = shown.indexOf(pickedEvent());
  const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by];
  if (next) select(["event", next.key]);
}

const typing = (target) => target.closest && target.closest("input, select, textarea");
function onKey(event) {
  if (event.key === "Escape") {
    if (typing(event.target)) event.target.blur();
    else back();
    return;
  }
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    byId("search").focus();
  }
  if (event.key === "j" || event.key === "k") stepEvent(event.key === "j" ? 1 : -1);
  if (/^[1-4]$/.test(event.key)) show(VIEWS[event.key - 1]);
}

function onTabKey(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  show(VIEWS[(VIEWS.indexOf(state.view) + by + VIEWS.length) % VIEWS.length]);
  byId("tab-" + state.view).focus();
}

// On paper the drawing is as wide as the sheet, and light.
function forPaper() {
  document.documentElement.dataset.theme = "light";
  const svg = state.view === "table" ? null : currentSvg();
  if (!svg) return;
  const [width, height] = sizeOf(svg);
  if (!svg.hasAttribute("viewBox")) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("class", "on-paper");
  svg.removeAttribute("height");
  svg.setAttribute("width", "100%");
  byId("view").append(svg);
  byId("view").classList.add("papered");
}
function afterPaper() {
  document.querySelectorAll(".on-paper").forEach((svg) => svg.remove());
  byId("view").classList.remove("papered");
  showTheme();
}

function listen() {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    tab.addEventListener("click", () => show(tab.dataset.view));
    tab.addEventListener("keydown", onTabKey);
  }
  document.addEventListener("keydown", onKey);
  byId("copy-link").addEventListener("click", () =>
    copyText(location.href.split("#")[0] + "#" + stateToHash(), "Link"),
  );
  byId("save-png").addEventListener("click", savePng);
  byId("save-svg").addEventListener("click", saveSvg);
  byId("save-csv").addEventListener("click", () =>
    download("diplograph.csv", "text/csv", csvOf(takenEvents())),
  );
  byId("save-ttl").addEventListener("click", () =>
    download("diplograph.ttl", "text/turtle", turtleOf(takenEvents())),
  );
  byId("theme").addEventListener("click", () => {
    state.theme = isDark() ? "light" : "dark";
    redraw();
  });
  prefersDark.addEventListener("change", redraw);
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) !== stateToHash()) {
      state = hashToState(location.hash);
      redraw();
    }
  });
  addEventListener("beforeprint", forPaper);
  addEventListener("afterprint", afterPaper);
  byId("show-filters").addEventListener("click", () => {
    const open = byId("filters").classList.toggle("open");
    document.documentElement.classList.toggle("filtering", open);
    byId("show-filters").setAttribute("aria-expanded", open);
    showView();
    showStrip();
  });
  let waiting = 0;
  addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (state.view !== "relations") showView();
      showStrip();
    }, 150);
  });
}

document.documentElement.classList.add("js");
if (window.self !== window.top) document.documentElement.classList.add("embedded");
buildFilters();
state = hashToState(location.hash);
listen();
redraw();
document.documentElement.dataset.ready = Math.round(performance.now());
