// Turtle of chosen events in the terms of the ontology, so that it can be loaded beside graph.ttl.
const ID = "https://w3id.org/diplograph/id/";
const CODE = "https://w3id.org/diplograph/code/";
// As vocabulary.slug does it: all but letters, digits, - and _ is encoded.
const iriPart = (text) =>
  encodeURIComponent(text).replace(
    /[.!~*'()]/g,
    (char) => "%" + char.charCodeAt(0).toString(16).toUpperCase(),
  );
const eventIri = (event) => `${ID}event/${iriPart(event.key)}`;
const actorIri = (actor) => actor.iri || `${ID}actor/${iriPart(actor.key)}`;
const documentIri = (at) => `${ID}article/${iriPart(documents[at].key).replace(/-(?=c\d+-\d+$)/, "%2D")}`;
function claimIri(event, claim) {
  const [doc, start] = data.sentences[claim.s],
    [, from, to] = claim.marks.find(([kind]) => kind === "t") || ["t", 0, 0];
  return `${ID}claim/${iriPart(event.key)}.${iriPart(documents[doc].key)}.t${start + from}-${start + to}`;
}
const literal = (text) =>
  '"' +
  text.replace(/[\\"\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (char) =>
    char === "\\" || char === '"' ? "\\" + char : "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"),
  ) +
  '"';

function claimLines(event, claim) {
  const [doc, start, text] = data.sentences[claim.s];
  if (doc < 0) return [];
  const end = start + Array.from(text).length,
    span = `<${documentIri(doc)}-c${start}-${end}>`;
  return [
    `<${claimIri(event, claim)}> a dg:Claim ; dg:about <${eventIri(event)}> ; dg:modality <${CODE}modality/${iriPart(claim.modality)}> ; dg:attributionKind <${CODE}attribution/${iriPart(claim.by)}> ; dg:reportedIn <${documentIri(doc)}> ; dg:evidence ${span} .`,
    `${span} a dg:TextSpan ; oa:hasSource <${documentIri(doc)}> ; dg:start ${start} ; dg:end ${end} ; dg:exact ${literal(text)} .`,
  ];
}

function eventLines(event) {
  const who = (role, term) =>
    event.parts.filter((part) => part.role === role).map((part) => `${term} <${actorIri(part.actor)}>`);
  const dates = [
    event.date.earliest && `sem:hasEarliestBeginTimeStamp "${event.date.earliest}"^^xsd:date`,
    event.date.latest && `sem:hasLatestEndTimeStamp "${event.date.latest}"^^xsd:date`,
  ];
  const about = [
    `a dg:${event.class.replace(/[^A-Za-z0-9]/g, "")}`,
    `rdfs:label ${literal(event.label)}@en`,
    ...event.parts.map((part) => `dg:participant <${actorIri(part.actor)}>`),
    ...who("source", "dg:source"),
    ...who("target", "dg:target"),
    ...dates,
    `dg:status <${CODE}modality/${iriPart(event.status)}>`,
  ].filter(Boolean);
  const people = [...new Set(event.parts.map((part) => part.actor))].map(
    (actor) => `<${actorIri(actor)}> rdfs:label ${literal(actor.label)}@en .`,
  );
  return [
    `<${eventIri(event)}> ${[...new Set(about)].join(" ;\n    ")} .`,
    ...people,
    ...event.claims.flatMap((claim) => claimLines(event, claim)),
  ];
}

function turtleOf(list) {
  const prefixes = {
    dg: "https://w3id.org/diplograph/ontology#",
    oa: "http://www.w3.org/ns/oa#",
    rdfs: "http://www.w3.org/2000/01/rdf-schema#",
    sem: "http://semanticweb.cs.vu.nl/2009/11/sem/",
    xsd: "http://www.w3.org/2001/XMLSchema#",
  };
  const head = Object.entries(prefixes).map(([name, iri]) => `@prefix ${name}: <${iri}> .`);
  return [...head, "", ...new Set(list.flatMap(eventLines)), ""].join("\n");
}
