"""Who is in the demonstration. All invented; addresses end in `.example`, which nobody can own (RFC 2606)."""

from dataclasses import dataclass
from enum import IntEnum

TRAINING_BODY = "Les Pins — centre de formation (démonstration)"
CERTIFIER = "Réseau Horizon (démonstration)"
OPERATOR = "Maison Volet (démonstration)"
SESSION = "BAFA, formation générale, Les Pins"
NEXT_SESSION = "BAFA, approfondissement, Les Pins"


@dataclass(frozen=True)
class Staff:
    given_name: str
    family_name: str
    email: str
    title: str


TRAINER = Staff("Nadia", "Ferrand", "nadia.ferrand@lespins.example", "formatrice")
SIGNATORY = Staff("Paul", "Estève", "paul.esteve@horizon.example", "certificateur")
SECOND = Staff("Aline", "Roussel", "aline.roussel@horizon.example", "directrice")
ADMINISTRATOR = Staff("Claire", "Morvan", "claire.morvan@volet.example", "administratrice")
STAFF = (TRAINER, SIGNATORY, SECOND, ADMINISTRATOR)


class Stage(IntEnum):
    """How far a trainee of the demonstration is. Each stage has done what those before it did, but for `NOT_YET`."""

    ARRIVED = 1
    IN_SECOND_LESSON = 2
    PRACTISING = 3
    WAITING_FOR_OPENING = 4
    NOT_YET = 5
    PASSED_UNKNOWN = 6
    READY = 7
    AWARDED = 8
    IN_RECORD = 9
    CORRECTED = 10
    WITHDRAWN = 11

    @property
    def passed(self) -> bool:
        return self >= Stage.PASSED_UNKNOWN


@dataclass(frozen=True)
class Trainee:
    """`seen_name` is the name on the identity document the trainer saw; the one typed on arrival may differ."""

    given_name: str
    family_name: str
    stage: Stage
    seen_name: tuple[str, str] | None = None


TRAINEES = (
    Trainee("Malik", "Bensaïd", Stage.ARRIVED),
    Trainee("Inès", "Le Goff", Stage.IN_SECOND_LESSON),
    Trainee("Jeanne", "Kergoat", Stage.PRACTISING),
    Trainee("Théo", "Lacombe", Stage.WAITING_FOR_OPENING),
    Trainee("Aïssata", "Diallo", Stage.NOT_YET),
    Trainee("Mickey", "Mousse", Stage.PASSED_UNKNOWN),
    Trainee("Anne-Élisabeth", "de La Rochebrune-Montségur", Stage.READY),
    Trainee("Noé", "Trần Đức", Stage.READY),
    Trainee("Zoé", "Marchand", Stage.AWARDED),
    Trainee("Emma", "Çelik-Söderström", Stage.IN_RECORD),
    Trainee("Hugo", "Petitjean", Stage.CORRECTED, ("Hugo", "Petit-Jean")),
    Trainee("Léo", "Fontaine", Stage.WITHDRAWN),
)
#: Whose user name and PIN are printed: somebody who goes on, somebody who has a certificate and a record.
SHOWN = (TRAINEES[1], TRAINEES[9])
