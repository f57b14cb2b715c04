"""What reads the same for everybody is made once, and in each language."""

from collections.abc import Iterator
from itertools import count

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from support.templatetags import once

PAGE = '{% load i18n once %}{% once %}{% translate "Crisis help" %} {{ made }}{% endonce %}'


def test_it_is_made_once_in_each_language() -> None:
    page, numbers = Template(PAGE), count(1)

    def read(language: str) -> str:
        with override(language):
            return page.render(Context({"made": lambda: next(numbers)}))

    english, spanish = read("en"), read("es")
    assert english == "Crisis help 1"
    assert spanish.endswith(" 2")
    assert not spanish.startswith("Crisis")
    assert [read("en"), read("es")] == [english, spanish]


def test_it_is_made_once_for_each_of_a_few_kinds() -> None:
    page, numbers = Template("{% load once %}{% once for at %}{{ at }}{{ made }}{% endonce %}"), count(1)

    def read(at: object) -> str:
        return page.render(Context({"at": at, "made": lambda: next(numbers)}))

    assert [read("home "), read("me "), read("home ")] == ["home 1", "me 2", "home 1"]
    assert len({read(f"{kind} ") for kind in range(2 * once.MOST)}) == 2 * once.MOST
    (place,) = page.nodelist.get_nodes_by_type(once.Once)
    assert isinstance(place, once.Once)
    assert len(place.made) == once.MOST


@pytest.mark.parametrize("named", ["at", "at place", "for"])
def test_whoever_forgets_what_it_is_made_for_learns_it_at_once(named: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(f"{{% load once %}}{{% once {named} %}}{{{{ at }}}}{{% endonce %}}")


def test_templates_are_made_each_for_itself() -> None:
    pages: Iterator[Template] = (Template(PAGE) for _ in range(2))
    assert [page.render(Context({"made": made})) for made, page in enumerate(pages)] == [
        "Crisis help 0",
        "Crisis help 1",
    ]
