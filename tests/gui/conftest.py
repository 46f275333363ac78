"""What the tests of the window share: a platform to draw on, a page engine that can start, a window, clean ends."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from window_under_test import copied, opened, qapp_cls, shared, somebody_else

__all__ = ["copied", "opened", "qapp_cls", "shared", "somebody_else"]

# What Qt says about a machine without a graphics card or without a window manager: true, harmless, and not ours.
_ABOUT_THE_MACHINE = (
    r"^This plugin does not support (propagateSizeHints\(\)|raise\(\)|grabbing the (keyboard|mouse))$",
    r"^QRhiGles2: Failed to create (temporary )?context$",
    r"^Failed to create RHI for backend: ",
    r"^This plugin does not support createPlatformVulkanInstance$",
    r"^(QVulkanInstance: Failed to initialize Vulkan|Failed to create platform Vulkan instance)$",
    r"^(Failed to load vulkan: |initInstance: No Vulkan library available$)",
    r"^GBM is not supported with the current configuration",
    r"^Unable to detect GPU vendor for device: ",
    r"^GPUInfo not initialized on GpuInfoUpdate$",
)


def pytest_configure(config: pytest.Config) -> None:
    for line in _ABOUT_THE_MACHINE:
        config.addinivalue_line("qt_log_ignore", line)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None]:
    """Free the windows that a test closed before the next one starts, and before Qt itself goes."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
