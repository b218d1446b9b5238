"""Forty guards and more, each with the way it is broken and the test that must notice."""

from tests.mutants.mutant import Mutant

GUARDS = [
    Mutant(
        "one live call per number: index",
        "campaigns/migrations/0001_initial.py",
        before=(
            "('status__in', ['dialing', 'in_doubt', 'ringing', "
            "'in_progress'])), fields=('to_number',)"
        ),
        after=(
            "('status__in', ['dialing', 'in_doubt', 'ringing', "
            "'in_progress'])), fields=('to_number', 'id')"
        ),
        killed_by="tests/campaigns/models/test_call.py::"
        "test_a_number_has_one_live_call_whoever_asked_for_it",
    ),
    Mutant(
        "one permit per campaign: index",
        "campaigns/migrations/0001_initial.py",
        before="['confirming', 'needs_confirmation', 'booked'])), fields=('campaign',)",
        after="['confirming', 'needs_confirmation', 'booked'])), fields=('campaign', 'id')",
        killed_by="tests/campaigns/models/test_booking.py::test_a_campaign_has_one_permit",
    ),
    Mutant(
        "an enquiry is attempted once: index",
        "campaigns/migrations/0001_initial.py",
        before="fields=('campaign', 'provider', 'attempt')",
        after="fields=('campaign', 'provider', 'attempt', 'id')",
        killed_by="tests/campaigns/models/test_call.py::"
        "test_an_enquiry_is_attempted_once_under_its_number",
    ),
    Mutant(
        "an offer is called about once: index",
        "campaigns/migrations/0001_initial.py",
        before="fields=('offer', 'purpose', 'attempt')",
        after="fields=('offer', 'purpose', 'attempt', 'id')",
        killed_by="tests/campaigns/models/test_call.py::"
        "test_an_offer_is_called_about_once_for_each_purpose_and_attempt",
    ),
    Mutant(
        "events are numbered once: index",
        "campaigns/migrations/0001_initial.py",
        before="fields=('campaign', 'number'), name='events",
        after="fields=('campaign', 'number', 'id'), name='events",
        killed_by="tests/campaigns/models/test_event.py::test_the_database_takes_a_number_once",
    ),
    Mutant(
        "an offer is noted once: index",
        "campaigns/migrations/0001_initial.py",
        before="fields=('campaign', 'provider', 'start'), name='an_offer",
        after="fields=('campaign', 'provider', 'start', 'id'), name='an_offer",
        killed_by="tests/campaigns/models/test_offer.py::"
        "test_a_time_that_a_desk_names_is_noted_once",
    ),
    Mutant(
        "a number is suppressed once: index",
        "campaigns/migrations/0001_initial.py",
        before="fields=('phone', 'source')",
        after="fields=('phone', 'source', 'id')",
        killed_by="tests/campaigns/models/test_suppression.py::"
        "test_one_source_suppresses_a_number_once",
    ),
    Mutant(
        "a carrier id belongs to one call: index",
        "campaigns/migrations/0001_initial.py",
        before=(
            "('carrier_id', models.CharField(blank=True, max_length=64, null=True, unique=True))"
        ),
        after="('carrier_id', models.CharField(blank=True, max_length=64, null=True))",
        killed_by="tests/telephony/dialling/test_webhook_inbox.py::"
        "TestBind::test_an_id_of_another_call_is_refused",
    ),
    Mutant(
        "one message per provider: index",
        "campaigns/migrations/0015_messages_on_machines.py",
        before="fields=('campaign', 'provider'), name='one_messag",
        after="fields=('campaign', 'provider', 'id'), name='one_messag",
        killed_by="tests/campaigns/models/test_call.py::"
        "test_a_provider_is_left_one_message_in_a_campaign",
    ),
    Mutant(
        "holds of two wishes do not overlap: trigger",
        "scheduling/migrations/0002_holds_do_not_overlap.py",
        before="AND other.wish <> NEW.wish",
        after="AND other.wish = NEW.person_id",
        killed_by="tests/scheduling/test_holds.py::"
        "test_the_database_refuses_an_overlap_that_nobody_checked",
    ),
    Mutant(
        "a tool runs once per question: index",
        "voice/migrations/0001_turns_and_tool_runs.py",
        before="fields=('call', 'key')",
        after="fields=('call', 'key', 'id')",
        killed_by="tests/voice/test_models.py::test_a_question_of_a_call_is_answered_once",
    ),
    Mutant(
        "a delivery is kept once: index",
        "telephony/migrations/0001_inbox_and_pace.py",
        before="fields=('source', 'dedupe_key')",
        after="fields=('source', 'dedupe_key', 'id')",
        killed_by="tests/telephony/models/test_delivery.py::"
        "test_the_database_keeps_a_delivery_once",
    ),
    Mutant(
        "one answer per idempotency key: index",
        "callpilot/migrations/0001_initial.py",
        before="fields=('user', 'key')",
        after="fields=('user', 'key', 'id')",
        killed_by="tests/callpilot/api/test_idempotency.py::"
        "test_a_key_with_another_body_is_refused",
    ),
    Mutant(
        "a status moves only along its arrows",
        "callpilot/states.py",
        before="Q(pk=self.pk, status__in=sources)",
        after="Q(pk=self.pk)",
        killed_by="tests/callpilot/test_states.py::"
        "test_late_ringing_does_not_reopen_an_answered_call",
    ),
    Mutant(
        "who lost the race does not act",
        "callpilot/states.py",
        before="                return False\n",
        after="                return True\n",
        killed_by="tests/callpilot/test_states.py::"
        "test_late_ringing_does_not_reopen_an_answered_call",
    ),
    Mutant(
        "ranks of news only rise",
        "telephony/dialling/status_reducer.py",
        before="RANK[news.status] <= RANK[status]",
        after="RANK[news.status] < 0",
        killed_by="tests/telephony/dialling/test_status_reducer.py::"
        "test_every_order_with_drops_and_doubles_ends_the_same",
    ),
    Mutant(
        "the claim takes a waiting call only",
        "telephony/dialling/dispatch.py",
        before=(
            "if call.status != Call.Status.QUEUED or not _admitted(call, "
            "guard.check(call)):\n"
            "                    return False"
        ),
        after="if False:\n                    return False",
        killed_by="tests/telephony/dialling/test_races.py::"
        "test_64_reservations_at_once_never_exceed_the_budget",
    ),
    Mutant(
        "a call cancelled after the claim is not dialled",
        "telephony/dialling/dispatch.py",
        before="if not _claim(call) or not _still_wanted(call) or",
        after="if not _claim(call) or",
        killed_by="tests/telephony/dialling/test_dispatch.py::"
        "test_a_worker_killed_after_the_claim_leaves_a_call_that_is_never_redialled",
    ),
    Mutant(
        "a dial in doubt is never repeated",
        "telephony/dialling/dispatch.py",
        before="        if error.in_doubt:\n",
        after="        if False:\n",
        killed_by="tests/telephony/dialling/test_dispatch.py::"
        "test_a_lost_answer_leaves_the_call_in_doubt_and_it_is_not_redialled",
    ),
    Mutant(
        "guard: still_wanted",
        "telephony/dialling/guard.py",
        before="    still_wanted,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_calls_of_a_finished_campaign_are_stopped",
    ),
    Mutant(
        "guard: not_suppressed",
        "telephony/dialling/guard.py",
        before="    not_suppressed,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_who_asked_not_to_be_called_is_never_dialled",
    ),
    Mutant(
        "guard: in_hours",
        "telephony/dialling/guard.py",
        before="    in_hours,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::test_calling_hours_are_the_callees",
    ),
    Mutant(
        "guard: number_in_policy",
        "telephony/dialling/guard.py",
        before="    number_in_policy,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_a_number_outside_the_policy_is_never_dialled",
    ),
    Mutant(
        "guard: number_right",
        "telephony/dialling/guard.py",
        before="    number_right,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_a_number_that_is_not_the_providers_is_never_dialled",
    ),
    Mutant(
        "guard: number_free",
        "telephony/dialling/guard.py",
        before="    number_free,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_a_number_is_called_by_one_call_at_a_time",
    ),
    Mutant(
        "guard: mandate_line_free",
        "telephony/dialling/guard.py",
        before="    mandate_line_free,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::test_a_campaign_has_its_number_of_lines",
    ),
    Mutant(
        "guard: deployment_line_free",
        "telephony/dialling/guard.py",
        before="    deployment_line_free,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_the_deployment_has_its_number_of_lines",
    ),
    Mutant(
        "guard: calling_not_stopped",
        "telephony/dialling/guard.py",
        before="    calling_not_stopped,\n",
        after="",
        killed_by="tests/telephony/dialling/test_stop.py::"
        "test_nobody_is_dialled_while_calling_is_stopped_whatever_for",
    ),
    Mutant(
        "a stop after the claim holds, too",
        "telephony/dialling/dispatch.py",
        before=" or _stopped(call):\n",
        after=":\n",
        killed_by="tests/telephony/dialling/test_stop.py::"
        "test_a_stop_between_claim_and_dial_puts_the_call_back_in_line",
    ),
    Mutant(
        "guard: number_under_its_caps",
        "telephony/dialling/guard.py",
        before="    number_under_its_caps,\n",
        after="",
        killed_by="tests/telephony/dialling/test_caps.py::"
        "test_who_presses_call_again_sixty_times_rings_the_desk_as_often_as_the_cap",
    ),
    Mutant(
        "guard: person_under_their_cap",
        "telephony/dialling/guard.py",
        before="    person_under_their_cap,\n",
        after="",
        killed_by="tests/telephony/dialling/test_races.py::"
        "test_of_twenty_claims_at_once_as_many_dial_as_a_person_may_have_calls",
    ),
    Mutant(
        "guard: deployment_under_its_cap",
        "telephony/dialling/guard.py",
        before="    deployment_under_its_cap,\n",
        after="",
        killed_by="tests/telephony/dialling/test_races.py::"
        "test_of_twenty_claims_at_once_as_many_dial_as_the_deployment_may_make",
    ),
    Mutant(
        "a claim is counted by the caps",
        "telephony/dialling/call_state.py",
        before="        Ring.of(call, phone_numbers.dialled(call.to_number))\n",
        after="        pass\n",
        killed_by="tests/telephony/dialling/test_caps.py::"
        "test_a_deleted_account_does_not_let_a_desk_be_rung_anew",
    ),
    Mutant(
        "guard: within_budget",
        "telephony/dialling/guard.py",
        before="    within_budget,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_the_budget_holds_for_what_calls_may_still_cost",
    ),
    Mutant(
        "guard: voice_at_work",
        "telephony/dialling/guard.py",
        before="    voice_at_work,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::test_every_rule_stands_in_the_table",
    ),
    Mutant(
        "guard: nothing_being_booked",
        "telephony/dialling/guard.py",
        before="    nothing_being_booked,\n",
        after="",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_no_other_desk_is_asked_while_one_is_asked_to_book",
    ),
    Mutant(
        "the budget counts what is reserved",
        "telephony/dialling/guard.py",
        before="costs.committed(mandate.pk) + costs.reservation() <= costs.ceiling",
        after="costs.committed(mandate.pk) <= costs.ceiling",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_the_budget_holds_for_what_calls_may_still_cost",
    ),
    Mutant(
        "no campaign costs more than the operator allows",
        "telephony/dialling/costs.py",
        before="return min(mandate.budget, Decimal(settings.MAX_CAMPAIGN_BUDGET))",
        after="return mandate.budget",
        killed_by="tests/telephony/dialling/test_guard.py::"
        "test_a_limit_that_was_lowered_holds_for_campaigns_under_way",
    ),
    Mutant(
        "nobody asks for more than the operator allows",
        "campaigns/intake/checks.py",
        before="        if amount > most:\n",
        after="        if False:\n",
        killed_by="tests/campaigns/intake/test_checks.py::"
        "test_a_budget_above_the_operators_limit_is_refused_with_the_limit",
    ),
    Mutant(
        "the carrier ends a call that is too long",
        "telephony/carriers/twilio/client.py",
        before="                time_limit=dial.limit_seconds,\n",
        after="",
        killed_by="tests/telephony/carriers/twilio/test_client.py::"
        "test_a_dial_names_our_token_in_every_address",
    ),
    Mutant(
        "emergency lines are never called",
        "campaigns/providers/phone_numbers.py",
        before="_first((_emergency, _service_code, _special), e164)",
        after="_first((_service_code, _special), e164)",
        killed_by="tests/campaigns/providers/test_phone_numbers.py::"
        "test_a_help_line_is_called_one_in_the_refusal",
    ),
    Mutant(
        "premium numbers are never called",
        "campaigns/providers/phone_numbers.py",
        before="_first((_emergency, _service_code, _special), e164)",
        after="_first((_emergency, _service_code), e164)",
        killed_by="tests/campaigns/providers/test_phone_numbers.py::"
        "test_what_must_never_be_called_has_its_reason",
    ),
    Mutant(
        "calling hours end on time",
        "campaigns/providers/calling_hours.py",
        before="start <= clock < end",
        after="start <= clock",
        killed_by="tests/campaigns/providers/test_calling_hours.py::"
        "test_the_first_permitted_minute",
    ),
    Mutant(
        "the carrier's signature",
        "telephony/carriers/twilio/signatures.py",
        before=(
            "return "
            "bool(RequestValidator(settings.TWILIO_AUTH_TOKEN).validate(url, "
            "form, signature))"
        ),
        after="return True",
        killed_by="tests/telephony/carriers/twilio/test_signatures.py::"
        "test_no_mutation_of_a_signed_request_is_accepted",
    ),
    Mutant(
        "a webhook is about our account",
        "telephony/carriers/twilio/webhooks.py",
        before="    return carrier.ours(request.POST)\n",
        after="    return True\n",
        killed_by="tests/telephony/carriers/twilio/test_webhooks.py::"
        "test_another_account_an_unknown_token_and_other_methods_are_refused",
    ),
    Mutant(
        "a webhook without signature is refused",
        "telephony/carriers/twilio/webhooks.py",
        before=(
            "        if not signed(request, carrier):\n"
            "            return HttpResponse(status=403)\n"
            "        call = "
        ),
        after="        call = ",
        killed_by="tests/telephony/carriers/twilio/test_webhooks.py::"
        "test_what_is_not_signed_for_this_address_is_refused",
    ),
    Mutant(
        "a webhook speaks of the call it names",
        "telephony/carriers/twilio/webhooks.py",
        before='        and call.carrier_id == request.POST.get("CallSid")\n    )',
        after="    )",
        killed_by="tests/telephony/carriers/twilio/test_webhooks.py::"
        "test_a_second_carrier_call_gets_no_socket_while_the_first_talks",
    ),
    Mutant(
        "the voice vendor's signature",
        "voice/agents/elevenlabs/signatures.py",
        before="return any(hmac.compare_digest(right, digest.encode()) for digest in digests)",
        after="return bool(digests)",
        killed_by="tests/voice/agents/elevenlabs/test_signatures.py::"
        "test_any_other_header_is_refused",
    ),
    Mutant(
        "the voice vendor's signature is fresh",
        "voice/agents/elevenlabs/signatures.py",
        before="    if abs(at - int(moments[0])) > TOLERANCE_SECONDS:\n        return False\n",
        after="",
        killed_by="tests/voice/agents/elevenlabs/test_signatures.py::"
        "test_clocks_may_differ_by_half_an_hour",
    ),
    Mutant(
        "a media socket is signed",
        "telephony/media/consumers.py",
        before=(
            "        if not self.socket.signed(self.scope):\n"
            "            await self._shut(UNSIGNED)\n"
            "            return\n"
        ),
        after="",
        killed_by="tests/telephony/media/test_consumers.py::"
        "test_a_socket_without_the_carriers_signature_is_refused",
    ),
    Mutant(
        "a stream token opens once",
        "telephony/media/stream_tokens.py",
        before='calls.update(stream_token="", stream_count',
        after="calls.update(stream_count",
        killed_by="tests/telephony/media/test_stream_tokens.py::test_a_token_opens_its_call_once",
    ),
    Mutant(
        "a stream token is young",
        "telephony/media/stream_tokens.py",
        before=(
            "    if not 0 <= time.time() - int(issued) <= VALID_SECONDS:\n        return None\n"
        ),
        after="",
        killed_by="tests/telephony/media/test_stream_tokens.py::test_a_token_lapses_after_a_minute",
    ),
    Mutant(
        "a replayed webhook gets no stream token",
        "telephony/media/stream_tokens.py",
        before="calls = calls.filter(stream_offers=0)",
        after="calls = calls.filter()",
        killed_by="tests/telephony/carriers/twilio/test_webhooks.py::"
        "test_a_replayed_answer_gets_no_second_token",
    ),
    Mutant(
        "a tool token ends with its call",
        "voice/api/call_token.py",
        before="live = Call.objects.live().select_related",
        after="live = Call.objects.select_related",
        killed_by="tests/voice/api/test_call_token.py::"
        "test_a_token_is_none_before_its_call_and_after",
    ),
    Mutant(
        "the voice's secret of tools",
        "voice/api/call_token.py",
        before="        if not _brings_our_secret(request):\n",
        after="        if False:\n",
        killed_by="tests/voice/api/test_call_token.py::"
        "test_where_a_secret_is_set_it_has_to_be_brought_too",
    ),
    Mutant(
        "tools of one call are counted",
        "voice/tools/registry.py",
        before="            if _enough(call, name):\n",
        after="            if False:\n",
        killed_by="tests/voice/tools/test_registry.py::"
        "test_availability_may_be_asked_about_twelve_times",
    ),
    Mutant(
        "a repeated question gets the first answer",
        "voice/tools/registry.py",
        before="known = ToolRun.objects.filter(call=call, key=key).first()",
        after="known = None",
        killed_by="tests/voice/tools/test_registry.py::test_the_same_question_gets_the_same_answer",
    ),
    Mutant(
        "an API token that has expired",
        "callpilot/api/authentication.py",
        before="if token is None or token.expired or not token.user.is_active:",
        after="if token is None or not token.user.is_active:",
        killed_by="tests/callpilot/api/test_authentication.py::"
        "test_an_unknown_token_and_an_expired_one_are_told_the_same",
    ),
    Mutant(
        "a campaign is seen by its person alone",
        "campaigns/models/campaign.py",
        before="return self.filter(person_id=person.pk)",
        after="return self.all()",
        killed_by="tests/campaigns/models/test_campaign.py::"
        "test_other_peoples_campaigns_do_not_exist",
    ),
    Mutant(
        "only what was heard can be booked",
        "campaigns/bookings/permits.py",
        before="    if not offer.verified:\n",
        after="    if False:\n",
        killed_by="tests/campaigns/bookings/test_permits.py::"
        "test_what_is_no_longer_or_was_never_offered_cannot_be_booked",
    ),
    Mutant(
        "a booking looks into the calendar again",
        "campaigns/bookings/permits.py",
        before="    if reason is not None:\n        raise SlotTaken(reason)",
        after="    return",
        killed_by="tests/campaigns/bookings/test_permits.py::"
        "test_the_calendar_is_looked_at_once_more",
    ),
    Mutant(
        "nothing is booked after the call",
        "campaigns/bookings/booking.py",
        before='        if call.ended:\n            raise NotPermitted(_("The call is over; what',
        after='        if False:\n            raise NotPermitted(_("The call is over; what',
        killed_by="tests/campaigns/bookings/test_booking.py::"
        "test_a_yes_after_the_line_is_down_is_not_stored",
    ),
    Mutant(
        "the agent books only where it may",
        "campaigns/bookings/booking.py",
        before="if campaign.booking_policy != Campaign.BookingPolicy.BOOK_WHEN_IT_FITS:",
        after="if False:",
        killed_by="tests/campaigns/bookings/test_booking.py::"
        "test_without_the_persons_leave_no_call_books_by_itself",
    ),
    Mutant(
        "a hold that has lapsed is not extended",
        "scheduling/holds.py",
        before="Hold.objects.standing().filter(pk=hold.pk)",
        after="Hold.objects.filter(pk=hold.pk)",
        killed_by="tests/scheduling/test_holds.py::test_a_lapsed_hold_cannot_be_extended",
    ),
    Mutant(
        "a booked time is not released with the wish",
        "scheduling/holds.py",
        before='    return rows.exclude(pk__in=needed.values("hold_id")).update',
        after="    return rows.update",
        killed_by="tests/scheduling/test_holds.py::"
        "test_releasing_a_wish_spares_the_chosen_hold_and_appointments",
    ),
    Mutant(
        "masked numbers in kept webhooks",
        "telephony/dialling/webhook_inbox.py",
        before='return PHONE_NUMBER.sub(lambda found: "…" + found[0][-2:], text)',
        after="return text",
        killed_by="tests/telephony/dialling/test_webhook_inbox.py::"
        "test_numbers_are_cut_to_their_last_two_digits",
    ),
    Mutant(
        "masked numbers in logs",
        "callpilot/redaction.py",
        before='return NUMBER.sub("+…", text)',
        after="return text",
        killed_by="tests/callpilot/test_redaction.py::"
        "test_a_number_in_a_database_error_is_struck_out",
    ),
    Mutant(
        "masked tokens in logs",
        "callpilot/redaction.py",
        before="        text = sought.sub(stays, text)\n",
        after="        pass\n",
        killed_by="tests/callpilot/test_redaction.py::"
        "test_a_token_in_a_webhook_address_is_struck_out",
    ),
    Mutant(
        "a body is no larger than allowed",
        "callpilot/edge/bodies.py",
        before="        if length > max_bytes:\n            raise TooLarge\n",
        after="",
        killed_by="tests/callpilot/edge/test_bodies.py::"
        "test_what_grows_beyond_is_refused_whatever_was_said_of_it",
    ),
    Mutant(
        "a body in chunks has a length",
        "callpilot/edge/bodies.py",
        before='        kept.append((b"content-length", b"%d" % length))',
        after="        pass",
        killed_by="tests/callpilot/edge/test_bodies.py::"
        "test_a_message_in_chunks_reaches_the_api_in_full",
    ),
    Mutant(
        "a changed password ends what is open",
        "campaigns/live/entitlement.py",
        before="(given, person.get_session_auth_hash())",
        after="(given, given)",
        killed_by="tests/campaigns/live/test_entitlement.py::"
        "test_a_session_of_before_a_change_of_password_may_not",
    ),
    Mutant(
        "an inactive account follows nothing",
        "campaigns/live/entitlement.py",
        before="filter(person__is_active=True)",
        after="all()",
        killed_by="tests/campaigns/live/test_entitlement.py::"
        "test_whoever_is_not_the_active_owner_may_not",
    ),
    Mutant(
        "a command wants the right of now",
        "campaigns/live/consumers.py",
        before=" if right.holds() else None",
        after="",
        killed_by="tests/campaigns/live/test_consumers.py::"
        "test_a_command_of_who_has_just_signed_out_is_not_carried_out",
    ),
    Mutant(
        "a rate is counted, then looked at",
        "callpilot/edge/rate_limits.py",
        before="        mine = cache.incr(key)\n",
        after="        mine = cache.get(key) + 1\n        cache.set(key, mine, 99)\n",
        killed_by="tests/callpilot/edge/test_rate_limits.py::"
        "test_five_of_all_who_ask_at_once_are_let_in_where_five_may",
    ),
    Mutant(
        "another port is another's page",
        "callpilot/edge/origins.py",
        before='    return parts.scheme, parts.hostname or "", port\n',
        after='    return parts.scheme, parts.hostname or "", 0\n',
        killed_by="tests/callpilot/edge/test_origins.py::test_no_other_page_opens_it",
    ),
    Mutant(
        "guesses are counted by address too",
        "callpilot/accounts/adapter.py",
        before="or ratelimit.get_ip(request)\n",
        after='or "anywhere"\n',
        killed_by="tests/callpilot/accounts/test_accounts.py::"
        "test_whoever_guesses_elsewhere_shuts_nobody_out",
    ),
    Mutant(
        "a landmark in a field is asked about",
        "campaigns/intake/beside/landmarks.py",
        before='    mark = None if _known(named, profile) else first(f"near {named}", profile)\n',
        after="    mark = None\n",
        killed_by="tests/campaigns/intake/beside/test_landmarks.py::"
        "test_a_field_that_names_no_town_is_asked_about",
    ),
]
