"""Law as data: one YAML file for an instrument or a small group, compiled into the packaged file (see docs/controls.md)."""
