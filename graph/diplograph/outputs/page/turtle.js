// Turtle of chosen events in the terms of the ontology, so that it can be loaded beside graph.ttl.
// The build gives each thing its term; this page mints no IRI but those of spans, which follow from the document.
function expand(term) {
  if (term.startsWith("<")) return term.slice(1, -1);
  const colon = term.indexOf(":");
  return data.prefixes[term.slice(0, colon)] + term.slice(colon + 1);
}
const eventIri = (event) => expand(event.term);
const code = (scheme, name) => `<${data.prefixes[scheme]}${encodeURIComponent(name)}>`;

const literal = (text) =>
  '"' +
  text.replace(/[\\"\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (char) =>
    char === "\\" || char === '"' ? "\\" + char : "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"),
  ) +
  '"';

function claimLines(event, claim) {
  const [doc, start, text] = data.sentences[claim.s];
  if (doc < 0) return [];
  const article = documents[doc].term;
  const end = start + Array.from(text).length;
  const span = `<${expand(article)}-c${start}-${end}>`;
  return [
    `${claim.term} a dg:Claim ; dg:about ${event.term} ; dg:modality ${code("modality", claim.modality)} ;`,
    `    dg:attributionKind ${code("attribution", claim.by)} ; dg:reportedIn ${article} ; dg:evidence ${span} .`,
    `${span} a dg:TextSpan ; oa:hasSource ${article} ; dg:start ${start} ; dg:end ${end} ; dg:exact ${literal(text)} .`,
  ].join("\n");
}

function eventLines(event) {
  const who = (role, term) =>
    event.parts.filter((part) => part.role === role).map((part) => `${term} ${part.actor.term}`);
  const about = [
    `a dg:${event.class.replace(/[^A-Za-z0-9]/g, "")}`,
    `rdfs:label ${literal(event.label)}@en`,
    ...event.parts.map((part) => `dg:participant ${part.actor.term}`),
    ...who("source", "dg:source"),
    ...who("target", "dg:target"),
    event.date.earliest && `sem:hasEarliestBeginTimeStamp "${event.date.earliest}"^^xsd:date`,
    event.date.latest && `sem:hasLatestEndTimeStamp "${event.date.latest}"^^xsd:date`,
    `dg:status ${code("modality", event.status)}`,
  ].filter(Boolean);
  const people = event.parts.map(({ actor }) => `${actor.term} rdfs:label ${literal(actor.name || actor.label)}@en .`);
  const claims = event.claims.flatMap((claim) => claimLines(event, claim));
  return [`${event.term} ${[...new Set(about)].join(" ;\n    ")} .`, ...people, ...claims];
}

function turtleOf(list) {
  const head = Object.entries(data.prefixes).map(([name, iri]) => `@prefix ${name}: <${iri}> .`);
  return [...head, "", ...new Set(list.flatMap(eventLines)), ""].join("\n");
}
