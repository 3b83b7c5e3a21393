"""An independent oracle in float64: it shares no code and no number with the reference (docs/oracle.md)."""
