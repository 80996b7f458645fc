from courses.forms.cohort import CohortForm
from courses.forms.identities import IdentityForm
from courses.forms.join import CodeForm, NameForm

__all__ = ["CodeForm", "CohortForm", "IdentityForm", "NameForm"]
