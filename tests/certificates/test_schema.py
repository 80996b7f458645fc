"""Our own credentials under the schema that 1EdTech publishes, where its file is beside the repository."""

import json
from pathlib import Path

import pytest

from certificates.actions import make_forms
from certificates.actions.forms import content_of
from tests.certificates.conftest import AT, World

ROOT = Path(__file__).parents[2]
SCHEMA = "credentials/schemas/ob_v3p0_achievementcredential_schema.generated.json"
PATH = next((up / "shared/data" / SCHEMA for up in ROOT.parents if (up / "shared/data" / SCHEMA).exists()), None)


@pytest.mark.skipif(PATH is None, reason="the schema of 1EdTech isn't beside the repository")
def test_our_credentials_pass_the_schema_of_1edtech(world: World) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    assert PATH is not None
    validator = jsonschema.Draft201909Validator(json.loads(PATH.read_text("utf-8")))
    credential = json.loads(content_of(make_forms(award=world.award(), at=AT)[0]))
    assert [(list(error.path), error.message[:200]) for error in validator.iter_errors(credential)] == []
    credential["credentialStatus"] = [credential["credentialStatus"]]
    assert [list(error.path) for error in validator.iter_errors(credential)] == [["credentialStatus"]]
