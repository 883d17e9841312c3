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
# # A bilateral relation over time
#
# Iran and the United States, 2013 to 2018, in the bundled articles: from the first telephone call to the return of the
# sanctions. You learn to draw the course of a relation, and to ask of every point whether it can carry what you want to say.

# %%
from importlib.resources import as_file
from pathlib import Path

import diplograph
from diplograph.resources import examples_dir

if Path("diplograph-demo").is_dir():
    graph = diplograph.KnowledgeGraph.load("diplograph-demo")
else:
    with as_file(examples_dir()) as folder:
        graph = diplograph.build(folder).save("diplograph-demo")
print(graph)
# %% [markdown]
# ## How much was written, and when
#
# Begin with the material. A silence of the sources looks like peace.

# %%
import matplotlib.pyplot as plt

from diplograph.analysis import figures

figure, axes = plt.subplots(figsize=(9, 2.4), layout="constrained")
axes = figures.coverage(graph, period="Y", ax=axes)

# %% [markdown]
# Some years have many articles and some have one. Any count of events will follow this shape.

# %% [markdown]
# ## The course of the relation

# %%
figure, axes = plt.subplots(figsize=(9, 4), layout="constrained")
axes = figures.tension(graph, "IRN", "USA", period="Q", ax=axes)

# %% [markdown]
# Only events that certainly lie in one quarter are drawn. The next figure takes the day of the article for the day of the act
# where nothing better is known, as event data sets do.

# %%
figure, axes = plt.subplots(figsize=(9, 4), layout="constrained")
axes = figures.tension(graph, "IRN", "USA", period="Q", dating="report", ax=axes)

# %% [markdown]
# The second is fuller. It also puts background ("Washington broke off relations ...") on the day of the news. If a finding holds in
# the second figure only, it is a finding about dates.

# %% [markdown]
# ## The numbers behind it

# %%
quarters = graph.dyads(period="Q", weight="goldstein", directed=False)
pair = quarters[(quarters["a"] == "IRN") & (quarters["b"] == "USA")]
pair[["period", "events", "weight", "mean", "verbal_cooperation", "verbal_conflict", "material_conflict"]]

# %% [markdown]
# Few events a quarter. A mean of one event is that event. Always print the count beside the mean.
#
# Three weights, three series. If they tell different stories, the story is in the weights:

# %%
import pandas as pd


def series(weight):
    table = graph.dyads(period="Y", weight=weight, directed=False, dating="report")
    found = table[(table["a"] == "IRN") & (table["b"] == "USA")]
    return found.set_index("period")["mean" if weight != "count" else "events"].rename(weight)


pd.concat([series("goldstein"), series("plover"), series("count")], axis=1).round(2)

# %% [markdown]
# Goldstein's scale is of 1992 and for another code book; PLOVER's scores are a draft. Both give a kind of act one number, whether
# it is a sanction on one person or on a whole economy.

# %% [markdown]
# ## Who acts?

# %%
directed = graph.dyads(period="Y", weight="count", dating="report")
ways = directed[directed["source"].isin(["IRN", "USA"]) & directed["target"].isin(["IRN", "USA"])]
ways.pivot_table(index="period", columns="source", values="events", aggfunc="sum", observed=True)

# %% [markdown]
# An act of equals, such as a meeting, stands in both columns.

# %% [markdown]
# ## Read it

# %%
story = graph.timeline("IRN", "USA")
story.loc[story["status"] == "asserted", ["date", "direction", "title"]].head(15)

# %% [markdown]
# Plans and denials are in the same table. What was announced and never came is part of the relation:

# %%
story.loc[story["status"] != "asserted", ["date", "status", "title"]]

# %% [markdown]
# ## What other countries did at the same time
#
# A relation is not alone. The row acts, the column is acted on.

# %%
figure, axes = plt.subplots(figsize=(7, 6), layout="constrained")
axes = figures.who_to_whom(graph, most=10, ax=axes)

# %% [markdown]
# ## A test of your own reading
#
# Before you look further: when, by your own knowledge, were the turning points? Write three dates down and see whether the figure
# has them. Those that it lacks show you what the articles, or the program, do not see.

# %% [markdown]
# ## Your own texts
#
# Set `DIPLOGRAPH_CORPUS` to a file of JSON lines (`id`, `text`, `date`). The first eight documents are read, so that it
# stays quick.

# %%
import os
from itertools import islice

corpus = Path(os.environ.get("DIPLOGRAPH_CORPUS", "my-texts.jsonl"))
if corpus.is_file():
    with corpus.open(encoding="utf-8") as lines:
        Path("some-texts.jsonl").write_text("".join(islice(lines, 8)), encoding="utf-8")
    own = diplograph.build("some-texts.jsonl")
    print("public texts:", len(own.records.readings), "documents,", len(own.events), "events")
    print(own.dyads(period=None, weight="count", directed=False).sort_values("events", ascending=False).head().to_string())
else:
    print("no texts of your own; the file", corpus, "is not there")

# %% [markdown]
# ## What to report with such a figure
#
# - where the texts come from, how they were chosen, how many there are in each period;
# - which statuses and grades were counted, and how events were dated;
# - the count beside every mean;
# - how many of a random sample of, say, fifty events you found right, and what was wrong with the others;
# - the version of the program: it is in `report.json`.
