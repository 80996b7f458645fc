"""Wiring of this room."""

from datetime import timedelta

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self) -> None:
        """Fill the registries: what is known about a person, and the sweeps of what a crash left undone."""
        from certificates import receivers  # noqa: F401  (receivers connect themselves; models are ready by now)
        from certificates.actions.auditing import audit_due
        from certificates.actions.automatic import issue_owed
        from certificates.actions.carrying import AchievementDependant
        from certificates.actions.decisions import follow_owed
        from certificates.actions.foreign import check_owed
        from certificates.actions.forms import make_owed_forms
        from certificates.actions.heads import sign_due_head
        from certificates.actions.personal import CertificatesData
        from certificates.actions.reminding import remind_of_endings
        from certificates.actions.removing import remove_orphans
        from certificates.actions.status_lists import allot_owed, publish_stale
        from certificates.queries.panels import register_panels
        from curriculum.registries import dependants
        from people.registries import Duty, duties, personal_data, slots

        register_panels(slots)
        personal_data["certificates"] = CertificatesData()
        for name, every, run in (
            ("certificates.owed_forms", timedelta(minutes=10), lambda at: make_owed_forms(at=at)),
            ("certificates.issuing", timedelta(minutes=15), lambda at: issue_owed(at=at)),
            ("certificates.heads", timedelta(minutes=5), lambda at: sign_due_head(at=at)),
            ("certificates.status_entries", timedelta(hours=1), lambda at: allot_owed(at=at)),
            ("certificates.status_lists", timedelta(minutes=5), lambda at: publish_stale(at=at)),
            ("certificates.audit", timedelta(days=7), lambda at: audit_due(at=at)),
            ("certificates.endings", timedelta(hours=12), lambda at: remind_of_endings(at=at)),
            ("certificates.annexes", timedelta(minutes=10), lambda at: follow_owed(at=at)),
            ("certificates.foreign", timedelta(hours=6), lambda at: check_owed(at=at)),
            ("certificates.orphans", timedelta(days=1), lambda at: remove_orphans(at=at)),
        ):
            duties[name] = Duty(name, every, run)
        dependants.register(AchievementDependant())
