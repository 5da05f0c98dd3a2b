"""How a child crosses a border on the way home: the gate before it, the ports with their windows, and daylight."""
