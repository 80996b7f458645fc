"""CASE 1.1 as tables: the fields of each class of a package, in the order of the official schema, and which are required.

A field's kind is a name of `curriculum.formats.case_values.KINDS`, or `[Class]` for a list of another class.
Source: 1EdTech, Competencies and Academic Standards Exchange 1.1 (24 January 2025), JSON schema of CFPackage.
"""

from dataclasses import dataclass

BASE = "/ims/case/v1p1"
#: The key under `extensions` where we keep what the schema has no place for.
OURS = "volet"
RELATIONS = (
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
    "isTranslationOf",
)
DEFINITIONS = {
    "CFConcepts": "CFConcept",
    "CFSubjects": "CFSubject",
    "CFLicenses": "CFLicense",
    "CFItemTypes": "CFItemType",
    "CFAssociationGroupings": "CFAssociationGrouping",
}
RUBRICS = "CFRubrics"
#: The class of each kind of definition, rubrics included.
CLASSES = {**DEFINITIONS, RUBRICS: "CFRubric"}


@dataclass(frozen=True)
class Shape:
    fields: dict[str, str]
    required: tuple[str, ...]


def _shape(required: str, **fields: str) -> Shape:
    ends = {"lastChangeDateTime": "moment", "extensions": "object"}
    return Shape({"identifier": "uuid", "uri": "uri", **fields, **ends}, ("identifier", "uri", *required.split()))


SHAPES = {
    "CFDocument": _shape(
        "creator title lastChangeDateTime",
        frameworkType="text",
        caseVersion="case",
        creator="text",
        title="text",
        officialSourceURL="uri",
        publisher="text",
        description="text",
        subject="texts",
        subjectURI="links",
        language="text",
        version="text",
        adoptionStatus="text",
        statusStartDate="date",
        statusEndDate="date",
        licenseURI="link",
        notes="text",
    ),
    "CFItem": _shape(
        "fullStatement lastChangeDateTime",
        fullStatement="text",
        alternativeLabel="text",
        CFItemType="text",
        humanCodingScheme="text",
        listEnumeration="text",
        abbreviatedStatement="text",
        conceptKeywords="texts",
        conceptKeywordsURI="link",
        notes="text",
        subject="texts",
        subjectURI="links",
        language="text",
        educationLevel="texts",
        CFItemTypeURI="link",
        licenseURI="link",
        statusStartDate="date",
        statusEndDate="date",
    ),
    "CFAssociation": _shape(
        "associationType originNodeURI destinationNodeURI lastChangeDateTime",
        associationType="relation",
        sequenceNumber="integer",
        originNodeURI="end",
        destinationNodeURI="end",
        CFAssociationGroupingURI="link",
        notes="text",
    ),
    "CFConcept": _shape(
        "title hierarchyCode lastChangeDateTime",
        title="text",
        keywords="text",
        hierarchyCode="text",
        description="text",
    ),
    "CFSubject": _shape(
        "title hierarchyCode lastChangeDateTime", title="text", hierarchyCode="text", description="text"
    ),
    "CFLicense": _shape("title licenseText lastChangeDateTime", title="text", description="text", licenseText="text"),
    "CFItemType": _shape(
        "title description hierarchyCode lastChangeDateTime",
        title="text",
        description="text",
        hierarchyCode="text",
        typeCode="text",
    ),
    "CFAssociationGrouping": _shape("title lastChangeDateTime", title="text", description="text"),
    "CFRubric": _shape("lastChangeDateTime", title="text", description="text", CFRubricCriteria="[CFRubricCriterion]"),
    "CFRubricCriterion": _shape(
        "lastChangeDateTime",
        category="text",
        description="text",
        CFItemURI="link",
        weight="number",
        position="integer",
        rubricId="uuid",
        CFRubricCriterionLevels="[CFRubricCriterionLevel]",
    ),
    "CFRubricCriterionLevel": _shape(
        "lastChangeDateTime",
        description="text",
        quality="text",
        score="number",
        feedback="text",
        position="integer",
        rubricCriterionId="uuid",
    ),
}
#: The one class whose `extensions` are a list of objects.
SHAPES["CFRubricCriterionLevel"].fields["extensions"] = "objects"
