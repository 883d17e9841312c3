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
# # SPARQL in practice
#
# You have a question; the graph has triples. This notebook goes from one to the other: first a named query, then one of
# your own, then a table that you can count. It runs offline on the bundled articles.

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
# ## Take a question that has a name
#
# Two dozen questions are written already. `diplograph query --list` shows them. Values are set by name.

# %%
from diplograph.querying import named_query

answer = graph.query(named_query("who-accuses-whom"))
answer.to_df().head(10)

# %% [markdown]
# Accusations are made in words, and each has an article behind it. The table says who is *reported* to accuse whom. It does
# not say that the accusation is true, and a state whose press is quoted more will lead the list.

# %% [markdown]
# ## Look at one event
#
# What is known about an event? Ask for everything. `DESCRIBE` would do; a short list is easier to read.

# %%
first = graph.query("""
SELECT ?event ?label WHERE {
  ?event a dg:EnvoyRecall ; dg:status modality:asserted ; rdfs:label ?label .
} ORDER BY ?label LIMIT 1
""").to_df()
event = first["event"].iloc[0]
graph.query(f"SELECT ?property ?value WHERE {{ <{event}> ?property ?value }} ORDER BY ?property ?value").to_df()

# %% [markdown]
# The prefixes (`dg:`, `modality:`, `skos:` ...) need not be declared here. Elsewhere, copy them from the head of
# `graph.ttl`.

# %% [markdown]
# ## Write your own: which promises did the United States make to whom?
#
# Build it up line by line. First the kind of event, then the parties, then the status.

# %%
promises = graph.query("""
SELECT ?date ?who ?whom ?words WHERE {
  ?event a dg:Promise ; dg:status modality:asserted ; dg:source ?actor ; dg:target ?other ; sem:hasTime/dg:edtf ?date .
  ?actor rdfs:label ?who . ?other rdfs:label ?whom .
  ?event dg:involvedCountry/skos:notation "USA" .
  ?claim dg:about ?event ; dg:evidence/dg:exact ?words .
} ORDER BY ?date
""").to_df()
print(len(promises), "rows")
promises.head(8)

# %% [markdown]
# Read the `words`. Promises by others *to* the United States are here as well, since the country is only involved. If you
# want its own promises only, ask on whose behalf the source acts:

# %%
own = graph.query("""
SELECT DISTINCT ?date ?who ?whom ?words WHERE {
  ?event a dg:Promise ; dg:status modality:asserted ; dg:target/rdfs:label ?whom ;
    sem:hasTime/dg:edtf ?date ; dg:hasParticipation ?part .
  ?part dg:role role:source ; dg:actsFor/skos:notation "USA" ; dg:actor/rdfs:label ?who .
  ?claim dg:about ?event ; dg:evidence/dg:exact ?words .
} ORDER BY ?date
""").to_df()
print(len(own), "rows")
own.head(8)

# %% [markdown]
# ## Facts, plans, demands, denials
#
# The same kind of event with every status. This is the query to run before any count.

# %%
statuses = graph.query("""
SELECT ?status (COUNT(DISTINCT ?event) AS ?events) WHERE {
  ?event a dg:Encounter ; dg:status/skos:notation ?status .
} GROUP BY ?status ORDER BY DESC(?events)
""").to_df()
statuses

# %% [markdown]
# ## Certainly or possibly in a year
#
# An event has a first and a last possible day. The two queries below give different numbers. Both are right; they
# answer different questions.

# %%
CERTAIN = """
SELECT (COUNT(DISTINCT ?event) AS ?events) WHERE {
  ?event a dg:Encounter ; dg:status modality:asserted ;
    sem:hasEarliestBeginTimeStamp ?first ; sem:hasLatestEndTimeStamp ?last .
  FILTER(?first >= "2018-01-01"^^xsd:date && ?last <= "2018-12-31"^^xsd:date)
}"""
POSSIBLE = """
SELECT (COUNT(DISTINCT ?event) AS ?events) WHERE {
  ?event a dg:Encounter ; dg:status modality:asserted ; sem:hasLatestEndTimeStamp ?last .
  OPTIONAL { ?event sem:hasEarliestBeginTimeStamp ?first }
  FILTER(?last >= "2018-01-01"^^xsd:date && (!BOUND(?first) || ?first <= "2018-12-31"^^xsd:date))
}"""
for name, question in (("certainly", CERTAIN), ("possibly", POSSIBLE)):
    print(name, "in 2018:", graph.query(question).to_df()["events"].iloc[0])

# %% [markdown]
# The gap between the two numbers is made of acts that articles tell as background, without a date. Who counts them on the day
# of the article overstates the year.

# %% [markdown]
# ## What was planned and not heard of again
#
# Silence is no proof. It is a list of things to look up.

# %%
graph.query(named_query("planned-and-not-done")).to_df().head(8)

# %% [markdown]
# ## As it stood on a day
#
# On 25 May 2018 the summit in Singapore was off. The graph as of that day knows nothing of June.

# %%
from datetime import date

before = graph.as_of(date(2018, 5, 25))
SUMMIT = """
SELECT ?label ?status WHERE {
  ?event dg:status/skos:notation ?status ; rdfs:label ?label ; dg:participant ac:kim-jong-un , ac:donald-trump .
} ORDER BY ?label"""
print(before.query(SUMMIT).to_df().to_string(index=False))
print()
print(graph.query(SUMMIT).to_df().to_string(index=False))

# %% [markdown]
# ## What SPARQL will not tell you
#
# - An empty answer means that nothing was read, not that nothing happened.
# - A count counts events as they were reported and recognised. Read some of the sentences behind it: `dg:evidence/dg:exact`.
# - Joining two patterns multiplies rows. Write `DISTINCT`, and count `DISTINCT ?event`.
