"""Pure rules of the trade: no disk, no clock, no framework."""
