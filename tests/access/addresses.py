"""How to ask for each address of ours: with which things of the world, and by which method."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Address:
    """`things` are names of the world's arguments, in the order of the address. POST where the address only takes POST."""

    name: str
    things: tuple[str, ...] = ()
    post: bool = False
    data: dict[str, str] = field(default_factory=dict)


def get(name: str, *things: str) -> Address:
    return Address(name, things)


def post(name: str, *things: str, **data: str) -> Address:
    return Address(name, things, post=True, data=data)


ADDRESSES = [
    get("home"),
    get("home-mine"),
    get("health"),
    get("legal"),
    get("first-run"),
    get("organisation-list"),
    get("organisation-ask"),
    get("organisation-asked"),
    get("organisation-detail", "body"),
    post("organisation-approve", "asked"),
    post("organisation-refuse", "asked"),
    post("invitation-create", "body", roles="trainer"),
    post("membership-end", "membership"),
    get("invitation-accept", "invitation"),
    get("person-return"),
    post("sign-out"),
    get("person-settings"),
    get("person-data"),
    post("person-erase"),
    get("framework-list"),
    get("framework-version", "framework"),
    get("competency-detail", "competency"),
    get("carry-over-list", "framework"),
    post("carry-over-start", "framework", table="crosswalk", thing="moving"),
    get("carry-over-detail", "carry over"),
    post("carry-over-decide", "carry over", line="carry line", act="accept", to="carried", level="carried level"),
    post("carry-over-accept", "carry over"),
    post("carry-over-draft", "carry over"),
    post("carry-over-publish", "carry over"),
    post("carry-over-abandon", "carry over"),
    get("reference-list"),
    get("reference-version", "reference"),
    get("strand-version", "strand"),
    get("course-list"),
    get("course-detail", "course"),
    get("course-activity", "course", "lesson"),
    get("practice-open", "course", "practice"),
    get("join-code"),
    get("join-name", "code"),
    get("join-card"),
    get("trainee-home"),
    get("enrolment-detail", "enrolment"),
    get("activity-open", "enrolment", "lesson"),
    post("activity-start", "enrolment", "lesson"),
    post("activity-done", "enrolment", "lesson"),
    get("cohort-list"),
    get("cohort-create"),
    get("cohort-detail", "cohort"),
    get("cohort-poster", "cohort"),
    get("cohort-matrix", "cohort"),
    get("cohort-identities", "cohort"),
    post("cohort-opening", "cohort", "quiz", conditions="alone"),
    post("cohort-close", "cohort"),
    get("enrolment-view", "cohort", "enrolment"),
    post("enrolment-card", "cohort", "enrolment"),
    post("attempt-start", "enrolment", "practice"),
    get("attempt-question", "attempt", "one"),
    post("attempt-save", "attempt"),
    get("attempt-review", "attempt"),
    post("attempt-submit", "attempt"),
    get("attempt-result", "sent"),
    get("verify"),
    get("award-verify", "public"),
    get("award-pdf", "public"),
    get("award-credential", "public"),
    get("issuer-did", "certifier"),
    get("issuer-detail", "certifier"),
    get("award-list"),
    get("record-list"),
    post("record-open", award="public"),
    get("record-detail", "record"),
    post("record-add", "record", award="public"),
    get("annex-pdf", "record"),
    get("certifier-home"),
    get("certifier-cohort", "cohort", "version"),
    post("award-sign", "cohort", "version"),
    get("register"),
    get("award-detail", "award"),
    post("award-withdraw", "award"),
    post("award-correct", "award"),
    get("achievement-list"),
    post("achievement-propose", course="course version"),
    get("achievement-detail", "achievement"),
    post("achievement-publish", "achievement"),
    post("authorisation-create", "achievement"),
    post("authorisation-end", "authorisation", ends_on="today"),
]
