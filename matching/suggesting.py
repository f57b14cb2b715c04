"""Topics suggested from somebody's own words: by what people usually say about each, also where it is misspelt.

The words are searched for the phrases of each topic (`matching.phrases`). A topic is worth the sum of the phrases that
were found. Nothing is learned from the words, and nothing of them is kept or written down.
"""

import re
from collections.abc import Sequence

from accounts.models import Community
from accounts.rows import select
from matching.models import Topic
from matching.phrases import SEARCHED, fold

MOST_WORDS = 150  # different ones that are looked at for misspelling
LONG_ENOUGH = 4  # shorter words are too like each other
LIKE = 0.5  # how like a misspelt word must be, as trigrams count it
MISSPELT = 0.4  # what it is worth then
MINE = 1.5  # how much more the language of the page counts where the words could be of several

SUGGEST = """
WITH said AS MATERIALIZED (
    SELECT language, to_tsvector(('words_' || language)::regconfig, %(text)s) AS vector
    FROM unnest(%(languages)s::text[]) AS language
), found AS MATERIALIZED (
    SELECT phrase.topic_id, phrase.language, phrase.words, phrase.weight
    FROM matching_topicphrase phrase JOIN said USING (language)
    WHERE said.vector @@ phrase.query
), misspelt AS (
    SELECT phrase.topic_id, phrase.language, max(phrase.weight * %(misspelt)s) AS weight
    FROM unnest(%(words)s::text[]) AS word
    JOIN matching_topicphrase phrase ON phrase.words %% word AND similarity(phrase.words, word) >= %(like)s
    WHERE phrase.language = ANY(%(languages)s) AND phrase.words NOT LIKE '%% %%'
        AND NOT EXISTS (SELECT FROM found WHERE found.words = phrase.words AND found.language = phrase.language)
    GROUP BY phrase.topic_id, phrase.language, word
), worth AS (
    SELECT language, topic_id, sum(weight) AS points
    FROM (SELECT topic_id, language, weight FROM found UNION ALL SELECT * FROM misspelt) each
    GROUP BY language, topic_id
), spoken AS (
    SELECT language FROM worth GROUP BY language
    ORDER BY sum(points) * CASE WHEN language = %(language)s THEN %(mine)s ELSE 1 END DESC, language LIMIT 1
)
SELECT topic.id FROM worth JOIN spoken USING (language) JOIN matching_topic topic ON topic.id = worth.topic_id
WHERE topic.current AND topic.slug <> ALL(%(off)s::text[])
ORDER BY worth.points DESC, topic.position LIMIT %(limit)s"""


def suggest(*, words: str, language: str, community: Community, limit: int = 5) -> list[Topic]:
    """The topics that these words are likely about, the likeliest first; none where nothing is recognised.

    `language` is that of the page; the languages of the community are looked through as well. Two queries.
    """
    text = fold(words)
    searched = [code for code in SEARCHED if code in {language, *community.languages}]
    if not searched or not text.strip():
        return []
    found = select(
        SUGGEST,
        text=text,
        words=_long_words(text),
        languages=searched,
        language=language,
        misspelt=MISSPELT,
        like=LIKE,
        mine=MINE,
        off=list(community.topics_off),
        limit=limit,
    )
    ids = [topic_id for (topic_id,) in found]
    topics = Topic.objects.in_bulk(ids)
    return [topics[topic_id] for topic_id in ids]


def _long_words(text: str) -> Sequence[str]:
    words = dict.fromkeys(word for word in re.findall(r"\w+", text) if len(word) >= LONG_ENOUGH)
    return list(words)[:MOST_WORDS]
