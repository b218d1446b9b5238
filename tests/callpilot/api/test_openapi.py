"""The API's document is valid, and says of every address what it may answer."""

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from callpilot.json_types import JsonObject
from callpilot.models import User
from tests.campaigns.clients import Program
from tests.factories import make_person

METHODS = ("get", "post", "patch", "put", "delete")


@pytest.fixture(scope="module")
def document() -> JsonObject:
    found: JsonObject = SchemaGenerator().get_schema(request=None, public=True)
    return found


def operations(document: JsonObject) -> list[tuple[str, str, JsonObject]]:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]


def answers(document: JsonObject, path: str, method: str) -> JsonObject:
    found: JsonObject = document["paths"][path][method]["responses"]
    return found


def test_the_document_is_valid(document: JsonObject) -> None:
    validate_schema(document)


def test_every_choice_has_something_to_choose(document: JsonObject) -> None:
    enums = {n: s["enum"] for n, s in document["components"]["schemas"].items() if "enum" in s}

    assert enums and all(enums.values())


def test_every_refusal_is_a_problem_document(document: JsonObject) -> None:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path, method, operation in operations(document):
        refusals = {s: a for s, a in operation["responses"].items() if s >= "400"}
        assert {"401", "406"} <= set(refusals), (path, method)
        assert all(answer["content"] == problem for answer in refusals.values()), (path, method)


def test_what_an_address_may_refuse_follows_from_how_it_is_asked(document: JsonObject) -> None:
    look = answers(document, "/api/campaigns/{campaign_id}", "get")
    start = answers(document, "/api/campaigns", "post")
    stop = answers(document, "/api/campaigns/{campaign_id}/cancel", "post")

    assert set(look) == {"200", "401", "404", "406", "429"}
    refusals = {"400", "401", "403", "406", "408", "409", "413", "415", "422", "429"}
    assert set(start) == {"202", *refusals}
    assert set(stop) == {"200", "404", *refusals} - {"415"}


def test_whatever_may_be_asked_twice_takes_a_key(document: JsonObject) -> None:
    for path, method, operation in operations(document):
        names = [each["name"] for each in operation.get("parameters", [])]
        assert ("Idempotency-Key" in names) == (method != "get"), (path, method)


def test_lists_are_described_as_lists(document: JsonObject) -> None:
    for path, item in {
        "/api/campaigns": "Campaign",
        "/api/campaigns/{campaign_id}/results": "Offer",
        "/api/campaigns/{campaign_id}/events": "Event",
        "/api/calls/active": "Call",
    }.items():
        shown = answers(document, path, "get")["200"]["content"]["application/json"]["schema"]
        assert shown == {"type": "array", "items": {"$ref": f"#/components/schemas/{item}"}}


def test_a_call_that_has_no_outcome_yet_is_described(document: JsonObject) -> None:
    schemas = document["components"]["schemas"]
    outcome = schemas["Call"]["properties"]["outcome"]
    named = [each["$ref"].rsplit("/", 1)[-1] for each in outcome["oneOf"]]

    assert "" in [value for name in named for value in schemas[name]["enum"]]


def test_what_refuses_unknown_fields_says_so(document: JsonObject) -> None:
    schemas = document["components"]["schemas"]
    people = [o for _, _, o in operations(document) if o.get("tags") != ["tools"]]
    asked = [o["requestBody"] for o in people if "requestBody" in o]
    names = {b["content"]["application/json"]["schema"]["$ref"].split("/")[-1] for b in asked}

    assert "CampaignInput" in names
    assert all(schemas[name]["additionalProperties"] is False for name in names)


def test_a_place_is_given_as_a_text_or_a_point_and_suggested_as_both(document: JsonObject) -> None:
    schemas = document["components"]["schemas"]
    point = schemas["PlaceInput"]
    for given in (
        schemas["CampaignInput"]["properties"]["location"],
        schemas["PatchedProfileInput"]["properties"]["home"],
    ):
        text, other = given["oneOf"]
        assert text["type"] == "string" and other == {"$ref": "#/components/schemas/PlaceInput"}
    assert point["required"] == ["latitude", "longitude"]
    suggested = schemas["Problem"]["properties"]["suggestions"]["additionalProperties"]
    assert suggested["items"] == {"$ref": "#/components/schemas/Place"}
    assert set(schemas["Place"]["required"]) == set(point["properties"])


def test_no_description_speaks_of_our_code(document: JsonObject) -> None:
    told = [operation["description"] for _, _, operation in operations(document)]

    assert told and not [text for text in told if "APIView" in text]


@pytest.mark.django_db
def test_the_document_is_read_without_signing_in(client: Client) -> None:
    assert client.get("/api/schema").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "en-gb"])
def test_a_language_that_the_document_names_is_kept(language: str) -> None:
    alice: User = make_person("alice")
    answer = Program(alice).change("/api/profile", {"language": language})

    alice.profile.refresh_from_db()
    assert answer.status_code == 200 and alice.profile.language == language
