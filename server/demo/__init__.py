"""The demonstration: three families, so that anybody can see the whole journey. Never mixed with real people."""
