"""A page's form as a browser would send it: only what stands on the screen can be ticked, chosen or written."""

from html.parser import HTMLParser


class Screen(HTMLParser):
    """Every field of the page, with what is filled in; to use one that is not there fails."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.boxes: dict[str, list[str]] = {}
        self.checked: dict[str, list[str]] = {}
        self.options: dict[str, list[str]] = {}
        self.texts: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        name = told.get("name", "")
        if tag == "select":
            self._select = name
            self.options.setdefault(name, [])
        elif tag == "option" and self._select:
            self.options[self._select].append(told.get("value", ""))
            if "selected" in told:
                self.checked[self._select] = [told.get("value", "")]
        elif tag == "textarea":
            self._area = name
            self.texts[name] = ""
        elif tag == "input" and told.get("type") in ("checkbox", "radio"):
            self.kinds[name] = told["type"]
            self.boxes.setdefault(name, []).append(told.get("value", "on"))
            if "checked" in told:
                self.checked.setdefault(name, []).append(told.get("value", "on"))
        elif tag == "input" and name:
            self.texts[name] = told.get("value", "")

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data):
        if self._area:
            self.texts[self._area] += data

    def tick(self, name, *values):
        """Exactly these boxes of a list, or this answer of several."""
        assert name in self.boxes, f"no boxes called {name}; there are {sorted(self.boxes)}"
        missing = set(values) - set(self.boxes[name])
        assert not missing, f"{name} has no {missing}, only {self.boxes[name]}"
        assert len(values) <= 1 or self.kinds[name] == "checkbox"
        self.checked[name] = [value for value in self.boxes[name] if value in values]

    def choose(self, name, value):
        assert value in self.options[name], f"{name} has no {value}, only {self.options[name]}"
        self.checked[name] = [value]

    def write(self, name, text):
        assert name in self.texts, f"no field called {name}; there are {sorted(self.texts)}"
        self.texts[name] = text

    def sent(self):
        return {**{name: text.lstrip("\n") for name, text in self.texts.items() if name != "q"}, **self.checked}
