"""Each rule of the tree: what it refuses, and the nearest thing it lets through."""

from pathlib import Path

import pytest

from tools import tree_rules
from tools.place import ROOT


@pytest.fixture
def write(tmp_path):
    def put(text: str, name: str = "src/traedesten/journal/queries.py") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return put


def function(lines: int, comment: str = "") -> str:
    return f"def f():{comment}\n" + "    x = 1\n" * (lines - 1)


class TestSizes:
    def test_a_file_of_500_lines_is_let_through_and_501_refused(self, write):
        assert list(tree_rules.too_long(write("x = 1\n" * 500))) == []
        assert "501 lines" in next(tree_rules.too_long(write("x = 1\n" * 501)))

    def test_a_test_file_may_have_800(self, write):
        assert list(tree_rules.too_long(write("x = 1\n" * 800, "tests/test_x.py"))) == []
        assert "801 lines" in next(tree_rules.too_long(write("x = 1\n" * 801, "tests/test_x.py")))

    def test_a_function_over_40_lines_wants_a_reason(self, write):
        assert list(tree_rules.too_long(write(function(40)))) == []
        assert "f has 41 lines" in next(tree_rules.too_long(write(function(41))))
        assert list(tree_rules.too_long(write(function(41, "  # long: one table")))) == []


class TestViews:
    def test_objects_in_a_view_is_refused(self, write):
        assert list(tree_rules.touches_objects(write("Entry.objects.all()")))
        assert list(tree_rules.touches_objects(write("m._default_manager.get()")))

    def test_a_scope_is_let_through(self, write):
        assert list(tree_rules.touches_objects(write("visible_to(user).filter(objects=1)"))) == []


class TestActions:
    def test_an_undecorated_verb_is_refused(self, write):
        assert "record changes something" in next(tree_rules.unaudited(write("def record(*, by): ...")))

    @pytest.mark.parametrize(
        "text",
        [
            "@action('entry.record')\ndef record(*, by): ...",
            "@core.action.action('entry.record')\ndef record(*, by): ...",
            "def _shape(row): ...",
            "class Outcome: ...",
        ],
    )
    def test_actions_private_helpers_and_classes_are_let_through(self, write, text):
        assert list(tree_rules.unaudited(write(text))) == []

    def test_another_decorator_does_not_make_an_action(self, write):
        assert list(tree_rules.unaudited(write("@transaction.atomic\ndef record(*, by): ...")))


class TestSignals:
    @pytest.mark.parametrize(
        "text",
        [
            "from django.db.models.signals import post_save",
            "from django.db.models import signals",
            "from django.dispatch import receiver",
            "import django.core.signals",
        ],
    )
    def test_signals_are_refused(self, write, text):
        assert list(tree_rules.uses_signals(write(text)))

    def test_save_is_refused_in_models_only(self, write):
        text = "class Entry:\n    def save(self): ..."
        assert list(tree_rules.uses_signals(write(text, "src/traedesten/journal/models/entry.py")))
        assert list(tree_rules.uses_signals(write(text, "src/traedesten/journal/forms.py"))) == []


class TestImports:
    def test_an_import_inside_a_function_says_why(self, write):
        assert list(tree_rules.unexplained_import(write("def f():\n    import numpy")))
        assert list(tree_rules.unexplained_import(write("def f():\n    import numpy  # why inside: 3 s"))) == []
        assert list(tree_rules.unexplained_import(write("import numpy"))) == []

    def test_ready_is_where_django_wants_them(self, write):
        text = "class A:\n    def ready(self):\n        from b import c"
        assert list(tree_rules.unexplained_import(write(text, "src/traedesten/journal/apps.py"))) == []
        assert list(tree_rules.unexplained_import(write(text, "src/traedesten/journal/forms.py")))


class TestRelations:
    HEIGHTS = {"core": 0, "places": 1, "people": 2, "journal": 3, "measures": 4}

    @pytest.mark.parametrize("call", ["ForeignKey('measures.Figure')", "models.ManyToManyField(to='measures.Figure')"])
    def test_upwards_is_refused(self, write, call):
        assert "measures.Figure" in next(tree_rules.wrong_relations(write(call), "journal", self.HEIGHTS))

    def test_sideways_is_refused(self, write):
        heights = {"schedule": 2, "offers": 2}
        assert list(tree_rules.wrong_relations(write("OneToOneField('offers.Offer')"), "schedule", heights))

    @pytest.mark.parametrize("target", ["people.Subject", "journal.Entry", "self", "Entry", "auth.Group"])
    def test_down_within_and_outside_are_let_through(self, write, target):
        assert list(tree_rules.wrong_relations(write(f"ForeignKey({target!r})"), "journal", self.HEIGHTS)) == []

    def test_the_order_is_read_from_the_import_contract(self):
        heights = tree_rules.layers(ROOT / "pyproject.toml")
        assert heights["core"] == 0
        assert heights["jobs"] == max(heights.values())
        assert heights["desk"] == heights["field"] == heights["portal"]


class TestDoor:
    @pytest.mark.parametrize(
        "text",
        [
            "from traedesten.vault.door import name_of",
            "from traedesten.vault import door",
            "from traedesten import vault",
            "import traedesten.vault.door",
        ],
    )
    def test_measures_may_not_reach_a_name_but_desk_may(self, write, text):
        assert list(tree_rules.uses_the_door(write(text), "measures"))
        assert list(tree_rules.uses_the_door(write(text), "desk")) == []

    def test_a_name_that_begins_the_same_is_let_through(self, write):
        assert list(tree_rules.uses_the_door(write("from traedesten.vaulting import x"), "measures")) == []


class TestWords:
    def test_a_module_that_says_nothing_is_refused(self):
        assert list(tree_rules.misnamed(Path("src/traedesten/journal/utils.py")))
        assert list(tree_rules.misnamed(Path("src/traedesten/helpers/entry.py")))
        assert list(tree_rules.misnamed(Path("src/traedesten/journal/utility_bill.py"))) == []

    def test_an_app_is_one_sentence(self, write):
        assert list(tree_rules.says_too_little(write("")))
        assert list(tree_rules.says_too_little(write('"""It knows this. And that."""')))
        assert list(tree_rules.says_too_little(write('"""It knows this; it refuses to know that."""'))) == []


class TestTemplates:
    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            '<p style="color: red">',
            "<button onclick='go()'>",
            '<a href="javascript:go()">',
            "<style>p {}</style>",
        ],
    )
    def test_inline_code_is_refused(self, write, text):
        assert list(tree_rules.has_inline_code(write(text, "templates/a.html")))

    @pytest.mark.parametrize(
        "text",
        [
            '<script src="{% static "a.js" %}" defer></script>',
            '<script type="application/json" id="figures">',
            '<p class="style" data-on="x">',
            "<p>on = 3</p>",
        ],
    )
    def test_files_and_plain_data_are_let_through(self, write, text):
        assert list(tree_rules.has_inline_code(write(text, "templates/a.html"))) == []


class TestLocks:
    def test_an_address_is_refused_whatever_host(self, write):
        assert list(tree_rules.has_address(write("--index-url https://index.example/simple\n")))
        assert list(tree_rules.has_address(write("django @ https://mirror.example/django.whl\n")))
        assert list(tree_rules.has_address(write("--find-links /opt/wheels\n")))

    def test_versions_and_hashes_are_let_through(self, write):
        assert list(tree_rules.has_address(write("django==5.2.1 \\\n    --hash=sha256:00ff\n"))) == []

    def test_a_named_index_is_found_in_any_file(self, write):
        path = write("see index.example for more", "README.md")
        assert list(tree_rules.names_a_host(path, {"index.example"}))
        assert list(tree_rules.names_a_host(path, {"other.example"})) == []

    def test_the_known_hosts_are_those_of_the_clients(self):
        hosts = tree_rules.known_hosts()
        assert all("." in host and "/" not in host for host in hosts)
        assert len(hosts) >= 3
