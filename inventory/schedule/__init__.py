"""A scan that the computer starts by itself: what systemd, cron, launchd and Windows need for it."""
