"""What of a page is read and what is not: whole pages, then single lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.blocks import text_blocks
from kg.documents.furniture import body_spans

STORY = (
    "Watchdog fines Acme over cookies",
    "Britain's data watchdog has fined Acme £2m for the way it uses cookies, it said on Tuesday.",
    "“We share our users' worry and will reply to the watchdog,” said its chief executive, Ann Lee.",
    "What happens next",
    "Acme, which subscribes to the industry's code, must comply by June. The firm said it would appeal.",
)


def body(text: str) -> list[str]:
    return [text[span.start : span.end] for span in body_spans(text, text_blocks(text))]


def test_a_story_without_furniture_is_read_whole() -> None:
    assert body("\n\n".join(STORY)) == list(STORY)


def test_of_a_whole_page_only_the_story_is_read() -> None:
    headline, first, second, heading, last = STORY
    page = f"""Home > News > Business

Skip to main content

Subscribe

Business

{headline}

By Jane Doe and John Smith, Technology reporters

Published: 5 April 2023, 10:15 GMT | Updated 11:00 GMT

Share this article

Photo: Jane Doe/PA

LONDON (Newswire) - {first}

Advertisement

{second}

Sign up to our newsletter to get the day's top stories delivered to your inbox.

READ MORE: Gamma sues Delta over patents

Read also
Epsilon names new boss
Zeta's profit falls

{heading}

{last} The Leeds Herald

Reporting by Jane Doe in London; editing by John Smith

Our Standards: The Trust Principles.

Tags: Acme, Ann Lee, privacy

Follow us on Twitter

You may also like

Theta hires Iota's chief
Kappa buys Lambda

We use cookies to improve your experience. By continuing to browse you agree to our use of cookies.

12 Comments

All rights reserved. This material may not be published, broadcast, rewritten or redistributed.
"""
    assert body(page) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Connect with us",
        "Click to comment",
        "Leave a Reply",
        "You must be logged in to post a comment Login",
        "Your email address will not be published. Required fields are marked *",
        "Copyright © 2024 Communications Today",
        "© Harbour Media Ltd 2021. All rights reserved.",
        "Copyright Leeds Herald 2021. All rights reserved",
        "Copyright Leeds Herald Ltd, 2021",
        "© Leeds Herald. Copying or republication without our written consent is forbidden.",
        "Reproduction in whole or in part without permission is prohibited",
        "Cookies allow us to improve your experience. Reject all",
        "Share on Facebook",
        "Facebook Twitter LinkedIn Email",
        "Follow @herald on Instagram",
        "Sign up for our daily briefing",
        "We and our partners use cookies. Accept all cookies",
        "By Jane Doe",
        "By Jane Doe, Business Correspondent",
        "By our Leeds staff",
        "By a Herald reporter",
        "From our own correspondent in Paris",
        "By Jane Doe at the Old Bailey",
        "BY JANE DOE IN PORTO",
        "Additional reporting by Jane Doe; editing by John Smith",
        "Photo: Jane Doe/Reuters",
        "Image credit: Getty Images",
        "Read more: Gamma sues Delta over patents",
        "Related stories",
        "Tags: Acme, fines",
        "#acme #fines",
        "5 min read",
        "Updated: 3 July 2021",
        "***",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2, 5])
def test_a_line_of_furniture_is_dropped_wherever_it_stands(line: str, place: int) -> None:
    lines = [*STORY[:place], line, *STORY[place:]]
    assert body("\n\n".join(lines)) == list(STORY)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law has been used by Acme to stop its rival Beta from selling toner.",
        "By Friday, the firm must say how it will comply.",
        "By Friday the firm must answer the court",
        "By our reckoning the team is worth a lot",
        "By Ann Lee at Acme, the deal was called a win.",
        "Copyright Office opens 2021 inquiry",
        "Reproduction of the files without permission is prohibited under the law, the judge said on Tuesday.",
        "Cookies help us sell more, the chief executive, Ann Lee, told the Herald on Tuesday.",
        "Ann Lee, editor of the Leeds Herald",
        "Ann Lee, editor of the Leeds Herald, quits",
        "Subscribers to the newsletter fell by a third, Acme said.",
        "Beta will share the cost with Acme, the firms said.",
        "Follow-up talks between the two firms were held in Leeds.",
        "“You must be logged in to read what we post, which is unfair,” Ann Lee told the court.",
        "Compiled by the Central Bank of Ruritania and paid for by Acme, the survey found 39 firms that had cut jobs.",
        "Reuters reported that Acme uses cookies to track its users.",
        "Related party deals at Acme worth £3m were approved by its auditor, Smith & Co.",
        "Acme was founded on 3 July 2021.",
        "Read was named chief executive of Acme.",
        "Sign-ups at Acme doubled.",
        "Ann Lee resigned.",
    ],
)
@pytest.mark.parametrize("place", [2, 5])
def test_a_sentence_that_only_sounds_like_furniture_is_kept(line: str, place: int) -> None:
    lines = [*STORY[:place], line, *STORY[place:]]
    assert body("\n\n".join(lines)) == lines


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        ("Acme was fined in 2022. South China Morning Post", "Acme was fined in 2022."),
        ("Acme will appeal, it said. – Reuters", "Acme will appeal, it said."),
        ("Acme will appeal. (Source: The Herald)", "Acme will appeal."),
        ("Acme will appeal. Click to comment Copyright © 2021 The Herald", "Acme will appeal."),
        ("The fine was set by Mr. Robin Li", "The fine was set by Mr. Robin Li"),
        ("It was signed by Acme Inc. Ann Lee", "It was signed by Acme Inc. Ann Lee"),
        ("Acme will appeal. So will Beta", "Acme will appeal. So will Beta"),
        ("Acme won the case. Copyright lawyers cheered.", "Acme won the case. Copyright lawyers cheered."),
        ("Acme won. Sign up, it told workers at Beta.", "Acme won. Sign up, it told workers at Beta."),
    ],
)
def test_a_credit_run_on_to_the_last_sentence_is_cut_off(last: str, kept: str) -> None:
    assert body("\n\n".join([*STORY, last])) == [*STORY, kept]


def test_a_section_label_goes_only_where_a_headline_stands_below_it() -> None:
    assert body(f"International Circuit\n\n{STORY[0]}\n\n{STORY[1]}") == list(STORY[:2])
    assert body(f"Acme Wins\n\n{STORY[1]}") == ["Acme Wins", STORY[1]]
    assert body("Acme Wins") == ["Acme Wins"]


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe, sports correspondent",
        "Jane Doe | Political editor",
        "Jane Doe, Health Correspondent, Herald News",
        "Jane Doe and John Smith, staff writers",
    ],
)
def test_a_writer_with_a_job_is_dropped_under_the_headline_and_at_the_end_only(line: str) -> None:
    headline, *story = STORY
    assert body("\n\n".join([headline, line, *story])) == list(STORY)
    assert body("\n\n".join([*STORY, line])) == list(STORY)
    inside = [*STORY[:2], line, *STORY[2:]]
    assert body("\n\n".join(inside)) == inside
    assert body("\n\n".join([line, *story])) == [line, *story]


def test_a_list_of_names_at_the_end_belongs_to_the_story() -> None:
    winners = ["Little Herald", "School Of Acme", "Doc Delta"]
    assert body("\n\n".join([*STORY, *winners])) == [*STORY, *winners]


def test_a_page_with_nothing_but_furniture_has_no_body() -> None:
    assert body("Click to comment\n\nLeave a Reply\n\nCopyright © 2024 The Herald\n\nShare this") == []


@given(
    st.lists(st.sampled_from([*STORY, "Click to comment", "Tags:", "Beta", "", "Source: AP", "By Ann Lee"])), st.text()
)
def test_spans_are_ordered_disjoint_and_within_one_paragraph(lines: list[str], more: str) -> None:
    text = "\n".join([*lines, more])
    blocks = text_blocks(text)
    spans = body_spans(text, blocks)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(span.start < span.end and sum(block.covers(span) for block in blocks) == 1 for span in spans)
