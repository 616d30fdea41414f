"""Words that can be said over the telephone, and are heard however they are typed. promise: I3 I4"""

from collections import Counter

from server.people import spoken
from server.people.spoken import HANDLE_SIGNS, all_words, heard, is_near, new_handle, new_words


def test_there_are_1024_easy_words_and_no_two_are_near():
    words = all_words()
    assert len(words) == len(set(words)) == 1024
    assert all(3 <= len(word) <= 7 and word.isascii() and word.isalpha() and word.islower() for word in words)
    near = [(one, other) for at, one in enumerate(words) for other in words[at + 1 :] if is_near(one, other)]
    assert not near


def test_no_word_tells_or_hurts():
    telling = "care child social court council abuse gun kill die dead blood hit fight death war knife sex baby mother father"
    assert not set(telling.split()) & set(all_words())


def test_near_means_one_letter():
    assert is_near("apple", "aple") and is_near("apple", "applee") and is_near("apple", "apply")
    assert is_near("apple", "apple") and not is_near("apple", "maple") and not is_near("apple", "ale")


def test_words_are_heard_however_they_are_typed():
    meant = ("C347", "apple river museum")
    for typed in (
        "C347 apple river museum", "c347 APPLE River museum", "  c347   apple\triver  museum ", "C3 47 apple river museum",
        "c347, apple. river - museum!", "c347-apple-river-museum", "C۳۴۷ apple river museum", "C٣٤٧ apple river museum",
        "C३४७ apple river museum", "c347 applle rivver musum", "\u200fc347 apple\u200b river museum", "Ｃ３４７ apple river museum",
    ):  # fmt: skip
        assert heard(typed) == meant, typed


def test_too_little_is_not_guessed_at():
    for typed in ("", "apple", "apple river museum", "—", "C347 apple river"):
        assert heard(typed) is None


def test_a_word_far_off_stays_as_it_is():
    assert heard("c347 xylophone river museum") == ("C347", "xylophone river museum")


def test_words_and_names_are_drawn_evenly():  # promise: I4
    draws = 100_000
    words = Counter(word for _ in range(draws // 3) for word in new_words().split())
    signs = Counter(sign for _ in range(draws // 4) for sign in new_handle())
    # 99.99 % of fair draws stay under these: chi-square with 1,023 and 16 degrees of freedom.
    assert len(words) == 1024 and chi_square(words) < 1_200
    assert set(signs) == set(HANDLE_SIGNS) and chi_square(signs) < 45


def chi_square(counted):
    fair = sum(counted.values()) / len(counted)
    return sum((each - fair) ** 2 / fair for each in counted.values())


def test_three_words_are_thirty_bits():
    assert len(all_words()) ** spoken.HOW_MANY == 2**30
