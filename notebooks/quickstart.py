# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # diplograph in five minutes
#
# News texts become a graph of who did what to whom, when, where, and on whose word. Everything below runs
# offline, on the example articles that diplograph brings along. It takes a few seconds.

# %%
from importlib.resources import as_file

import diplograph
from diplograph.resources import examples_dir

# %% [markdown]
# ## Build
# `build` takes files, folders or patterns. What cannot be read stops nothing; it is listed in `failures`.

# %%
with as_file(examples_dir()) as folder:
    graph = diplograph.build(folder)
print(graph)
graph.failures

# %% [markdown]
# ## Look at one event
# An event rests on claims. Each names the document and the characters that it was read from, whether it is
# told as a fact, planned or denied, and on whose word.

# %%
summit = next(
    event for event in graph.events if event.event_class == "MeetingCancellation" and event.date and event.date.stated
)
claim = summit.claims[0]
print(summit.event_class, "|", summit.plover, "|", summit.status.value, "|", summit.date.edtf)
for part in summit.participations:
    print("  ", part.role.value, "-", part.actor.name)
print(claim.sentence.text)

# %% [markdown]
# Every quotation can be checked against its text:

# %%
texts = {reading.document.id: reading.document.text for reading in graph.records.readings}
all(
    texts[claim.document][claim.trigger.start : claim.trigger.end] == claim.trigger.text
    for event in graph.events
    for claim in event.claims
)

# %% [markdown]
# ## Query
# The graph answers SPARQL. How many events are told as facts, how many as planned, alleged, denied?

# %%
statuses = graph.query("""
SELECT ?status (COUNT(DISTINCT ?event) AS ?events)
WHERE { ?event dg:status ?status }
GROUP BY ?status ORDER BY DESC(?events)
""")
for row in statuses:
    print(row["events"], row["status"].rsplit("/", 1)[-1])

# %% [markdown]
# Questions that analysts ask often have names; `diplograph query --list` shows them too.

# %%
from diplograph.querying import list_queries

for query in list_queries():
    print(query.name, "-", query.help)

# %% [markdown]
# ## Network
# Events and actors are the nodes of a networkx graph, with the roles on its edges. `dyads` is the
# projection to actors alone.

# %%
network = graph.network()
dyads = graph.network(view="dyads")
busiest = sorted(dyads.edges(data=True), key=lambda edge: -edge[2]["weight"])[:5]
print(network)
for one, other, relation in busiest:
    print(relation["weight"], relation["status"], dyads.nodes[one]["label"], "-", dyads.nodes[other]["label"])

# %% [markdown]
# ## The page
# `graph.show()` puts the whole interactive page into a frame of its own, which asks the network for nothing.

# %%
graph.show(height=640)

# %% [markdown]
# Where scripts do not run, the graph itself shows as a card. `graph.save("out")` writes the page, with Turtle,
# TriG, GraphML, CSV and JSON lines, to a folder.

# %%
graph
