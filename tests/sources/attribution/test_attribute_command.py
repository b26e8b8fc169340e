"""`manage.py attribute`: lines in, lines out, no database asked."""

import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command


def test_each_line_gives_a_line_with_its_statements(tmp_path, capsys):
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"doc_id": "a", "text": "The army said it was over."}\n\n{"doc_id": 2, "text": ""}\n')

    call_command("attribute", str(texts))

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["doc_id"] == "a"
    assert first["statements"][0]["source"] == [[0, 8]]
    assert first["statements"][0]["cue"] == [[9, 13]]
    assert first["statements"][0]["content"] == [[14, 25]]
    assert second == {"doc_id": 2, "statements": []}


def test_a_dash_reads_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"doc_id": "a", "text": "The mayor denied it."}'))

    call_command("attribute", "-")

    assert json.loads(capsys.readouterr().out)["statements"][0]["kind"] == "denial"


@pytest.mark.parametrize("line", ["no json", "[]", '{"doc_id": 1}', '{"text": "a"}', '{"doc_id": 1, "text": 3}'])
def test_a_line_that_is_no_document_is_refused_by_its_number(line, tmp_path):
    texts = tmp_path / "texts.jsonl"
    texts.write_text(line)

    with pytest.raises(CommandError, match="Line 1"):
        call_command("attribute", str(texts))


def test_importing_the_reader_imports_no_spacy():
    code = "import sys, sources.attribution.reading; sys.exit('spacy' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
