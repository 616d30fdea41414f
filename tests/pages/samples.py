"""One lively example of every part, in the words a page would use."""

JOB = (
    '{"id": "t1", "what": "Walk Joe to school", "state": "%s", "who": ["Nan", "Dev"], "when": "Every Monday",'
    ' "how": "He is there", "href": "/t", "service": true, "note": "The date has passed.", "sight": "Only you.",'
    ' "done_to": "/d", "undo_to": "/u", "hand_to": "/h", "ask_to": "/a"}'
)
CARD = '{"title": "Say what you think", "sentence": "You can stop.", "link": "/x", "picture": "pencil"}'
ANSWER = '{"question": "Wishes?", "answer": "%s", "href": "/c", "who": "Just me", "pictures": ["happy"]}'
PERSON = '{"name": "Nan", "role": "Grandmother", "why": "She helps.", "state": "%s", "href": "/p"}'

EDITION = '{"piece": {"id": "help"}, "head_lang": "en", "title": "Help", "summary": "Who can help"}'
LABELLED = (
    '{"label": {"words": "Not checked", "english": "Not checked"}, "english": "Before", "own": "After"}'
)
ASKED = '{"asks": "Wishes?", "choices": [{"value": "a", "words": "Pets", "picture": "heart"}]}'
TOLD = '{"did": "We asked.", "why_not": "No room.", "next": "We look again."}'

# Part → the macros of it, called as a page calls them.
SAMPLES: dict[str, list[str]] = {
    "answers": [f"it.rows([{ANSWER % 'A dog'}, {ANSWER % ''}])"],
    "bar": ["it.places()", "it.child()", "it.child(true)"],
    "buttons": [
        'it.link("/x", "Go", picture="book")',
        'it.post("/x", "Go", sent={"a": "b"})',
        'it.back("/x")',
        "CALL it.row()",
    ],
    "cards": [f"it.first({CARD})", f"it.lines([{CARD}])", f"it.places([{CARD}])"],
    "checklist": [
        'it.list([{"words": "People", "done": true, "href": "/x", "seen": "Shown"}, {"words": "B", "done": false}])'
    ],
    "chips": ['it.chip("Done", "tick", "good")'],
    "code": ['it.field("words", "Type the words", "Four of them")', 'it.show("table lemon")'],
    "coming_in": [
        'it.key("sign-in")',
        'it.make("Make a key")',
        'it.once("/join") ~ it.words("/join")',
        'it.sign_out("Sign out")',
    ],
    "confirm": ['it.page("Leave?", ["One.", "Two."], "/x", "Yes", "/me", sent={"a": "b"})'],
    "day": ['it.steps([("Arrive", "Early is fine", "/x"), ("Tea", "", "")])'],
    "empty": ['it.note("Nothing yet", "That is fine")', 'CALL it.note("Nothing yet")'],
    "errors": ["it.summary()"],
    "explainer": [
        'it.doors([("/x", "It is today", "Step by step", "day")])',
        "CALL it.key_points()",
        'it.chip("machine", "By a computer", "By a computer", "/en/x", "/help")',
    ],
    "feelings": ['it.cards("feel", "How do you feel?", values=["sad"])', 'it.own("own")'],
    "fields": [
        'it.begin("/x", id="main-form", outbox="tick") }}</form>{{ ""',
        'it.text("called", "Your name", "Any name", heading=true, autocomplete="name", inputmode="text")',
        'it.long_text("words", "Say it", "In your words", "before")',
        'it.choices("come", "Will you come?", [("y", "Yes", "For all of it", "room"), ("n", "No")], value="n")',
        'it.checkboxes("help", "What helps?", [("a", "A break"), ("b", "Food")], values=["b"])',
        'it.date("on", "Which day?", "For example, 5 3 2027")',
        'it.time("start", "What time?")',
        'it.hidden("a", "b") ~ it.submit("Save", "then", "save", picture="tick")',
    ],
    "going_well": ['it.lines([{"words": "He slept well", "who": "Nan", "when": "Monday"}])', "it.lines([])"],
    "heard": ['it.pair("A dog", "We are asking", "Priya", "Monday")', 'CALL it.pair("A dog")'],
    "help": [
        'it.lines([{"name": "Childline", "number": "0800 1111", "words": "Free", "when": "Always", "href": "/x"}])',
        "it.emergency()",
        'it.tel("0800 1111")',
    ],
    "happened": [f"it.told({TOLD}, 'Priya', 'Monday')"],
    "icons": ['it.icon("table")', "it.table()"],
    "languages": ["it.switch()", "it.switch(true)", 'it.links("/x")', 'it.buttons("/me/language")'],
    "meeting": [
        f'it.card("Monday 2pm", "The library", "{state}", "Meeting", "Moved", [("people", "Nan")], ["a pen"], "/c", "/d", "/e")'
        for state in ("agreed", "suggested", "changed", "cancelled")
    ],
    "message": [
        f'it.note({{"words": "Hello", "from": "Nan", "when": "Monday", "state": "{state}", "answer": "Yes"}})'
        for state in ("sent", "read", "answered")
    ]
    + ['it.hours("Priya")'],
    "names": ['it.name("Nan")', 'it.all(["Nan", "Dev"])', 'it.number("0800 1111")'],
    "news": ["it.strip(true)", "it.strip()", "it.words()"],
    "people": [f"it.list([{', '.join(PERSON % state for state in ('coming', 'away', 'invited'))}])"],
    "pictures": ['it.picture("room")', "it.scene()"],
    "plain_words": [
        'it.advice([("failed", "was not there", "It can sound like blame")], ["Long."])',
        "it.advice([])",
    ],
    "plan": [f"it.job({JOB % state})" for state in ("open", "doing", "done", "hand", "changed")]
    + ["it.help()", 'CALL it.goal("Joe is rested")'],
    "question": ['CALL it.page("/x", "What is good?", "So we can keep it.", "Question 1 of 12")'],
    "walking": ["it.people()", "it.people(true)", 'it.scene("door")'],
    "finding": [
        "it.search()",
        'it.search("<b>")',
        "it.save_all()",
        "it.add_to_phone()",
        """it.choices({"Who are you?": [{"slug": "parents", "title": "A parent", "picture": "me"}]})""",
        """it.found([{"path": "/help", "title": "Help", "summary": "Who can help", "lang": "ur"}])""",
    ],
    "reading": [
        f"it.words({LABELLED})",
        'it.tongues("Languages")',
        f"it.pages([{EDITION}])",
        f"it.titles([{EDITION}])",
        "it.listen()",
        "it.share()",
        'it.was_it_clear("help")',
        f"it.onward({EDITION})",
    ],
    "reminders": ['it.primer("/x")'],
    "proposed": ['it.words(["Nan walks Joe."])'],
    "safety": ['it.card("Go to Nan.", ["Priya"])', 'it.steps("Go to Nan.", ["Priya"])'],
    "said": [
        f"it.card({ASKED}, 'A dog', ['a'], '{how}', 'Joe', 'Priya')"
        for how in ("i_say_it", "helper_says_it", "show_my_words", "not_aloud", "")
    ]
    + ["it.people([{'called': 'Nan', 'relation': 'Gran'}, {'called': 'Dev', 'relation': ''}])"],
    "saved": ['it.line("saved")', 'it.line("kept")', 'it.line("failed")'],
    "sight": [
        'it.note("Only you can see this.", "/x")',
        'it.choices("who", "Who can see this?", [("me", "Just me", "", "kept")], limit="One exception.")',
        'it.summary([("Wishes", ["Priya", "Nan"]), ("Worries", [])])',
    ],
    "telling": ['it.who([{"id": "1", "called": "Nan", "relation": "Grandmother"}])', "it.who([])"],
    "undo": ['it.bar("Done.", "/undo", {"a": "b"})', 'it.bar("Done.")'],
}
