"""The heads of the register as a feed: whoever subscribes keeps a copy of what was said, and can hold us to it."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from certificates.models import TreeHead
from certificates.queries.heads import heads

NEWEST = 100


class HeadFeed(Feed):  # type: ignore[type-arg]  # its runtime class takes no parameters
    """Atom; the whole signed note is in each entry."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Registre des certificats : états signés")

    def link(self) -> str:
        return f"{settings.VOLET_BASE_URL}{reverse('register-public')}"

    def feed_url(self) -> str:
        return f"{settings.VOLET_BASE_URL}{reverse('head-feed')}"

    def feed_guid(self) -> str:
        return self.link()

    def items(self) -> QuerySet[TreeHead]:
        return heads()[:NEWEST]

    def item_title(self, item: TreeHead) -> str:
        return _("État de %(size)d lignes") % {"size": item.size}

    def item_description(self, item: TreeHead) -> str:
        return item.note

    def item_link(self, item: TreeHead) -> str:
        return f"{settings.VOLET_BASE_URL}{reverse('head-detail', args=[item.size])}"

    def item_pubdate(self, item: TreeHead) -> datetime:
        return item.at

    def item_updateddate(self, item: TreeHead) -> datetime:
        return item.at
