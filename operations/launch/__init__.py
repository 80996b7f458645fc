"""Starting and ending what `manage.py demo` runs: the port, the environment, the worker, the server.

Knows nothing of people or courses.
"""

from operations.launch.assets import collect_static_files
from operations.launch.children import Child, Clock, apart
from operations.launch.environment import demo_environment, folder_of_a_real_installation, hold_folder
from operations.launch.network import lan_address, port_refusal
from operations.launch.serving import serve

__all__ = [
    "Child",
    "Clock",
    "apart",
    "collect_static_files",
    "demo_environment",
    "folder_of_a_real_installation",
    "hold_folder",
    "lan_address",
    "port_refusal",
    "serve",
]
