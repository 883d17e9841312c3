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
# # Quick start: from texts to a figure in ten lines
#
# News texts become a graph of who did what to whom, when, where, and on whose word. Everything below runs offline, on the
# articles that diplograph brings along, in well under a minute. Here are the ten lines:

# %%
from importlib.resources import as_file

import matplotlib.pyplot as plt

import diplograph
from diplograph.analysis import figures
from diplograph.resources import examples_dir

with as_file(examples_dir()) as folder:
    graph = diplograph.build(folder)
figure, axes = plt.subplots(figsize=(9, 4), layout="constrained")
axes = figures.tension(graph, "MEX", "USA", period="Y", ax=axes)

# %% [markdown]
# Bars upwards are co-operation between Mexico and the United States, bars downwards conflict; light for words, dark for deeds.
# Broken outlines are plans and allegations, which never count as facts. The line of small print says what is not drawn.
#
# With your own texts the fourth step is `diplograph.build("news/")`: a file, a folder, JSON lines, CSV or HTML.
#
# **What the figure cannot say.** It shows what these articles report, and we chose the articles. It is no measure of the
# relation between two countries. The other notebooks say what it takes to get there.

# %% [markdown]
# ## What was read
#
# What cannot be read stops nothing; it is listed in `failures`.

# %%
print(graph)
graph.failures

# %% [markdown]
# ## Look at one event
#
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
# ## A table
#
# One row an event, with real types. Not all of them are facts; look at the status before you count.

# %%
events = graph.events_df()
events["status"].value_counts()

# %%
events.loc[events["status"] == "asserted", ["date", "class", "sources", "targets", "goldstein"]].sample(5, random_state=1)

# %% [markdown]
# ## A question
#
# Questions that analysts ask often have names; you can also write SPARQL.

# %%
from diplograph.querying import named_query

graph.query(named_query("who-met-whom"), **{"from": "2018-01-01", "to": "2018-12-31"}).to_df().head()

# %% [markdown]
# ## The page
#
# `graph.show()` puts the whole interactive page into a frame of its own, which asks the network for nothing.

# %%
graph.show(height=640)

# %% [markdown]
# Where scripts do not run, the graph itself shows as a card. `graph.save("out")` writes the page, with Turtle,
# TriG, GraphML, CSV and JSON lines, to a folder.

# %%
graph
