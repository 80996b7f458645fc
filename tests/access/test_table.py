"""One table: who gets what from each address. An address that is missing from it fails."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.addresses import ADDRESSES
from tests.access.asking import answer
from tests.access.conftest import ROLES

pytestmark = pytest.mark.django_db

#: Things in addresses belong to « Les Pins » (trainer, author and director are of that body), to Emma (the trainee) and to
#: the certifier. 404: not found, because it isn't theirs. `login`, `return`: the two doors. `refused`: back, with a reason.
TABLE = """
                      anonym  trainee other-t trainer other-t author  certif  other-c direct  admin
home                  200     200     200     200     200     200     200     200     200     200
home-mine             login   302     302     302     302     302     302     302     302     302
health                200     200     200     200     200     200     200     200     200     200
register-public       200     200     200     200     200     200     200     200     200     200
head-list             200     200     200     200     200     200     200     200     200     200
head-feed             200     200     200     200     200     200     200     200     200     200
head-checkpoint       200     200     200     200     200     200     200     200     200     200
head-detail           200     200     200     200     200     200     200     200     200     200
leaf-list             400     400     400     400     400     400     400     400     400     400
proof-inclusion       400     400     400     400     400     400     400     400     400     400
proof-consistency     400     400     400     400     400     400     400     400     400     400
legal                 200     200     200     200     200     200     200     200     200     200
first-run             302     302     302     302     302     302     302     302     302     302
organisation-list     login   403     403     200     200     200     200     200     200     200
organisation-ask      200     200     200     200     200     200     200     200     200     200
organisation-asked    200     200     200     200     200     200     200     200     200     200
organisation-detail   login   404     404     200     404     200     404     404     200     200
organisation-approve  login   404     404     404     404     404     404     404     404     302
organisation-refuse   login   404     404     404     404     404     404     404     404     200
invitation-create     login   404     404     refused 404     refused 404     404     200     200
organisation-contact  login   404     404     404     404     404     404     404     302     302
membership-end        login   404     404     refused 404     refused 404     404     302     302
invitation-accept     200     200     200     200     200     200     200     200     200     200
person-return         200     200     200     200     200     200     200     200     200     200
sign-out              302     302     302     302     302     302     302     302     302     302
person-settings       login   200     200     200     200     200     200     200     200     200
person-data           login   200     200     200     200     200     200     200     200     200
notice-list           return  200     200     200     200     200     200     200     200     200
notice-read           return  302     302     302     302     302     302     302     302     302
person-erase          login   200     200     200     200     200     200     200     200     200
framework-list        200     200     200     200     200     200     200     200     200     200
framework-version     200     200     200     200     200     200     200     200     200     200
framework-exports     200     200     200     200     200     200     200     200     200     200
framework-export      200     200     200     200     200     200     200     200     200     200
framework-import      login   404     404     404     404     200     200     200     200     200
framework-import-detail login 404     404     404     404     200     404     404     200     404
framework-import-apply login  404     404     404     404     302     404     404     302     404
framework-import-resume login 404     404     404     404     302     404     404     302     404
framework-import-rename login 404     404     404     404     302     404     404     302     404
competency-detail     200     200     200     200     200     200     200     200     200     200
framework-create      login   404     404     404     404     200     200     200     200     200
framework-edit        login   404     404     404     404     404     404     404     404     200
framework-about       login   404     404     404     404     404     404     404     404     200
framework-levels      login   404     404     404     404     404     404     404     404     200
level-create          login   404     404     404     404     404     404     404     404     200
level-edit            login   404     404     404     404     404     404     404     404     200
level-remove          login   404     404     404     404     404     404     404     404     302
competency-create     login   404     404     404     404     404     404     404     404     200
framework-fork        login   404     404     404     404     404     404     404     404     200
framework-publish     login   404     404     404     404     404     404     404     404     200
framework-discard     login   404     404     404     404     404     404     404     404     200
framework-withdraw    login   404     404     404     404     404     404     404     404     200
erratum-create        login   404     404     404     404     404     404     404     404     200
competency-edit       login   404     404     404     404     404     404     404     404     200
competency-shift      login   404     404     404     404     404     404     404     404     302
competency-place      login   404     404     404     404     404     404     404     404     302
competency-remove     login   404     404     404     404     404     404     404     404     302
framework-compare     200     200     200     200     200     200     200     200     200     200
crosswalk-version     200     200     200     200     200     200     200     200     200     200
crosswalk-create      login   404     404     404     404     200     200     200     200     200
crosswalk-edit        login   404     404     404     404     404     404     404     404     200
crosswalk-settings    login   404     404     404     404     404     404     404     404     200
crosswalk-publish     login   404     404     404     404     404     404     404     404     200
crosswalk-origin      login   404     404     404     404     404     404     404     404     200
crosswalk-add         login   404     404     404     404     404     404     404     404     302
crosswalk-propose     login   404     404     404     404     404     404     404     404     302
crosswalk-accept      login   404     404     404     404     404     404     404     404     302
crosswalk-discard     login   404     404     404     404     404     404     404     404     refused
crosswalk-fork        login   404     404     404     404     404     404     404     404     refused
crosswalk-withdraw    login   404     404     404     404     404     404     404     404     refused
carry-over-list       login   404     404     404     404     200     200     200     200     200
carry-over-start      login   404     404     404     404     302     302     302     302     302
carry-over-detail     login   404     404     404     404     404     404     404     404     200
carry-over-decide     login   404     404     404     404     404     404     404     404     302
carry-over-accept     login   404     404     404     404     404     404     404     404     302
carry-over-draft      login   404     404     404     404     404     404     404     404     refused
carry-over-publish    login   404     404     404     404     404     404     404     404     refused
carry-over-abandon    login   404     404     404     404     404     404     404     404     302
reference-list        200     200     200     200     200     200     200     200     200     200
reference-version     200     200     200     200     200     200     200     200     200     200
reference-import      login   404     404     404     404     200     200     200     200     200
reference-fork        login   404     404     404     404     404     404     404     404     200
reference-edit        login   404     404     404     404     404     404     404     404     200
reference-part-new    login   404     404     404     404     404     404     404     404     200
reference-part        login   404     404     404     404     404     404     404     404     200
reference-unit-move   login   404     404     404     404     404     404     404     404     302
reference-publish     login   404     404     404     404     404     404     404     404     200
reference-withdraw    login   404     404     404     404     404     404     404     404     200
strand-version        200     200     200     200     200     200     200     200     200     200
case-discovery        200     200     200     200     200     200     200     200     200     200
case-documents        200     200     200     200     200     200     200     200     200     200
case-object           200     200     200     200     200     200     200     200     200     200
strand-list           200     200     200     200     200     200     200     200     200     200
strand-coverage       200     200     200     200     200     200     200     200     200     200
strand-compare        200     200     200     200     200     200     200     200     200     200
strand-file           200     200     200     200     200     200     200     200     200     200
strand-pdf            200     200     200     200     200     200     200     200     200     200
strand-decision       200     200     200     200     200     200     200     200     200     200
strand-decision-pdf   200     200     200     200     200     200     200     200     200     200
strand-create         login   404     404     404     404     200     200     200     200     200
strand-adapt          login   404     404     404     404     200     200     200     200     200
strand-edit           login   404     404     404     404     200     404     404     200     404
strand-facts          login   404     404     404     404     200     404     404     200     404
strand-line-create    login   404     404     404     404     200     404     404     200     404
strand-line-edit      login   404     404     404     404     200     404     404     200     404
strand-publish        login   404     404     404     404     200     404     404     200     404
strand-discard        login   404     404     404     404     200     404     404     200     404
strand-line-move      login   404     404     404     404     302     404     404     302     404
strand-line-remove    login   404     404     404     404     302     404     404     302     404
strand-next           login   404     404     404     404     302     404     404     302     404
strand-withdraw       login   404     404     404     404     404     404     404     404     200
course-list           200     200     200     200     200     200     200     200     200     200
course-detail         200     200     200     200     200     200     200     200     200     200
course-activity       200     200     200     200     200     200     200     200     200     200
practice-open         200     200     200     200     200     200     200     200     200     200
join-code             200     200     200     200     200     200     200     200     200     200
join-name             200     200     200     200     200     200     200     200     200     200
join-card             302     302     302     302     302     302     302     302     302     302
trainee-home          return  200     200     200     200     200     200     200     200     200
enrolment-detail      return  200     404     404     404     404     404     404     404     404
activity-open         return  200     404     404     404     404     404     404     404     404
activity-start        return  302     404     404     404     404     404     404     404     404
activity-done         return  302     404     404     404     404     404     404     404     404
cohort-list           login   404     404     200     200     404     404     404     200     404
cohort-create         login   404     404     200     200     404     404     404     200     404
cohort-detail         login   404     404     200     404     404     404     404     200     404
cohort-poster         login   404     404     200     404     404     404     404     200     404
cohort-matrix         login   404     404     200     404     404     404     404     200     404
cohort-identities     login   404     404     200     404     404     404     404     200     404
cohort-meetings       login   404     404     200     404     404     404     404     200     404
meeting-attendance    login   404     404     200     404     404     404     404     200     404
meeting-remove        login   404     404     302     404     404     404     404     302     404
cohort-jury           login   404     404     200     404     404     404     404     200     404
attestation-pdf       login   302     404     302     404     404     404     404     302     404
realisation-pdf       login   404     404     404     404     404     404     404     404     404
cohort-opening        login   404     404     302     404     404     404     404     302     404
cohort-close          login   404     404     302     404     404     404     404     302     404
enrolment-view        login   404     404     200     404     404     404     404     200     404
enrolment-card        login   404     404     200     404     404     404     404     200     404
attempt-start         return  302     404     404     404     404     404     404     404     404
attempt-question      return  200     404     404     404     404     404     404     404     404
attempt-save          401     400     404     404     404     404     404     404     404     404
attempt-review        return  200     404     404     404     404     404     404     404     404
attempt-submit        return  302     404     404     404     404     404     404     404     404
attempt-result        return  200     404     404     404     404     404     404     404     404
verify                200     200     200     200     200     200     200     200     200     200
award-verify          200     200     200     200     200     200     200     200     200     200
verify-report         400     400     400     400     400     400     400     400     400     400
verify-api            400     400     400     400     400     400     400     400     400     400
award-verify-api      200     200     200     200     200     200     200     200     200     200
award-pdf             200     200     200     200     200     200     200     200     200     200
award-credential      200     200     200     200     200     200     200     200     200     200
award-jwt             200     200     200     200     200     200     200     200     200     200
award-png             200     200     200     200     200     200     200     200     200     200
award-svg             200     200     200     200     200     200     200     200     200     200
award-sealed          302     302     302     302     302     302     302     302     302     302
award-own             return  200     404     404     404     404     404     404     404     404
award-archive         return  200     404     404     404     404     404     404     404     404
award-show            return  302     404     404     404     404     404     404     404     404
award-post            return  refused 404     404     404     404     404     404     404     404
transcript-pdf        return  200     200     200     200     200     200     200     200     200
issuer-did            200     200     200     200     200     200     200     200     200     200
issuer-detail         200     200     200     200     200     200     200     200     200     200
status-list           200     200     200     200     200     200     200     200     200     200
award-list            return  200     200     200     200     200     200     200     200     200
record-list           return  200     200     200     200     200     200     200     200     200
record-open           return  302     404     404     404     404     404     404     404     404
record-detail         return  200     404     404     404     404     404     404     404     404
record-add            return  302     404     404     404     404     404     404     404     404
stage-create          return  200     404     404     404     404     404     404     404     404
stage-change          return  200     404     404     404     404     404     404     404     404
record-number         return  302     404     404     404     404     404     404     404     404
stage-end             return  302     404     404     404     404     404     404     404     404
share-list            return  200     404     404     404     404     404     404     404     404
share-revoke          return  302     404     404     404     404     404     404     404     404
share-open            200     200     200     200     200     200     200     200     200     200
share-pdf             200     200     200     200     200     200     200     200     200     200
record-import         return  200     200     200     200     200     200     200     200     200
record-archive        return  200     404     404     404     404     404     404     404     404
annex-credential      return  refused 404     404     404     404     404     404     404     404
livret-credential     login   404     404     refused 404     404     404     404     refused 404
share-credential      refused refused refused refused refused refused refused refused refused refused
foreign-create        return  200     404     404     404     404     404     404     404     404
foreign-detail        return  200     404     404     404     404     404     404     404     404
foreign-file          return  200     404     404     404     404     404     404     404     404
foreign-check         return  302     404     404     404     404     404     404     404     404
foreign-remove        return  302     404     404     404     404     404     404     404     404
livret-foreign        login   404     404     200     404     404     404     404     200     404
share-foreign         200     200     200     200     200     200     200     200     200     200
livret-statistics     login   404     404     200     200     404     404     404     200     200
certifier-statistics  login   404     404     404     404     404     200     200     404     404
livret-list           login   404     404     200     200     404     404     404     200     200
livret-detail         login   404     404     200     404     404     404     404     200     404
annex-decide          login   404     404     302     404     404     404     404     302     404
annex-pdf             return  200     404     404     404     404     404     404     404     404
certifier-home        login   404     404     404     404     404     200     200     404     404
certifier-sessions    login   404     404     404     404     404     200     200     404     404
certifier-cohort      login   404     404     404     404     404     200     404     404     404
award-sign            login   404     404     404     404     404     302     404     404     404
register              login   404     404     404     404     404     200     200     404     404
award-ending          login   404     404     404     404     404     200     200     404     404
key-list              login   404     404     404     404     404     302     302     404     404
key-detail            login   404     404     404     404     404     200     404     404     404
key-backup            login   404     404     404     404     404     200     404     404     404
key-trust             login   404     404     404     404     404     200     404     404     404
seal-add              login   404     404     404     404     404     200     404     404     404
seal-retire           login   404     404     404     404     404     302     404     404     404
key-rotate            login   404     404     404     404     404     200     404     404     404
key-restore           login   404     404     404     404     404     200     404     404     404
key-lost              login   404     404     404     404     404     200     404     404     404
register-entry        login   404     404     404     404     404     200     404     404     404
award-detail          login   404     404     404     404     404     200     404     404     404
award-withdraw        login   404     404     404     404     404     200     404     404     404
award-suspend         login   404     404     404     404     404     200     404     404     404
award-reinstate       login   404     404     404     404     404     200     404     404     404
withdrawal-list       login   404     404     404     404     404     200     200     404     404
withdrawal-detail     login   404     404     404     404     404     200     404     404     404
withdrawal-decide     login   404     404     404     404     404     302     404     404     404
award-correct         login   404     404     404     404     404     200     404     404     404
achievement-list      login   404     404     404     404     404     200     200     404     404
achievement-propose   login   404     404     404     404     404     404     302     404     404
achievement-detail    login   404     404     404     404     404     200     404     404     404
achievement-publish   login   404     404     404     404     404     302     404     404     404
achievement-badge     login   404     404     404     404     404     200     404     404     404
achievement-preview   login   404     404     404     404     404     200     404     404     404
achievement-sample    login   404     404     404     404     404     200     404     404     404
achievement-criteria  login   404     404     404     404     404     200     404     404     404
achievement-create    login   404     404     404     404     404     200     200     404     404
achievement-statements login  404     404     404     404     404     200     404     404     404
achievement-statement-create login 404 404    404     404     404     200     404     404     404
achievement-statement login   404     404     404     404     404     200     404     404     404
achievement-terms     login   404     404     404     404     404     200     404     404     404
achievement-check     login   404     404     404     404     404     200     404     404     404
achievement-forecast  login   404     404     404     404     404     200     404     404     404
achievement-open      login   404     404     404     404     404     302     404     404     404
achievement-discard   login   404     404     404     404     404     302     404     404     404
authorisation-create  login   404     404     404     404     404     200     404     404     404
cohort-certificates   login   404     404     200     404     404     404     404     200     404
authorisation-list    login   404     404     200     200     404     404     404     200     200
authorisation-change  login   404     404     404     404     404     302     404     404     404
authorisation-end     login   404     404     404     404     404     302     404     404     404
"""


def expected() -> dict[str, list[str]]:
    rows = [line.split() for line in TABLE.strip().splitlines()[1:]]
    return {name: answers for name, *answers in rows}


def test_every_address_answers_every_role_as_the_table_says(world):
    table, found = expected(), {}
    for address in ADDRESSES:
        row = [answer(world.client(role), address, world.arguments) for role in ROLES]
        if row != table[address.name]:
            found[address.name] = dict(zip(ROLES, zip(table[address.name], row, strict=True), strict=True))
    assert found == {}


def test_no_address_is_missing_from_the_table():
    ours, allauth, others = set(), set(), set()
    for name, module in addresses():
        if module.startswith("allauth."):
            allauth.add(name)
        elif module.startswith("django."):
            others.add(name)
        else:
            ours.add(name)
    assert ours == set(expected()) == {address.name for address in ADDRESSES}
    assert all(name.startswith(("account_", "mfa_")) for name in allauth)
    assert others == {"set_language"}


def test_a_pin_opens_no_account_page_of_the_teams(world):
    client, open_to_all = world.client("trainee"), {"account_login", "account_logout"}
    found = {}
    for name, path in account_pages():
        response = client.get(path)
        if name not in open_to_all and response.status_code == 200:
            found[name] = response.status_code
    assert found == {}


def test_account_pages_ask_for_a_sign_in_and_never_fail(world):
    for role in ("anonymous", "trainer", "administrator"):
        statuses = {name: world.client(role).get(path).status_code for name, path in account_pages()}
        assert set(statuses.values()) <= {200, 302, 403, 404, 405}, statuses


def test_the_operators_admin_is_closed_to_every_role(world):
    paths = [
        "/admin/",
        "/admin/people/person/",
        "/admin/certificates/award/",
        "/admin/courses/cohort/",
        "/admin/jsi18n/",
    ]
    for role in ROLES:
        client = world.client(role)
        for path in paths:
            response = client.get(path)
            assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/admin/login/"), (
                role,
                path,
            )


def test_addresses_that_change_something_take_no_get(world):
    client = world.client("director")
    for address in ADDRESSES:
        if address.post:
            asked = type(address)(address.name, address.things)
            assert answer(client, asked, world.arguments) in {"302", "404", "405", "return"}, address.name


def addresses(patterns=None):
    """Name and module of the view of every address, the admin's left out."""
    for entry in patterns or get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from addresses(entry.url_patterns)
        elif isinstance(entry, URLPattern):
            yield entry.name, entry.callback.__module__


def account_pages(patterns=None, prefix=""):
    """Name and path of the pages of django-allauth that need no argument."""
    for entry in patterns or get_resolver().url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from account_pages(entry.url_patterns, route)
        elif entry.callback.__module__.startswith("allauth.") and "<" not in route and "(" not in route:
            yield entry.name, "/" + route.replace("^", "").replace("$", "")
