"""Mutants of what makes a booking: the read-back, the yes to it, and what is said after it."""

from tests.mutants.mutant import of_judge

BOOKINGS = [
    of_judge(
        "agreement",
        "more than 40 words are no yes",
        "MOST_WORDS = 40",
        "MOST_WORDS = 4000",
        "test_judge.py::test_a_slot_is_booked_only_by_a_clear_yes_to_our_read_back",
    ),
    of_judge(
        "agreement",
        "a clause of no kind is no agreement",
        "        if not pieces:\n            return []\n",
        "        if not pieces:\n            continue\n",
        "test_agreement.py::test_a_sentence_that_asks_is_no_yes_but_may_ask_about_us",
    ),
    of_judge(
        "agreement",
        "an offer to book is no booking",
        'if any(each & {"free", "to_book"} for each in sentences) and not offering:',
        "if False:",
        "test_read_back.py::test_nothing_but_a_clear_yes_without_conditions_books",
    ),
    of_judge(
        "agreement",
        "a yes before a moment to look does not count",
        "sentences[waits[-1] + 1 if waits else 0 :]",
        "sentences",
        "test_agreement.py::test_a_moment_to_look_may_come_before_the_yes_only",
    ),
    of_judge(
        "agreement",
        "what asks is no yes",
        'return kind if not asks or kind in _QUESTIONS else ""',
        "return kind",
        "test_agreement.py::test_a_sentence_that_asks_is_no_yes_but_may_ask_about_us",
    ),
    of_judge(
        "agreement",
        "a time that is not sure is none of the slot",
        "if mention.bound or (doubtful and not half_said):",
        "if False:",
        "test_judge.py::test_a_slot_is_offered_only_in_the_callees_own_clear_words",
    ),
    of_judge(
        "agreement",
        "another time is not the slot",
        "    if not mention.covers(start):\n        later",
        "    if False:\n        later",
        "test_agreement.py::test_one_piece_of_no_kind_and_nothing_is_accounted_for",
    ),
    of_judge(
        "agreement",
        "an earlier hour beside the slot is of no kind",
        "later = bool(mention.times) and max(mention.times) > start.time()",
        "later = True",
        "test_agreement.py::test_an_hour_after_the_slot_may_be_the_end_of_the_day",
    ),
    of_judge(
        "agreement",
        "a new price is of no kind",
        "if amount in known:",
        "if True:",
        "test_agreement.py::test_one_piece_of_no_kind_and_nothing_is_accounted_for",
    ),
    of_judge(
        "agreement",
        "a stranger is not who was named",
        'else "#someone"',
        'else "#name"',
        "test_agreement.py::test_one_piece_of_no_kind_and_nothing_is_accounted_for",
    ),
    of_judge(
        "agreement",
        "names after the read-back are not known",
        "        if turn is last:\n            break",
        "        if turn is None:\n            break",
        "test_agreement.py::test_names_and_prices_pass_when_they_were_named_before",
    ),
    of_judge(
        "agreement",
        "for whom is known of our own turns only",
        '        if turn.speaker == "agent":\n            named += _FOR',
        "        if True:\n            named += _FOR",
        "test_agreement.py::test_names_and_prices_pass_when_they_were_named_before",
    ),
    of_judge(
        "agreement",
        "the slot alone is no yes",
        '(whole and "right" in kinds)',
        "whole",
        (
            ""
            "test_agreement.py::test_a_yes_or_the_statement_that_it_is_booked_must_be_among_the_pieces"
        ),
    ),
    of_judge(
        "agreement",
        "a weekday is no name",
        "frozenset(names - _CALENDAR)",
        "frozenset(names)",
        "test_agreement.py::test_names_and_prices_pass_when_they_were_named_before",
    ),
    of_judge(
        "agreement",
        "what was lost in the sound is of no kind",
        'if match[2] in ("...", "…") or "…" in words:',
        "if False:",
        "test_agreement.py::test_one_piece_of_no_kind_and_nothing_is_accounted_for",
    ),
    of_judge(
        "agreement",
        "a slot that is only free is not booked",
        '    if offering and "free" in kinds:',
        '    if "free" in kinds:',
        "test_read_back.py::test_nothing_but_a_clear_yes_without_conditions_books",
    ),
    of_judge(
        "judge",
        "the last read-back counts",
        "if not asked or asked[-1][1] != start:",
        "if not asked:",
        "test_judge.py::test_a_slot_is_booked_only_by_a_clear_yes_to_our_read_back",
    ),
    of_judge(
        "judge",
        "a read-back that was cut off is none",
        '    if cut_off(turn):\n        return BookingVerdict("not_agreed"',
        '    if False:\n        return BookingVerdict("not_agreed"',
        "test_judge.py::test_a_slot_is_booked_only_by_a_clear_yes_to_our_read_back",
    ),
    of_judge(
        "judge",
        "what comes after a yes may undo it",
        "if later is not None:",
        "if False:",
        "test_judge.py::test_a_slot_is_booked_only_by_a_clear_yes_to_our_read_back",
    ),
    of_judge(
        "last_word",
        "after a yes each clause is accounted for",
        "elif not accounted_for(turn.text, times_in(turn, asked, ledger), asked):",
        "elif turn is before:",
        (
            ""
            "test_last_word.py::test_another_slot_a_price_or_words_that_code_does_not_know_leave_it_in_doubt"
        ),
    ),
    of_judge(
        "last_word",
        "after a yes another slot leaves doubt",
        "if _changes(ledger.notes[notes:], start):",
        "if False:",
        "test_judge.py::test_a_slot_is_booked_only_by_a_clear_yes_to_our_read_back",
    ),
    of_judge(
        "last_word",
        "who goes to look and stays away leaves doubt",
        "return gone_to_look",
        "return None",
        ("test_last_word.py::test_who_goes_to_look_and_does_not_come_back_leaves_it_in_doubt"),
    ),
    of_judge(
        "last_word",
        "our words after a yes change nothing",
        'and turn.speaker == "callee" and turn.text.strip()',
        "and turn.text.strip()",
        "test_last_word.py::test_thanks_goodbyes_and_rules_of_the_house_change_nothing",
    ),
    of_judge(
        "last_word",
        "another slot after the yes",
        'if note.kind == "offered" and note.instants != {start}:',
        "if False:",
        "test_judge.py::test_a_slot_is_booked_only_by_a_clear_yes_to_our_read_back",
    ),
    of_judge(
        "last_word",
        "the slot taken back after the yes",
        'if note.kind not in ("offered", "vague", "open") and note.covers(start):',
        "if False:",
        (
            ""
            "test_last_word.py::test_another_slot_a_price_or_words_that_code_does_not_know_leave_it_in_doubt"
        ),
    ),
    of_judge(
        "read_back",
        "a slot taken by others is not booked",
        "if taken and not states_booking(turn.text, named, asked):",
        "if False:",
        "test_read_back.py::test_nothing_but_a_clear_yes_without_conditions_books",
    ),
    of_judge(
        "read_back",
        "a yes that breaks off is none",
        "if not cut_off(turn) and agrees_to(turn.text, named, asked):",
        "if agrees_to(turn.text, named, asked):",
        "test_judge.py::test_a_slot_is_booked_only_by_a_clear_yes_to_our_read_back",
    ),
    of_judge(
        "read_back",
        "a yes to another question of ours is none",
        "if put is not None and set(put.instants) != {start}:",
        "if False:",
        ("test_read_back.py::test_a_yes_to_another_question_of_ours_is_none_to_the_read_back"),
    ),
    of_judge(
        "read_back",
        "whether it is free is no read-back",
        "if _WHETHER_FREE.search(last) and not _TO_BOOK.search(last):",
        "if False:",
        ("test_read_back.py::test_only_a_whole_slot_that_we_put_as_a_question_is_read_back"),
    ),
    of_judge(
        "read_back",
        "a read-back states one slot in full",
        ("if not full or len(moments) != 1 or len(named) != len(full) or not _asks(turn):"),
        "if len(moments) != 1 or not _asks(turn):",
        ("test_read_back.py::test_only_a_whole_slot_that_we_put_as_a_question_is_read_back"),
    ),
    of_judge(
        "read_back",
        "a moment to look is no answer",
        "            if not is_waiting(turn, ledger):\n",
        "            if True:\n",
        "test_read_back.py::test_a_moment_to_look_is_not_the_answer_yet",
    ),
    of_judge(
        "read_back",
        "a long turn of ours ends the read-back before it",
        "            found.clear()  # it may have named another slot\n",
        "",
        ("test_turn_reader.py::test_nobody_can_tell_what_a_yes_to_a_long_turn_of_ours_means"),
    ),
    of_judge(
        "read_back",
        "a long answer is no yes",
        ('    if too_long(turn.text):\n        return "refused" if taken else "not_agreed"\n'),
        "",
        ("test_turn_reader.py::test_a_long_answer_books_nothing_and_a_plain_one_behind_it_does"),
    ),
    of_judge(
        "read_back",
        "a yes behind two of our questions says which it answers",
        '            unclear = to_stop and answer.kind == "booked"\n',
        "            unclear = False\n",
        (
            "test_read_back.py::"
            "test_a_yes_behind_two_of_our_questions_books_only_if_it_says_which_it_answers"
        ),
    ),
    of_judge(
        "read_back",
        "their answer to whether to call parts it from the read-back",
        "            to_stop = False\n",
        "            pass\n",
        (
            "test_read_back.py::"
            "test_once_they_have_answered_whether_to_call_a_plain_yes_is_one_to_the_read_back"
        ),
    ),
    of_judge(
        "last_word",
        "what is too long to be read leaves a yes in doubt",
        "            if too_long(turn.text):\n                return turn\n",
        "            if too_long(turn.text):\n                continue\n",
        "test_last_word.py::test_more_than_can_be_read_leaves_it_in_doubt",
    ),
    of_judge(
        "patterns",
        "of a long turn its end is searched too",
        "    behind = MOST_LETTERS - _OF_THE_BEGINNING\n",
        "    behind = 1\n",
        "test_patterns.py::test_of_a_long_turn_the_beginning_and_the_end_are_searched",
    ),
    of_judge(
        "opt_outs",
        "an opt-out is heard anywhere in a long turn",
        "    said = _without_hyphens(said)\n    heard = (",
        "    said = _without_hyphens(within_reach(said))\n    heard = (",
        "test_opt_outs.py::test_an_opt_out_is_heard_in_the_middle_of_however_much",
    ),
]
