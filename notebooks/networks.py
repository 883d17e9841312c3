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
# # Networks and communities
#
# Who deals with whom, who belongs together, who stands between? The measures are standard; the data are not. This notebook
# shows both, on the bundled articles, offline.

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
# ## Three networks of one graph
#
# - `events`: actors and events are both nodes. Nothing is lost.
# - `actors`: an edge between two actors counts the acts between them.
# - `countries`: the same for those on whose behalf people act.

# %%
for view in ("events", "actors", "countries"):
    network = graph.network(view=view)
    print(f"{view:10} {network.number_of_nodes():5} nodes {network.number_of_edges():5} edges")

# %% [markdown]
# A network of actors alone is a *projection*: a meeting of five becomes ten edges. Keep this in mind whenever one dense knot
# stands out; it may be one summit.

# %% [markdown]
# Before any measure, look at the events themselves. One row an actor, one column an event, in the order of time; who takes part
# has a mark. A meeting of five stays one column.

# %%
import matplotlib.pyplot as plt

from diplograph.analysis import figures

figure, axes = plt.subplots(figsize=(11, 5.5), layout="constrained")
axes = figures.paoh(graph, actors=12, most=40, ax=axes)

# %% [markdown]
# ## Who is in the middle?
#
# Degree counts partners, strength counts acts.

# %%
from diplograph.analysis import measures

countries = graph.network(view="countries", directed=False)
measures.degrees(countries).head(10)

# %% [markdown]
# The United States leads. It would lead in nearly any corpus of English news, and here the articles were chosen to be about
# it. Centrality in reported events is attention first and power second.

# %% [markdown]
# ## Friends and foes
#
# The balance of a pair is co-operative acts minus conflictual ones, divided by their sum.

# %%
balances = measures.balances(countries)
balances[balances["weight"] >= 5].sort_values("balance")

# %% [markdown]
# A balance of zero can mean quiet, or many acts of both kinds. Look at `weight` beside it.

# %% [markdown]
# ## Who answers whom?

# %%
directed = graph.network(view="countries")
answers = measures.reciprocity(directed)
print("reciprocity of the whole:", round(measures.network_reciprocity(directed), 2))
answers[answers["a_to_b"] + answers["b_to_a"] >= 4]

# %% [markdown]
# News of a capital tells what that capital does. One-sidedness can be a bias of the source.

# %% [markdown]
# ## Communities
#
# Louvain's method looks for groups that co-operate more with each other than with the rest. It starts from a random order, so
# the seed is fixed. Try others before you believe a group.

# %%
for seed in range(5):
    found = measures.communities(countries, seed=seed)
    print(seed, round(found.modularity, 3), [len(group) for group in found.groups][:6])
for group in measures.communities(countries).groups[:4]:
    print(", ".join(group))

# %% [markdown]
# The largest groups look like the stories that the articles tell: the talks with Iran, and Mexico with the United States. The
# method has found our choice of articles. In your corpus it will find, among other things, the beats of the reporters.

# %% [markdown]
# ## Structural balance
#
# "The enemy of my enemy is my friend": in a balanced triangle the product of the three signs is positive.

# %%
triads = measures.structural_balance(countries)
print(triads)
print("balanced:", round(triads.balance, 2), "of", triads.triangles, "triangles")

# %% [markdown]
# Meetings of many states make many all-positive triangles at once. The share of balanced ones is then no finding about
# politics.

# %% [markdown]
# ## Who stands between?
#
# For brokers use what texts say themselves: who mediates, who is host.

# %%
table = graph.events_df()
table.loc[table["class"] == "Mediation", ["date", "status", "sources", "targets", "sentence"]].sort_values("date")

# %%
events = graph.network(view="events")
measures.mediators(events).head(8)

# %% [markdown]
# The first table lists acts of mediation, the second counts those whose sides the text names. News often says that somebody
# mediated and leaves out between whom.

# %% [markdown]
# Betweenness is popular and misleading on projections: an edge of conflict counts as a way through. The program warns.

# %%
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    measures.betweenness(countries)
print(caught[0].category.__name__, "-", caught[0].message)
measures.betweenness(events).head(5)

# %% [markdown]
# ## To Gephi
#
# GEXF holds the times, so that Gephi's timeline works. GraphML is in every build.

# %%
gexf = graph.export("gexf")
print(gexf[:120])

# %% [markdown]
# ## What to write into the paper
#
# The corpus and how it was chosen; the period; that edges are *reported* acts with status asserted; how many events carry
# each finding; the seed and how the groups change with it. And an example sentence for each edge that your argument
# needs: `graph.timeline(a, b)` gives them.
