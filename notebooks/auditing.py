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
# # Auditing a claim: from a figure to its sentence
#
# Somebody shows you a number: "In 2018 the relation between the United States and Iran was the worst of the period." Can you
# trace it back to sentences, and do the sentences say it? This notebook walks all the way down. It runs offline on the
# bundled articles.

# %%
from importlib.resources import as_file
from pathlib import Path

import pandas as pd

import diplograph
from diplograph.resources import examples_dir

pd.set_option("display.max_colwidth", 90)

if Path("diplograph-demo").is_dir():
    graph = diplograph.KnowledgeGraph.load("diplograph-demo")
else:
    with as_file(examples_dir()) as folder:
        graph = diplograph.build(folder).save("diplograph-demo")
print(graph)

# %% [markdown]
# ## 1. The number
#
# Goldstein's scale gives every kind of act a value from -10 to 10. Here is the mean by year.

# %%
years = graph.dyads(period="Y", weight="goldstein", directed=False)
pair = years[(years["a"] == "IRN") & (years["b"] == "USA")]
pair[["period", "events", "weight", "mean", "verbal_conflict", "material_conflict"]]

# %% [markdown]
# ## 2. What is not in it
#
# Before the sentences, ask what was left out. An event is counted in a year only if all its possible days lie in that year, if it
# is asserted, and if both sides are countries.

# %%
years.attrs["left_out"]

# %% [markdown]
# ## 3. The events behind it

# %%
story = graph.timeline("IRN", "USA")
year = story[(story["earliest"].dt.year == 2018) & (story["latest"].dt.year == 2018) & (story["status"] == "asserted")]
year = year[year["plover"].notna() & (year["grade"] != "C")]
year[["date", "class", "goldstein", "title"]].sort_values("goldstein")

# %% [markdown]
# The list is short. A mean of so few events moves a lot when one of them is wrong. So read them all.

# %% [markdown]
# ## 4. The sentences

# %%
for event in year.sort_values("goldstein")["event"]:
    claims = graph.who_claims(event)
    first = claims.iloc[0]
    print(first["class"], "|", first["attribution"], "|", first["document"])
    print("   ", first["sentence"])

# %% [markdown]
# Judge each: does the sentence say that this actor did this to that one, in that year? Write your verdicts down. A table with
# "right", "wrong party", "wrong kind", "wrong date" beside each event id is worth more than another figure. Expect errors:
# sanctions that "strike" an industry are no attack, and a headline with its first paragraph may give one act twice.

# %%
verdicts = pd.DataFrame({"event": year["event"], "class": year["class"], "verdict": "to be judged"})
verdicts.head()

# %% [markdown]
# ## 5. The characters
#
# Each claim points at the text itself. Check one by hand, and all of them by machine.

# %%
texts = {reading.document.id: reading.document.text for reading in graph.records.readings}
claim = next(event for event in graph.events if event.id == year["event"].iloc[0]).claims[0]
around = texts[claim.document][max(0, claim.sentence.start - 60) : claim.sentence.end + 60]
print("...", around.replace("\n", " "), "...")
print()
print("trigger:", repr(texts[claim.document][claim.trigger.start : claim.trigger.end]), "rule:", claim.rule)

# %%
wrong = [
    claim.rule
    for event in graph.events
    for claim in event.claims
    if texts[claim.document][claim.sentence.start : claim.sentence.end] != claim.sentence.text
]
assert not wrong
print("every quotation stands where it says")

# %% [markdown]
# That the quotation is exact says nothing about whether it was understood. `explain` shows the parse and the rule:

# %%
import subprocess
import sys

command = [sys.executable, "-m", "diplograph", "explain", "diplograph-demo", year["event"].iloc[0]]
print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

# %% [markdown]
# ## 6. On whose word
#
# How many of all asserted acts between the two rest on one article? In the bundled corpus nearly all do. In yours, this is a
# number to report.

# %%
facts = story[story["status"] == "asserted"]
sources = {event: graph.who_claims(event)["document"].nunique() for event in facts["event"]}
print(sum(count == 1 for count in sources.values()), "of", len(sources), "rest on one article")

# %% [markdown]
# ## 7. How much does the figure hang on single events?
#
# Leave out one event at a time and look at the range of the mean.

# %%
scores = year["goldstein"].dropna()
without = [(scores.sum() - score) / (len(scores) - 1) for score in scores]
print(f"mean {scores.mean():.2f} of {len(scores)} events; without one of them between {min(without):.2f} and {max(without):.2f}")

# %% [markdown]
# ## What you can say in the end
#
# "In these articles, acts between the two that are reported as facts and dated to 2018 are mostly conflictual; I read all of
# them, and so many were coded rightly." That is a sound sentence. "Relations were worse in 2018" needs more: a sample of
# the press that you can describe, and the same reading of every year.
