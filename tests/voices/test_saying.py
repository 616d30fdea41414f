"""A child has their say: the truths first, one question a page, who hears each, a last look, Send."""


def test_the_whole_way(say):
    assert "You pick who hears it." in say.joe.opens(say.mine)
    page = say.joe.opens(f"{say.mine}/before")
    page = say.joe.sends(f"{say.mine}/before")
    assert page.heading == "Who is with you now?"
    page = say.answers(1, "Auntie Bea", picked=["someone"])
    assert page.heading == "What do you want to be called?"
    page = say.answers(2, "JJ")
    page = say.answers(3, "wobbly", picked=["worried", "happy"])
    assert page.heading == "Three places"
    page = say.answers(6, "A dog")
    assert page.path.endswith("/questions/4")
    page = say.answers(4, "Sundays")
    page = say.answers(5, "")
    assert page.path.endswith("/questions/7")
    for number in range(7, 12):
        page = say.answers(number, f"words {number}")
    page = say.answers(12)
    assert page.heading == "Who hears this?"
    page = say.shares(1, "running_the_meeting", "show_my_words")
    assert page.path.endswith("/questions/2/who")
    page = say.joe.opens(f"{say.mine}/check")
    assert "Priya" in page and "Hope" in page
    page = say.sends()
    assert page.path == "/said"
    page = say.come(say.cast.priya).opens(say.voice)
    assert "Auntie Bea" in page and "JJ" not in page
