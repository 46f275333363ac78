"""What the tests of the window share: a platform to draw on, a page engine that can start, a window, clean ends."""

from window_under_test import copied, opened, pytest_configure, pytest_runtest_teardown, qapp_cls, shared, somebody_else

__all__ = ["copied", "opened", "pytest_configure", "pytest_runtest_teardown", "qapp_cls", "shared", "somebody_else"]
