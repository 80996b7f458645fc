from operations.views.health import health
from operations.views.home import home, home_mine
from operations.views.legal import legal

__all__ = ["health", "home", "home_mine", "legal"]
